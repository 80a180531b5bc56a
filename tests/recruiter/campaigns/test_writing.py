"""The composer: saving, saving by itself, what somebody else saved first, previews, tests."""

import pytest

from app.campaigns.models import Campaign, CampaignText
from app.extensions import db
from app.mailing.models import Message

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](javascript:alert(1))",
    "{{", "}}", "{{#first_name}}", "{{first_name", "{{__class__}}", "{% raw %}", "{{7*7}}", "]]>", "\x00\x08", "\ue0000\ue001",
    "[a]: javascript:alert(1)\n\n[a]", "<a href='javascript:x'>y</a>", "{{jobs|<script>}}", "&#x6A;avascript:alert(1)", "\u200b" * 50,
]  # fmt: skip


@pytest.fixture
def draft(cast, make):
    return make.campaign("Spring news", by=cast.ada)


def _address(draft, more=""):
    return f"/recruiter/campaigns/{draft.id}/text/en{more}"


def _typed(draft, **values):
    return {"subject": "Hello", "preheader": "", "body": "Words", "version": draft.version, **values}


def _stored(draft):
    return db.session.query(CampaignText).filter_by(campaign_id=draft.id, locale="en").one()


def test_what_is_typed_is_kept(as_ada, draft):
    answer = as_ada.submit(_address(draft), _typed(draft, body="**New** words"))
    assert answer.status_code == 303 and answer.location.endswith(_address(draft))
    assert (_stored(draft).subject, _stored(draft).body) == ("Hello", "**New** words")


def test_next_leads_to_who_gets_it(as_ada, draft):
    assert as_ada.submit(_address(draft), _typed(draft, next="audience")).location.endswith(f"/{draft.id}/audience")


def test_it_saves_by_itself_and_stays(as_ada, draft):
    answer = as_ada.submit(_address(draft), _typed(draft, keep="1"), headers={"HX-Request": "true", "HX-Target": "saved"})
    assert answer.status_code == 200 and "data-saved" in answer.text and "<textarea" not in answer.text
    version = db.session.get(Campaign, draft.id).version
    assert f'value="{version}"' in answer.text
    again = as_ada.submit(_address(draft), _typed(draft, keep="1", body="More", version=version), headers={"HX-Request": "true", "HX-Target": "saved"})
    assert again.status_code == 200 and _stored(draft).body == "More"


def test_saving_what_is_stored_already_is_never_stale(as_ada, draft):
    as_ada.submit(_address(draft), _typed(draft))
    assert as_ada.submit(_address(draft), _typed(draft)).status_code == 303


def test_who_comes_second_is_shown_what_changed_and_keeps_their_words(as_ada, as_root, draft):
    seen = draft.version
    as_root.submit(_address(draft), _typed(draft, subject="Roots subject"))
    answer = as_ada.submit(_address(draft), _typed(draft, subject="Adas subject", version=seen))
    assert answer.status_code == 409
    assert "Roots subject" in answer.text and "Adas subject" in answer.text
    assert _stored(draft).subject == "Roots subject"
    now = db.session.get(Campaign, draft.id).version
    assert as_ada.submit(_address(draft), _typed(draft, subject="Adas subject", version=now)).status_code == 303


def test_an_unknown_field_is_named_and_the_text_survives(as_ada, draft):
    answer = as_ada.submit(_address(draft), _typed(draft, body="Line one\n\nDear {{salary}} & <b>you</b>"))
    assert answer.status_code == 409 and "Line 3: " in answer.text and "{{salary}}" in answer.text
    assert "Dear {{salary}} &amp; &lt;b&gt;you" in answer.text
    assert "Dear" not in _stored(draft).body


def test_a_language_is_added_by_writing_it_and_taken_out_again(as_ada, draft):
    address = f"/recruiter/campaigns/{draft.id}/text/de"
    as_ada.submit(address, _typed(draft, subject="Hallo"))
    assert "Hallo" in as_ada.get(address).text
    as_ada.submit(f"{address}/removal")
    assert "Hallo" not in as_ada.get(address).text


def test_the_preview_runs_nothing_and_belongs_to_no_origin(as_ada, draft):
    answer = as_ada.submit(_address(draft, "/preview"), _typed(draft, body="# Hi {{first_name|you}}"))
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;") and "script-src" not in policy and "default-src 'none'" in policy
    assert "allow-scripts" not in policy and "Maria" in answer.text
    page = as_ada.get(_address(draft))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"] and " sandbox " in page.text


def test_the_preview_writes_nothing(as_ada, draft):
    as_ada.submit(_address(draft, "/preview"), _typed(draft, body="Only looked at"))
    assert "Only looked at" not in _stored(draft).body


def test_it_is_read_as_a_named_person(as_ada, draft, make):
    make.candidate("Zacharias Zweig", email="zach@example.org")
    for typed in ("zach@example.org", "Zacharias Zweig", "zach"):
        answer = as_ada.submit(_address(draft, "/preview"), _typed(draft, body="Dear {{first_name|you}}", reader=typed))
        assert "Dear Zacharias" in answer.text, typed
    assert "Zacharias" in as_ada.get("/recruiter/campaigns/readers?q=zach").text
    assert "zach@example.org" in as_ada.get("/recruiter/campaigns/readers?q=zach@").text
    assert as_ada.get("/recruiter/campaigns/readers?q=%22(:none*").status_code == 200


def test_it_is_read_as_plain_text(as_ada, draft):
    answer = as_ada.submit(_address(draft, "/preview"), _typed(draft, body="**Bold** [there](https://example.org/x)", look="text"))
    assert "<pre" in answer.text and "<strong>" not in answer.text and "https://example.org/x" in answer.text


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_typed_becomes_code(as_ada, draft, body):
    for look in ("desktop", "text"):
        answer = as_ada.submit(_address(draft, "/preview"), _typed(draft, subject=body[:90], body=body, look=look))
        assert answer.status_code == 200
        assert "<script" not in answer.text and "onerror=alert(1)>" not in answer.text.replace("&gt;", "")
        assert 'href="javascript:' not in answer.text and 'src="javascript:' not in answer.text
    saved = as_ada.submit(_address(draft), _typed(draft, subject=body[:90], body=body))
    assert saved.status_code in (303, 409)
    assert "<script>alert" not in as_ada.get(_address(draft)).text


def test_links_are_looked_at(as_ada, draft):
    as_ada.submit(_address(draft), _typed(draft, body="[gone](/jobs/never-was) [plain](http://example.org/) [fine](https://example.org/)"))
    page = as_ada.get(_address(draft)).text
    assert "There is no such page here." in page and "with https only" in page


def test_a_test_goes_to_colleagues_only(as_ada, draft, cast):
    as_ada.submit(_address(draft, "/tests"), {"colleagues": [cast.ada.id, cast.root.id], "reader": ""})
    sent = db.session.query(Message).filter(Message.cause.startswith(f"campaign-test:{draft.id}:")).all()
    assert {message.address for message in sent} == {cast.ada.email, cast.root.email}
    assert as_ada.submit(_address(draft, "/tests"), {"colleagues": [cast.ines.id]}).status_code == 409
    assert as_ada.submit(_address(draft, "/tests"), {}).status_code == 409


def test_beginning_twice_makes_one(as_ada, cast):
    fields = {"name": "May news", "locale": "en", "form_key": "one-and-the-same-key"}
    first, second = (as_ada.submit("/recruiter/campaigns", fields) for _number in range(2))
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert as_ada.submit("/recruiter/campaigns", {"name": "", "locale": "en"}).status_code == 422


def test_name_and_sender_are_kept_or_refused_in_words(as_ada, draft):
    address = f"/recruiter/campaigns/{draft.id}/basics"
    good = {"name": "Other name", "sender_name": draft.sender_name, "reply_to": "team@example.org", "locale": "en", "version": draft.version}
    assert as_ada.submit(address, good).status_code == 303
    bad = as_ada.submit(address, {**good, "reply_to": "not an address", "version": db.session.get(Campaign, draft.id).version})
    assert bad.status_code == 409 and "not an address" in bad.text
    forged = as_ada.submit(address, {**good, "sender_name": "The Pope"})
    assert forged.status_code == 422

"""Joining over HTTP: without a script, alike for everybody, and only the mailbox's button makes a member."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.candidates.models import Candidate, Consent, ContactPoint, Purpose
from app.core.clock import now
from app.core.tokens import derived_token
from app.extensions import db
from app.talent.models import CommunityQuestionKind, CommunityState, JoinRequest, Membership, MembershipAnswer
from tests.portal.communities.conftest import causes, link, requests, without_secrets


def test_the_page_tells_everything_and_ticks_nothing(client, community, make):
    make.community_question(community, "When do you graduate?", CommunityQuestionKind.YEAR)
    html = client.get(f"/communities/{community.slug}").text
    for words in ("Hearing Tech Engineers", "For people who listen.", "<em>build</em>", "A letter a month.", "Dear reader",
                  "When do you graduate?", "Acoustics", "What happens to your details"):  # fmt: skip
        assert words in html
    for purpose in ("newsletter", "job_alerts", "events", "pool", "tracking"):
        assert f'name="consent_{purpose}"' in html
    assert " checked" not in html.partition("<aside")[2].partition("</aside>")[0]


def test_double_opt_in_from_the_form_to_the_member(client, community, join):
    answer = join(consent_newsletter="y", topics=["1"], src="linkedin")
    assert answer.status_code == 303
    thanks = client.get(answer.location)
    assert "look into your mail" in thanks.text
    (request,) = requests()
    assert db.session.scalar(select(func.count(Candidate.id))) == 0
    for _scanner in range(3):
        page = client.get(link(request, community))
        assert page.status_code == 200 and "Yes, I want to join" in page.text and "Newsletter" in page.text
        assert page.headers["Cache-Control"] == "no-store" and "noindex" in page.headers["X-Robots-Tag"]
    assert db.session.scalar(select(func.count(Candidate.id))) == 0
    assert client.head(link(request, community)).status_code == 200
    joined = client.submit(link(request, community))
    assert joined.status_code == 303
    assert "You are a member" in client.get(joined.location).text
    person = db.session.scalars(select(Candidate)).one()
    assert (person.full_name, person.source) == ("Nora Newcomer", "linkedin")
    assert causes() == ["join-request", "community-welcome"]
    assert "This link has done its work" in client.get(link(request, community)).text
    assert client.submit(link(request, community)).status_code == 303
    assert db.session.scalar(select(func.count(Membership.id))) == 1


def test_members_known_people_and_strangers_get_the_same_answer(app, client, community, join, make):
    member, known = make.candidate("Mia Member", email="mia@example.org"), make.candidate(email="known@example.org")
    make.membership(member, community)
    pages = []
    for email in ("mia@example.org", known.full_name.replace(" ", ".") + "@example.org", "known@example.org", "nobody@example.org"):
        browser = app.test_client()
        answer = join(by=browser, email=email)
        assert answer.status_code == 303 and answer.location.startswith(f"/communities/{community.slug}/joined?sent=")
        page = browser.get(answer.location)
        assert not page.headers.get("Set-Cookie")
        pages.append(without_secrets(page.text))
    assert len(set(pages)) == 1
    assert causes().count("community-member") == 1 and causes().count("join-request") == 3


def test_what_was_typed_survives_what_is_wrong(join, community, make):
    question = make.community_question(community, "When do you graduate?", CommunityQuestionKind.YEAR, required=True)
    answer = join(email="not an address", consent_events="y", topics=["1"], **{f"question-{question.id}": "soon"})
    assert answer.status_code == 422
    assert 'value="Nora Newcomer"' in answer.text and 'value="not an address"' in answer.text and 'value="soon"' in answer.text
    assert answer.text.count(" checked") >= 1
    answer = join(**{f"question-{question.id}": "soon"})
    assert answer.status_code == 422 and "Please enter a year" in answer.text
    assert requests() == []


def test_the_same_form_twice_is_one_request(join):
    first, second = join(form_key="k" * 20), join(form_key="k" * 20)
    assert first.location == second.location
    assert len(requests()) == 1 and causes() == ["join-request"]


def test_a_hasty_or_trapped_form_is_asked_for_once_more_and_loses_nothing(join):
    answer = join(subject="cheap pills", consent_newsletter="y")
    assert answer.status_code == 422 and "once more" in answer.text and 'value="Nora Newcomer"' in answer.text
    assert requests() == [] and causes() == []
    assert join(subject="", once_more="1").status_code == 303
    assert len(requests()) == 1


def test_the_wording_that_stood_on_the_page_is_the_one_agreed_to(client, community, join):
    from app.candidates.notices import consent_text, new_notice_version

    shown = consent_text(Purpose.NEWSLETTER, "en")
    join(consent_newsletter="y", shown=str(shown.id))
    new_notice_version("consent-newsletter", "en", "Something else altogether.")
    client.submit(link(requests()[0], community))
    texts = set(db.session.scalars(select(Consent.text_id)))
    assert texts == {shown.id}


def test_an_old_and_a_foreign_link_lead_to_a_clear_page(client, community, join, make):
    join()
    (request,) = requests()
    address = link(request, community)
    other = make.community("Other")
    assert client.get(address.replace(community.slug, other.slug)).status_code == 404
    assert client.get(f"/communities/{community.slug}/confirm/1-abc").status_code == 404
    db.session.execute(update(JoinRequest).values(expires_at=now() - timedelta(seconds=1)))
    page = client.get(address)
    assert page.status_code == 410 and "Nothing waits behind this link" in page.text
    assert client.submit(address).status_code == 303
    assert db.session.scalar(select(func.count(Candidate.id))) == 0


def test_this_was_not_me(client, community, join):
    join()
    address = link(requests()[0], community)
    answer = client.submit(f"{address}/deletion")
    assert answer.status_code == 303
    assert requests() == []
    assert client.get(address).status_code == 404


def test_the_mail_can_be_had_again(client, community, join):
    answer = join()
    sent = answer.location.partition("sent=")[2]
    db.session.execute(update(JoinRequest).values(mailed_at=now() - timedelta(minutes=5)))
    again = client.submit(f"/communities/{community.slug}/joined", {"sent": sent})
    assert again.status_code == 303 and "once more" in client.get(again.location).text
    db.session.execute(update(JoinRequest).values(mails=3, mailed_at=now() - timedelta(minutes=5)))
    enough = client.submit(f"/communities/{community.slug}/joined", {"sent": sent})
    assert enough.status_code == 409 and "often enough" in enough.text
    assert client.submit(f"/communities/{community.slug}/joined", {"sent": "9-nobody"}).status_code == 303
    assert causes() == ["join-request"] * 2
    assert client.get(f"/communities/{community.slug}/confirm/{sent}").status_code == 404


def test_one_mailbox_is_not_filled_by_strangers(join):
    assert [join().status_code for _time in range(7)] == [303] * 6 + [429]


def test_a_signed_in_person_joins_without_a_mail(as_carla, cast, community, join):
    db.session.execute(update(ContactPoint).values(verified_at=now()))
    page = as_carla.get(f"/communities/{community.slug}").text
    assert 'value="Carla Candidate"' in page and 'value="carla@example.org"' in page
    answer = join(by=as_carla, name="Carla Candidate", email="carla@example.org")
    assert answer.location == f"/communities/{community.slug}"
    assert "You are a member" in as_carla.get(answer.location).text
    assert causes() == ["community-welcome"]


@pytest.mark.parametrize("state, status", [(CommunityState.DRAFT, 404), (CommunityState.CLOSED, 200)])
def test_drafts_do_not_exist_and_closed_communities_take_nobody(client, make, community, join, state, status):
    quiet = make.community("Quiet", state=state)
    page = client.get(f"/communities/{quiet.slug}")
    assert page.status_code == status and "Your name" not in page.text and 'name="email"' not in page.text
    assert join(slug=quiet.slug).status_code == (404 if status == 404 else 409)
    assert requests() == []


def test_navigation_lists_jobs_and_sitemap_lead_here_while_one_is_open(client, community, make):
    for path in ("/jobs", "/"):
        assert 'href="/communities"' in client.get(path).text
    assert f"/communities/{community.slug}</loc>" in client.get("/sitemap.xml").text
    assert community.name in client.get("/communities").text
    community.state = CommunityState.CLOSED
    db.session.flush()
    assert 'href="/communities"' not in client.get("/jobs").text
    assert "/communities" not in client.get("/sitemap.xml").text
    assert client.get("/communities").status_code == 200


@pytest.mark.parametrize("slug", ["%00", "a" * 300, "..%2f..", "%F0%9F%92%A9", "' OR 1=1"])
def test_strange_addresses_are_not_found(client, community, slug):
    assert client.get(f"/communities/{slug}").status_code == 404


@pytest.mark.parametrize("field, value", [
    ("name", "Bobby'); DROP TABLE candidates;--"), ("name", "\u202eevil\x00"), ("email", "a@b\r\nBcc: x@y.z"),
    ("topics", ["-1", "999999999999", "x"]), ("shown", "1 2 999999999999999 x"), ("began", "junk"), ("src", "<script>"),
    ("sent", "x"), ("consent_newsletter", "perhaps"), ("form_key", "k" * 5000),
])  # fmt: skip
def test_hostile_values_are_taken_or_refused_in_words(client, join, field, value):
    assert join(**{field: value}).status_code in (303, 422)


def test_the_page_asks_little(client, community, make, queries):
    for number in range(5):
        make.community_question(community, f"Question {number}?")
    client.get(f"/communities/{community.slug}")
    with queries as sent:
        client.get(f"/communities/{community.slug}")
    assert sent.count <= 7, sent.statements
    with queries as sent:
        client.get("/communities")
    assert sent.count <= 4, sent.statements


def test_a_link_of_another_kind_is_no_key(client, community, join):
    join()
    (request,) = requests()
    for purpose in ("magic-link", "unsubscribe", "join-request-sent"):
        assert client.get(f"/communities/{community.slug}/confirm/{derived_token(purpose, request.id)}").status_code == 404


def test_ones_own_data_holds_memberships_and_answers(as_carla, cast, community, make):
    question = make.community_question(community, "Coming to Berlin?", CommunityQuestionKind.YES_NO)
    member = make.membership(cast.carla, community)
    make.add(MembershipAnswer(membership_id=member.id, question_id=question.id, value="yes"))
    page = as_carla.get("/me/data").text
    assert community.name in page and "Coming to Berlin?" in page


def test_a_member_leaves_and_may_come_back(as_carla, cast, client, community, make):
    member = make.membership(cast.carla, community)
    path = f"/communities/{community.slug}/leaving"
    assert client.submit(path).location.startswith("/me/sign-in")
    assert as_carla.submit(path).status_code == 303 and as_carla.submit(path).status_code == 303
    assert db.session.get_one(Membership, member.id, populate_existing=True).left_at is not None
    assert 'name="email"' in as_carla.get(f"/communities/{community.slug}").text

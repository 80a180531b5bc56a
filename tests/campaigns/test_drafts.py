"""Writing a newsletter."""

from typing import Any

import pytest

from app.campaigns.audience import Audience
from app.campaigns.commands import (
    NameMissing,
    NotADraft,
    campaign_with_texts,
    change_audience,
    change_campaign,
    change_text,
    copy_campaign,
    create_campaign,
    delete_draft,
    remove_text,
)
from app.campaigns.models import CampaignState
from app.campaigns.queries import check_links, preview_campaign, problems
from app.core.actors import user_actor
from app.core.refusals import Refused, Stale
from app.extensions import db
from app.mailing.wording import WordingRefused
from app.search.refusals import QueryError


def write(campaign: Any, by: Any, *, subject: str = "News", body: str = "Hello {{first_name|there}}", **values: Any) -> Any:
    return change_text(campaign, locale=values.pop("locale", "en"), subject=subject, preheader="", body=body, by=by, **values)


def test_a_new_draft_is_meant_for_those_who_agreed(cast: Any) -> None:
    campaign = create_campaign(name=" Spring ", by=user_actor(cast.ada.id))
    assert (campaign.name, campaign.state, campaign.audience) == ("Spring", CampaignState.DRAFT, {"query": "consent:newsletter"})
    assert campaign.sender_name == "Larkspur"
    with pytest.raises(NameMissing):
        create_campaign(name="  ", by=user_actor(cast.ada.id))


def test_words_that_can_never_be_sent_are_refused_where_they_stand(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    for values, field in (
        ({"body": "Hello {{frist_name|x}}"}, "body"),
        ({"body": "Hello {{first_name}}"}, "body"),
        ({"body": "{{#first_name}}never closed"}, "body"),
        ({"body": "{{stage}}"}, "body"),
        ({"body": "{{click.17}}"}, "body"),
        ({"subject": "{{reply_by|soon}}"}, "subject"),
    ):
        with pytest.raises(WordingRefused) as refused:
            write(campaign, by, **values)
        assert refused.value.field == field
    assert campaign_with_texts(campaign.id).main_text.subject == "Spring news"


def test_a_draft_may_lack_its_words_but_says_so(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    write(campaign, by, subject="", body="")
    assert [problem.field for problem in problems(campaign_with_texts(campaign.id), cast.ada)] == ["subject"]


def test_a_stale_form_is_refused_though_only_words_changed(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    seen = campaign.version
    write(campaign, by, seen=seen)
    with pytest.raises(Stale):
        write(campaign, by, subject="Other", seen=seen)
    with pytest.raises(Stale):
        change_audience(campaign, Audience(query="skill:python"), seen=seen, by=by)


def test_languages_come_and_go_but_its_own_stays(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    write(campaign, by, locale="de", subject="Neues")
    campaign = campaign_with_texts(campaign.id)
    assert [campaign.text_in(locale).subject for locale in ("de", "de-AT", "fr")] == ["Neues", "Neues", "Spring news"]
    remove_text(campaign, locale="de", by=by)
    assert [text.locale for text in campaign_with_texts(campaign.id).texts] == ["en"]
    for locale in ("en", "tlh"):
        with pytest.raises(Refused):
            remove_text(campaign, locale="en", by=by) if locale == "en" else write(campaign, by, locale=locale)


def test_the_sender_is_the_employer_or_oneself(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    change_campaign(campaign, name="S", sender_name="Ada Recruiter, Larkspur", reply_to="team@example.org", by=by)
    assert campaign.sender_name == "Ada Recruiter, Larkspur"
    for values in ({"sender_name": "The President"}, {"reply_to": "no address"}, {"locale": "de"}):
        with pytest.raises(Refused) as refused:
            change_campaign(campaign, **{"name": "S", "sender_name": "Larkspur", "reply_to": "", "by": by, **values})
        assert refused.value.field in values


def test_an_audience_that_cannot_be_asked_for_is_refused(make: Any, cast: Any) -> None:
    campaign, by = make.campaign(by=cast.ada), user_actor(cast.ada.id)
    with pytest.raises(QueryError) as refused:
        change_audience(campaign, Audience(query="consent:newsletter", minus_query="skil:x"), by=by)
    assert refused.value.field == "minus_query"
    private = make.pool(owner=cast.ada)
    change_audience(campaign, Audience(pools=(private.id,)), by=by)
    with pytest.raises(Refused):
        change_audience(campaign, Audience(pools=(private.id + 999,)), by=by)


def test_only_a_draft_can_be_changed_and_a_copy_is_one(make: Any, cast: Any) -> None:
    by = user_actor(cast.ada.id)
    campaign = make.campaign(by=cast.ada, state=CampaignState.SENT)
    with pytest.raises(NotADraft):
        write(campaign, by)
    with pytest.raises(NotADraft):
        delete_draft(campaign, by=by)
    copy = copy_campaign(campaign, by=by)
    write(copy, by, subject="Again")
    assert campaign_with_texts(campaign.id).main_text.subject == "Spring news"
    delete_draft(copy, by=by)
    assert db.session.get(type(campaign), copy.id) is None


def test_links_are_checked_without_asking_anybody(make: Any, cast: Any) -> None:
    job = make.job("Acoustics Engineer")
    body = (
        f"[a](/jobs/{job.slug}) [b](/jobs/gone) [c](https://example.org/x) [d](http://example.org) "
        "[e](mailto:a@example.org) [f](https://user@evil.example) [g](/recruiter/) [h](/jobs) [i](ftp://x.example)"
    )
    assert {check.label: check.ok for check in check_links(body)} == {
        "a": True, "b": False, "c": True, "d": False, "e": True, "f": False, "g": False, "h": True, "i": False,
    }  # fmt: skip


def test_a_preview_says_what_the_person_would_read(make: Any, cast: Any) -> None:
    make.job("Acoustics Engineer [Senior]")
    body = "Hello {{first_name|there}}!\n\n{{jobs|acoustics}}\n\n[All jobs](/jobs)"
    shown = preview_campaign("For {{first_name|you}}", "pre", body, locale="en", person=cast.carla)
    assert shown.subject == "For Carla"
    assert "Hello Carla!" in shown.text and "Acoustics Engineer [Senior]" in shown.text
    assert "/jobs/acoustics-engineer" in shown.html
    assert "Nothing is open right now." in preview_campaign("S", "", "{{jobs|zzz}}", locale="en").text
    assert "Hallo" not in preview_campaign("S", "", "<script>alert(1)</script>", locale="de").html

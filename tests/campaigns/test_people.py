"""What stays of a person: their timeline says what they followed, an erasure leaves counts only."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.campaigns.commands import judge_hits, note_hit
from app.campaigns.models import Hit, HitKind, Verdict
from app.campaigns.queries import results
from app.candidates.models import Purpose
from app.compliance.commands import erase_candidate
from app.compliance.models import ErasureReason
from app.core import clock
from app.core.actors import user_actor
from app.core.clock import now
from app.extensions import db
from app.insights.timeline import Group, candidate_timeline
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind


def clicked(make: Any, cast: Any) -> Any:
    """Carla allowed tracking, got a newsletter and followed its link."""
    campaign = make.campaign("Spring news", by=cast.ada)
    make.consent(cast.carla, Purpose.TRACKING)
    message = make.add(
        Message(
            cause=f"campaign:{campaign.id}:candidate:{cast.carla.id}", kind=MessageKind.CAMPAIGN, campaign_id=campaign.id,
            state=MessageState.ACCEPTED, recipient_kind=RecipientKind.CANDIDATE, candidate_id=cast.carla.id, tracks=True,
            address="carla@example.org", address_key="carla@example.org", mail_id="m@e.org", accepted_at=now() - timedelta(hours=1),
        )
    )  # fmt: skip
    note_hit(
        HitKind.CLICK, campaign_id=campaign.id, link_id=make.campaign_link(campaign).id, message_id=message.id,
        agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", address="203.0.113.5",
    )  # fmt: skip
    with clock.at(now() + timedelta(minutes=1)):
        judge_hits(10)
    return campaign


def test_the_timeline_says_which_newsletter_was_followed(make: Any, cast: Any) -> None:
    clicked(make, cast)
    for groups in ([], [Group.MAIL]):
        entries = candidate_timeline(cast.ada, cast.carla, groups=groups).entries
        said = [(entry.who, entry.sentence) for entry in entries if "newsletter" in entry.sentence]
        assert said == [("The candidate", "followed a link of the newsletter “Spring news”")]


def test_an_erasure_leaves_the_count_and_nothing_of_the_person(make: Any, cast: Any) -> None:
    campaign = clicked(make, cast)
    erase_candidate(cast.carla, by=user_actor(cast.root.id), reason=ErasureReason.ASKED)
    hit = db.session.scalars(select(Hit).execution_options(populate_existing=True)).one()
    assert (hit.candidate_id, hit.message_id, hit.agent, hit.network, hit.verdict) == (None, None, "", "", Verdict.HUMAN)
    seen = results(campaign)
    assert (seen.clicks, seen.clickers, seen.sent) == (1, 0, 1)


def test_ones_own_data_holds_what_was_noted(as_carla: Any, make: Any, cast: Any) -> None:
    clicked(make, cast)
    assert "https://example.org/news" in as_carla.get("/me/data").text
    assert as_carla.get("/me/data.json").json["newsletters"][0]["act"] == "click"

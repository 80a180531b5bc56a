"""Links of newsletters: what their tokens name, where they lead, what is forged."""

from typing import Any

import pytest
from sqlalchemy import select

from app.campaigns.links import click_token, open_token, read_click, read_open, read_via, via
from app.campaigns.models import Campaign, Hit, HitKind
from app.campaigns.wording import found_links, with_click_links
from app.candidates.models import Candidate, Purpose
from app.core.tokens import derived_token
from app.extensions import db
from app.mailing.models import Message, MessageKind, MessageState, RecipientKind

FORGED = (
    "", "1", "1-", "-1", "1.1", "1-" + "a" * 32, "0-x", "999999999999999999999-a", "1.2-" + "a" * 32, "१-abc", "1.१-abc",
    "../../etc", "https:example.org", "1-%00", "a" * 5000, "1." * 50, "１-aaa",
)  # fmt: skip


@pytest.fixture
def message(make: Any, cast: Any) -> Message:
    campaign = make.campaign(by=cast.ada)
    sent: Message = make.add(
        Message(
            cause=f"campaign:{campaign.id}:candidate:{cast.carla.id}", kind=MessageKind.CAMPAIGN, state=MessageState.ACCEPTED,
            recipient_kind=RecipientKind.CANDIDATE, candidate_id=cast.carla.id, address="carla@example.org",
            address_key="carla@example.org", mail_id="m@example.org", campaign_id=campaign.id, tracks=True,
        )
    )  # fmt: skip
    return sent


def test_a_token_names_the_message_only_of_those_who_allowed_it(message: Message) -> None:
    own = read_click(click_token(message, 7))
    assert own is not None and (own.link_id, own.message_id) == (7, message.id)
    message.tracks = False
    common = read_click(click_token(message, 7))
    assert common is not None and (common.link_id, common.message_id) == (7, None)
    assert read_open(open_token(message, 0)) == message.id


@pytest.mark.parametrize("token", FORGED)
def test_a_forged_token_names_nothing(token: str) -> None:
    assert read_click(token) is None
    assert read_open(token) is None


def test_a_token_serves_only_its_own_purpose_and_link(message: Message) -> None:
    _number, own = click_token(message, 7).split(".")
    assert read_click(f"8.{own}") is None
    assert read_click(derived_token("unsubscribe", 7)) is None
    assert read_open(derived_token("click", message.id)) is None


def test_a_click_leads_to_the_stored_target_and_nowhere_else(client: Any, make: Any, message: Message) -> None:
    link = make.campaign_link(db.session.get_one(Campaign, message.campaign_id))
    token = click_token(message, link.id)
    answer = client.get(f"/c/{token}?to=https://evil.example&next=//evil.example&url=https://evil.example")
    assert (answer.status_code, answer.location) == (302, "https://example.org/news")
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "Set-Cookie" not in answer.headers
    for forged in FORGED[1:12]:
        assert client.get(f"/c/{forged}").status_code == 404
    assert client.post(f"/c/{token}").status_code == 405


def test_a_job_link_carries_the_newsletter_in_its_address(client: Any, make: Any, message: Message) -> None:
    campaign = db.session.get_one(Campaign, message.campaign_id)
    link = make.campaign_link(campaign, "http://localhost/jobs/backend?src=x&a=1")
    location = client.get(f"/c/{click_token(message, link.id)}").location
    assert location == f"http://localhost/jobs/backend?a=1&src={via(campaign.id)}"


def test_the_channel_of_a_newsletter_cannot_be_forged() -> None:
    assert read_via(via(12)) == ("newsletter", 12)
    assert read_via("newsletter.13-" + via(12).partition("-")[2]) == ("newsletter", None)
    assert [read_via(plain) for plain in ("linkedin", "newsletter", "", None)] == [
        ("linkedin", None), ("newsletter", None), ("", None), ("", None)
    ]  # fmt: skip


def test_an_opening_is_noted_and_the_picture_is_the_same_for_any_token(client: Any, make: Any, message: Message) -> None:
    make.consent(db.session.get_one(Candidate, message.candidate_id), Purpose.TRACKING)
    real, forged = client.get(f"/o/{open_token(message, 0)}"), client.get("/o/1-forged")
    assert real.data == forged.data and real.mimetype == "image/gif" and real.status_code == forged.status_code == 200
    assert [(hit.kind, hit.message_id) for hit in db.session.scalars(select(Hit))] == [(HitKind.OPEN, message.id)]


def test_every_way_to_write_a_link_becomes_a_counted_one() -> None:
    body = (
        "[a](https://e.org/a \"title\") [b](<https://e.org/b c>) <https://e.org/auto> [c][ref] [paren](https://e.org/x_(y))\n\n"
        "[ref]: https://e.org/ref\n\n[mail](mailto:a@e.org) ![pic](https://e.org/p.png) [again](https://e.org/a)"
    )
    links = [link for link in found_links(body) if link.is_followed]
    hrefs = [link.href for link in links]
    assert len(hrefs) == 5 and hrefs[0] == "https://e.org/a"
    rewritten = with_click_links(body, {href: number for number, href in enumerate(hrefs, 1)})
    assert all(f"{{{{click.{number}}}}}" in rewritten for number in range(1, 6))
    assert "https://e.org/p.png" in rewritten and "mailto:a@e.org" in rewritten
    assert "](https://e.org/a" not in rewritten


"""From a link of a newsletter to an application that names it, without a cookie."""

from typing import Any

from sqlalchemy import select

from app.campaigns.links import click_token, via
from app.campaigns.models import Campaign
from app.candidates.models import Touchpoint
from app.core.actors import candidate_actor
from app.extensions import db
from app.hiring.commands.confirming import confirm_applications
from app.hiring.models import Application
from app.mailing.models import Message
from app.search.parser import parse
from app.search.queries import matching_ids

FORM = {"name": "Nina Neu", "email": "nina@example.org", "phone": "", "link": "https://profile.example.org/nina"}


def newest_touch() -> Touchpoint:
    return db.session.scalars(select(Touchpoint).order_by(Touchpoint.id.desc()).limit(1)).one()


def follow(client: Any, make: Any, cast: Any) -> tuple[Campaign, str]:
    """Click a link to the job; answers the newsletter and the channel the address carries from then on."""
    campaign = make.campaign(by=cast.ada)
    link = make.campaign_link(campaign, f"http://localhost/jobs/{cast.job.slug}")
    clicked = client.get(f"/c/{click_token(Message(id=0, tracks=False), link.id)}")
    page = client.get(clicked.location.removeprefix("http://localhost"))
    source = via(campaign.id)
    assert page.status_code == 200 and f"/apply?src={source}" in page.text
    assert "Set-Cookie" not in page.headers and "Set-Cookie" not in clicked.headers
    assert f'value="{source}"' in client.get(f"/jobs/{cast.job.slug}/apply?src={source}").text
    return campaign, source


def test_a_new_person_who_applies_through_a_newsletter_has_it_as_first_touch(client: Any, make: Any, cast: Any) -> None:
    campaign, source = follow(client, make, cast)
    assert client.submit(f"/jobs/{cast.job.slug}/apply", {**FORM, "src": source}).status_code == 303
    application = db.session.scalars(select(Application)).one()
    touch = newest_touch()
    assert (application.source, application.campaign_id) == ("newsletter", campaign.id)
    assert (touch.source, touch.campaign_id, touch.application_id) == ("newsletter", campaign.id, application.id)
    asked = matching_ids(cast.ada, parse(f'campaign:"applied {campaign.id}"'))
    assert db.session.scalars(asked).all() == [application.candidate_id]


def test_a_known_person_has_it_once_their_mailbox_answered(client: Any, make: Any, cast: Any) -> None:
    campaign, source = follow(client, make, cast)
    client.submit(f"/jobs/{cast.job.slug}/apply", {**FORM, "email": "carla@example.org", "src": source})
    application = db.session.scalars(select(Application)).one()
    assert application.candidate_id == cast.carla.id and db.session.scalars(select(Touchpoint)).all() == []
    confirm_applications(cast.carla.id, "carla@example.org", by=candidate_actor(cast.carla.id))
    assert (newest_touch().campaign_id, newest_touch().application_id) == (campaign.id, application.id)


def test_a_forged_channel_counts_for_no_newsletter(client: Any, make: Any, cast: Any) -> None:
    campaign, source = follow(client, make, cast)
    client.submit(f"/jobs/{cast.job.slug}/apply", {**FORM, "src": source.replace(f".{campaign.id}-", f".{campaign.id + 1}-")})
    assert newest_touch().campaign_id is None and newest_touch().source == "newsletter"



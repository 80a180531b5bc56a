"""The candidate's start page: every application with where it stands, and what there is to do."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload

from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, Offer, OfferState
from app.hiring.policy import own_applications
from app.insights.status import public_statuses
from app.portal.me.own import unconfirmed_applications
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.pages import show

blueprint = Blueprint("home", __name__)


@blueprint.get("/me")
@candidate_only
def show_home() -> ResponseReturnValue:
    candidate_id = signed_in_candidate_id()
    applications = db.session.scalars(
        own_applications(candidate_id)
        .options(joinedload(Application.job), selectinload(Application.offers))
        .order_by(Application.applied_at.desc(), Application.id.desc())
    ).all()
    return show(
        "portal/me/home.html",
        applications=applications,
        statuses=public_statuses(applications),
        offers=[offer for application in applications for offer in application.offers if is_answerable(offer)],
        jobs={application.id: application.job for application in applications},
        unconfirmed=unconfirmed_applications(candidate_id),
    )


def is_answerable(offer: Offer) -> bool:
    """Whether the candidate can still say yes or no; expired ones are closed by a sweep an hour later."""
    return offer.state is OfferState.SENT and (offer.expires_on is None or offer.expires_on >= today())

"""An offer: read it, accept it by typing one's name, or decline it."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.core.actors import Actor
from app.core.refusals import Refused
from app.core.transaction import aside
from app.extensions import db
from app.hiring.commands import NotActive, accept_offer, decline_offer, view_offer
from app.hiring.models import Application, Offer, OfferState
from app.hiring.policy import own_offers
from app.portal.asking import applicant
from app.portal.me.application import in_between
from app.portal.me.home import is_answerable
from app.portal.me.reasons import ReasonForm
from app.web.access import candidate_only, signed_in_candidate_id
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("offer", __name__)


class AcceptanceForm(PageForm):
    signed_name = StringField(
        lazy_gettext("Your full name"),
        [DataRequired(lazy_gettext("Type your full name to accept.")), Length(max=200)],
    )


@blueprint.get("/me/offers/<int:offer_id>")
@candidate_only
def show_offer(offer_id: int) -> ResponseReturnValue:
    offer = _mine(offer_id)
    if offer.state is OfferState.SENT and offer.viewed_at is None and request.method == "GET":
        by = applicant()
        aside(lambda: _note_view(offer_id, by))
    return _page(offer)


@blueprint.post("/me/offers/<int:offer_id>/acceptance")
@candidate_only
def create_acceptance(offer_id: int) -> ResponseReturnValue:
    """Signing by name hires. Sent twice, it shows what the first time did."""
    offer, form = _mine(offer_id), AcceptanceForm()
    if offer.state is OfferState.ACCEPTED:
        return redirect_to("portal.me.offer.show_offer", offer_id=offer_id)
    if not form.validate():
        return _page(offer, acceptance=form, status=422)
    try:
        accept_offer(offer, offer.application, signed_name=form.signed_name.data or "", by=applicant())
    except NotActive:
        raise Refused(in_between()) from None
    flash(_("You accepted. Welcome! We have written to you."), "success")
    return redirect_to("portal.me.offer.show_offer", offer_id=offer_id)


@blueprint.post("/me/offers/<int:offer_id>/decline")
@candidate_only
def create_decline(offer_id: int) -> ResponseReturnValue:
    offer, form = _mine(offer_id), ReasonForm()
    if offer.state is OfferState.DECLINED:
        return redirect_to("portal.me.offer.show_offer", offer_id=offer_id)
    if not form.validate():
        return _page(offer, decline=form, status=422)
    try:
        decline_offer(offer, offer.application, reason=form.reason.data or "", by=applicant())
    except NotActive:
        raise Refused(in_between()) from None
    flash(_("You declined the offer. Thank you for telling us."), "success")
    return redirect_to("portal.me.offer.show_offer", offer_id=offer_id)


def _mine(offer_id: int) -> Offer:
    options = [joinedload(Offer.application).joinedload(Application.job)]
    return find(own_offers(signed_in_candidate_id()), offer_id, options=options)


def _note_view(offer_id: int, by: Actor) -> None:
    offer = db.session.get(Offer, offer_id)
    application = db.session.get(Application, offer.application_id) if offer is not None else None
    if offer is not None and application is not None:
        view_offer(offer, application, by=by)


def _page(
    offer: Offer, *, acceptance: AcceptanceForm | None = None, decline: ReasonForm | None = None, status: int = 200
) -> ResponseReturnValue:
    return show(
        "portal/me/offer.html",
        status=status,
        offer=offer,
        job=offer.application.job,
        answerable=is_answerable(offer),
        acceptance=acceptance or AcceptanceForm(formdata=None),
        decline=decline or ReasonForm(formdata=None),
    )

"""Offers: the list, a new version, sending, withdrawing."""

from decimal import Decimal

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.hiring.commands import make_offer, send_offer, withdraw_offer
from app.hiring.models import Application, Offer
from app.hiring.policy import visible_offers, workable_applications
from app.hiring.queries import offers_of, with_everything
from app.recruiter.hiring.forms import OfferForm
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("offers", __name__)


@blueprint.get("/offers")
@needs(Permission.OFFERS_MAKE)
def show_offers() -> Response:
    """Every offer on applications the viewer works with, newest first."""
    return show("recruiter/hiring/offers.html", offers=offers_of(visible_offers(viewer())))


@blueprint.get("/applications/<int:application_id>/offers/new")
@needs(Permission.OFFERS_MAKE)
def new_offer(application_id: int) -> Response:
    """A version prefilled from the one before, else from the job."""
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    job, before = application.job, application.offers[-1] if application.offers else None
    form = OfferForm(
        title=before.title if before else job.title, currency=before.currency if before else job.pay_currency,
        pay=Decimal(before.pay_minor) / 100 if before else None, message=before.message if before else "",
        starts_on=before.starts_on if before else None,
    )  # fmt: skip
    return show("recruiter/hiring/offer_form.html", application=application, job=job, form=form)


@blueprint.post("/applications/<int:application_id>/offers")
@needs(Permission.OFFERS_MAKE)
def create_offer(application_id: int) -> Response:
    """Keep the version as a draft: sending is a step of its own."""
    application = find(workable_applications(viewer()), application_id, options=with_everything())
    form = OfferForm()
    there = url_for("recruiter.hiring.application.show_application", application_id=application.id, _anchor="offers")
    if form.repeated_answer is not None:
        return redirect_back(there, "/recruiter/offers")
    if not form.validate_on_submit():
        return show("recruiter/hiring/offer_form.html", 422, application=application, job=application.job, form=form)
    try:
        make_offer(
            application, title=form.title.data or "", pay_minor=form.pay_minor, currency=form.currency.data or "",
            starts_on=form.starts_on.data, expires_on=form.expires_on.data, message=form.message.data or "", by=actor(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/hiring/offer_form.html", 409, application=application, job=application.job, form=form)
    form.remember(there)
    flash(_("The offer is a draft. Read it once more, then send it."), "success")
    return redirect_back(there, "/recruiter/offers")


@blueprint.post("/offers/<int:offer_id>/sending")
@needs(Permission.OFFERS_MAKE)
def create_sending(offer_id: int) -> Response:
    offer, application = _found(offer_id)
    send_offer(offer, application, by=actor())
    flash(_("The offer is on its way to %(name)s.", name=application.given_name), "success")
    return _on(application)


@blueprint.post("/offers/<int:offer_id>/withdrawal")
@needs(Permission.OFFERS_MAKE)
def create_withdrawal(offer_id: int) -> Response:
    offer, application = _found(offer_id)
    withdraw_offer(offer, application, by=actor())
    flash(_("The offer is withdrawn."), "success")
    return _on(application)


def _found(offer_id: int) -> tuple[Offer, Application]:
    offer = find(visible_offers(viewer()), offer_id)
    return offer, find(workable_applications(viewer()), offer.application_id)


def _on(application: Application) -> Response:
    return redirect_to(
        "recruiter.hiring.application.show_application", application_id=application.id, _anchor="offers"
    )

"""Writing a campaign: subject, preheader and Markdown, one language at a time, with the mail beside it."""

import re
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.campaigns.commands import change_text, remove_text
from app.campaigns.models import Campaign, CampaignText
from app.campaigns.queries import check_links, newsletter_fields, preview_campaign
from app.core.languages import CHOICES, LOCALES
from app.core.refusals import Refused, Stale
from app.recruiter.campaigns.basics import test_form
from app.recruiter.campaigns.forms import TextForm
from app.recruiter.campaigns.frame import campaign_of, tabs_of
from app.recruiter.campaigns.readers import reader_called, readers_like
from app.web.access import actor, needs, reads
from app.web.headers import PREVIEW_WITH_PICTURES, allow_previews
from app.web.pages import redirect_to, show

blueprint = Blueprint("writing", __name__)
JOB_LIST = "{{jobs}}"
_FIELD = re.compile(r"\{\{\s*[#/]?\s*(\w[\w.]{0,59})")


@blueprint.get("/campaigns/<int:campaign_id>/text/<locale>")
@needs(Permission.CAMPAIGNS_SEE)
def show_writing(campaign_id: int, locale: str) -> ResponseReturnValue:
    """The composer; what was confirmed is only shown. A language without words yet begins empty."""
    campaign = campaign_of(campaign_id)
    text = _text(campaign, locale)
    return _page(campaign, locale, TextForm(formdata=None, obj=text, version=campaign.version))


@blueprint.post("/campaigns/<int:campaign_id>/text/<locale>")
@needs(Permission.CAMPAIGNS_EDIT)
def save_writing(campaign_id: int, locale: str) -> ResponseReturnValue:
    """Keep what is typed. With `keep` it is the page saving by itself, which stays open."""
    campaign, form, keeps = campaign_of(campaign_id, lock=True), TextForm(), "keep" in request.form
    stored = _text(campaign, locale)
    if not form.validate_on_submit():
        return _page(campaign, locale, form, status=422)
    if _says(stored) == _typed(form):
        return _saved(campaign, locale, form, keeps)
    try:
        change_text(
            campaign, locale=locale, subject=form.subject.data or "", preheader=form.preheader.data or "",
            body=form.body.data or "", seen=form.version.data, by=actor(),
        )  # fmt: skip
    except Stale:
        if not keeps:
            form.show_version(campaign.version)
        return _page(campaign, locale, form, status=409, overtaken=_differences(stored, form))
    except Refused as refusal:
        form.say(refusal.field or "", _placed(refusal, form.body.data or ""))
        return _page(campaign, locale, form, status=409)
    return _saved(campaign, locale, form, keeps)


@blueprint.post("/campaigns/<int:campaign_id>/text/<locale>/removal")
@needs(Permission.CAMPAIGNS_EDIT)
def remove(campaign_id: int, locale: str) -> ResponseReturnValue:
    """Take a language out: its readers get the main one."""
    campaign = campaign_of(campaign_id, lock=True)
    remove_text(campaign, locale=locale, by=actor())
    flash(_("Taken out. Whoever reads that language gets the main text."), "success")
    return redirect_to(".show_writing", campaign_id=campaign_id, locale=campaign.locale)


@blueprint.post("/campaigns/<int:campaign_id>/text/<locale>/preview")
@needs(Permission.CAMPAIGNS_SEE)
@reads
def preview(campaign_id: int, locale: str) -> Response:
    """What is typed, as `reader` would read it; fills the frame beside the text."""
    _text(campaign_of(campaign_id), locale)
    form = TextForm()
    return _mail(form.subject.data or "", form.preheader.data or "", form.body.data or "", locale)


@blueprint.get("/campaigns/<int:campaign_id>/text/<locale>/preview")
@needs(Permission.CAMPAIGNS_SEE)
def show_saved_preview(campaign_id: int, locale: str) -> Response:
    text = _text(campaign_of(campaign_id), locale)
    return _mail(text.subject, text.preheader, text.body, locale)


@blueprint.get("/campaigns/readers")
@needs(Permission.CAMPAIGNS_EDIT)
def suggest_readers() -> ResponseReturnValue:
    """People whose eyes a preview may borrow."""
    return show("recruiter/campaigns/_readers.html", people=readers_like(request.args.get("q", "")))


def _mail(subject: str, preheader: str, body: str, locale: str) -> Response:
    """The rendered mail in a document of its own; `look` and `reader` come from the page's switches."""
    typed = request.values.get("reader", "")
    person = reader_called(typed)
    try:
        mail = preview_campaign(subject, preheader, body, locale=locale, person=person)
    except Refused as refusal:
        sentences = [_placed(refusal, body)] if body or subject else [_("Begin to write: the mail appears here.")]
        return _framed(show("email/preview_refused.html", sentences=sentences))
    if request.values.get("look") == "text":
        return _framed(show("email/preview_text.html", mail=mail, locale=locale))
    return _framed(make_response(mail.html))


def _placed(refusal: Refused, body: str) -> str:
    """The refusal's sentence; with the line, when it is about a field that stands in the text."""
    named = _FIELD.search(str(refusal)) if refusal.field == "body" else None
    found = named and re.search(rf"{{{{\s*[#/]?\s*{re.escape(named[1])}\b", body)
    if not found:
        return str(refusal)
    return _("Line %(line)s: %(problem)s", line=body.count("\n", 0, found.start()) + 1, problem=str(refusal))


def _framed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PREVIEW_WITH_PICTURES
    return response


def _text(campaign: Campaign, locale: str) -> CampaignText:
    """The words in a language; empty ones when nobody wrote any yet."""
    if locale not in LOCALES:
        abort(404)
    written = next((text for text in campaign.texts if text.locale == locale), None)
    return written or CampaignText(locale=locale, subject="", preheader="", body="")


def _says(text: CampaignText) -> tuple[str, str, str]:
    return text.subject, text.preheader, text.body


def _typed(form: TextForm) -> tuple[str, str, str]:
    return form.subject.data or "", form.preheader.data or "", form.body.data or ""


def _differences(stored: CampaignText, form: TextForm) -> list[tuple[object, str]]:
    """Where what somebody else saved says something else than what is typed here."""
    labels = (form.subject.label.text, form.preheader.label.text, form.body.label.text)
    return [(label, theirs) for label, theirs, mine in zip(labels, _says(stored), _typed(form), strict=True) if theirs != mine]


def _saved(campaign: Campaign, locale: str, form: TextForm, keeps: bool) -> ResponseReturnValue:
    if keeps:
        form.show_version(campaign.version)
        return _page(campaign, locale, form, just_saved=True)
    if request.form.get("next") == "audience":
        return redirect_to("recruiter.campaigns.audience.show_audience", campaign_id=campaign.id)
    flash(_("Saved."), "success")
    return redirect_to(".show_writing", campaign_id=campaign.id, locale=locale)


def _page(campaign: Campaign, locale: str, form: TextForm, *, status: int = 200, **context: Any) -> ResponseReturnValue:
    allow_previews()
    text = _text(campaign, locale)
    return show(
        "recruiter/campaigns/writing.html" if campaign.is_draft else "recruiter/campaigns/text.html", status=status,
        **{
            "overtaken": [], "just_saved": False, "campaign": campaign, "tabs": tabs_of(campaign, "writing"), "form": form,
            "locale": locale, "languages": CHOICES, "written": {one.locale for one in campaign.texts},
            "test_form": test_form(), "links": check_links(text.body), "text": text,
            "fields": newsletter_fields(), "job_list": JOB_LIST, "reader": request.values.get("reader", "")[:200],
            "looks": [("desktop", _("Desktop"), "monitor"), ("phone", _("Phone"), "smartphone"), ("text", _("Text"), "file-text")],
            **context,
        },
    )  # fmt: skip

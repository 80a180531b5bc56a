"""The page of a community: its story, what members get, and the form to join. It works without a script."""

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.candidates.models import Candidate, NoticeText
from app.candidates.notices import CONSENT_TEXTS, PRIVACY_NOTICE
from app.core.locks import hold_name
from app.core.refusals import Refused
from app.core.tokens import derived_token
from app.extensions import db
from app.portal.addresses import came_by, public_url, source
from app.portal.asking import applicant
from app.portal.careers.job import rendered
from app.portal.communities.counting import prepare_join
from app.portal.communities.forms import JoinForm, join_form, shown_texts
from app.talent.commands import Joiner, confirm_join, leave_community, proves_mailbox, request_join
from app.talent.models import Community, JoinRequest, Membership
from app.talent.queries.communities import SENT_BY, public_community
from app.web.access import candidate_only, prepares, public
from app.web.evenness import answer_evenly
from app.web.pages import redirect_to, show

blueprint = Blueprint("community", __name__)
blueprint.after_request(answer_evenly)


@blueprint.get("/communities/<slug>")
@public
def show_community(slug: str) -> ResponseReturnValue:
    """A signed-in person finds their details in the form; a member reads that they are one."""
    community = find_public(slug)
    texts = shown_texts(_language())
    form = join_form(community, texts, _language())
    form.src.data = source() or ""
    _fill_in(form)
    return _page(community, form, texts)


@blueprint.post("/communities/<slug>/join")
@public
@prepares(prepare_join)
def create_request(slug: str, prepared: None) -> ResponseReturnValue:
    """The same answer whether the address is known, a member's, or the form was sent twice."""
    community = find_public(slug)
    texts = shown_texts(_language())
    form = join_form(community, texts, _language())
    hold_name("form", form.form_key.data or "")
    if (answer := form.repeated_answer) is not None:
        return redirect(answer, 303)
    if not form.validate():
        return _page(community, form, texts, status=422)
    if form.looks_automatic:
        form.once_more.data, form.subject.data = "1", ""
        return _page(community, form, texts, status=422, once_more=True)
    try:
        answer = _send(community, form)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(community, form, texts, status=422 if refusal.field else refusal.status)
    form.remember(answer)
    return redirect(answer, 303)


@blueprint.post("/communities/<slug>/leaving")
@candidate_only
def leave(slug: str) -> ResponseReturnValue:
    """The signed-in member leaves; pressed twice, it is done once."""
    community = find_public(slug)
    membership = _own_membership(community)
    if membership is not None:
        leave_community(membership, by=applicant())
        flash(_("You have left %(community)s. You can come back at any time.", community=community.name), "success")
    return redirect_to("portal.communities.community.show_community", slug=community.slug)


def find_public(slug: str) -> Community:
    """An open or closed community; a draft does not exist for the public."""
    return public_community(slug) or abort(404)


def _send(community: Community, form: JoinForm) -> str:
    """Where to go next: to the page that thanks, or back to the community for somebody who needs no mail."""
    by = applicant()
    channel, campaign_id = came_by()
    texts = shown_texts(_language(), ids=form.shown_ids())
    joiner = Joiner(
        name=form.name.data or "", email=form.email.data or "", answers=form.answers(), topic_ids=form.topic_ids(),
        consents={purpose: texts[CONSENT_TEXTS[purpose]] for purpose in form.ticked()},
        notice_text=texts.get(PRIVACY_NOTICE), locale=_language(), agent=request.user_agent.string,
        source=channel, campaign_id=campaign_id,
    )  # fmt: skip
    sent: JoinRequest = request_join(community, joiner, by=by)
    if proves_mailbox(by, sent.email):
        confirm_join(sent, by=by)
        return url_for("portal.communities.community.show_community", slug=community.slug)
    token = derived_token(SENT_BY, sent.id)
    return url_for("portal.communities.joined.show_joined", slug=community.slug, sent=token)


def _page(
    community: Community, form: JoinForm, texts: dict[str, NoticeText], *, status: int = 200, once_more: bool = False
) -> ResponseReturnValue:
    form.shown.data = " ".join(str(text.id) for text in texts.values())
    notice = texts.get(PRIVACY_NOTICE)
    return show(
        "portal/communities/community.html",
        status=status,
        community=community,
        membership=_own_membership(community),
        form=form,
        wordings={purpose: texts[CONSENT_TEXTS[purpose]] for purpose in form.purposes},
        notice=notice,
        notice_html=rendered(notice.body) if notice else "",
        once_more=_("Please press “Join” once more. The form was sent faster than people type.") if once_more else "",
        canonical=public_url("portal.communities.community.show_community", slug=community.slug),
        src=source(),
        story=rendered(community.story),
        offers=rendered(community.offers),
        sample=rendered(community.sample),
    )


def _own_membership(community: Community) -> Membership | None:
    if g.candidate is None:
        return None
    own = select(Membership).where(
        Membership.candidate_id == g.candidate.id, Membership.community_id == community.id, Membership.left_at.is_(None)
    )
    return db.session.scalars(own).one_or_none()


def _fill_in(form: JoinForm) -> None:
    """A signed-in candidate types nothing twice."""
    if g.candidate is None:
        return
    own = select(Candidate).where(Candidate.id == g.candidate.id).options(selectinload(Candidate.contact_points))
    candidate = db.session.scalars(own).one()
    form.name.data, form.email.data = candidate.full_name, candidate.primary_email or ""


def _language() -> str:
    return str(get_locale())

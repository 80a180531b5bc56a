"""The page after the form: the same for everybody, so that it tells nothing about anybody."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.core.refusals import Refused
from app.portal.asking import applicant
from app.portal.communities.community import find_public
from app.portal.communities.counting import prepare_mail
from app.portal.me.asking import keeps_mail
from app.talent.commands import mail_again
from app.talent.queries.communities import join_request_of_sender
from app.web.access import prepares, public
from app.web.evenness import answer_evenly
from app.web.pages import redirect_to, show

blueprint = Blueprint("joined", __name__)
blueprint.after_request(answer_evenly)


@blueprint.get("/communities/<slug>/joined")
@public
def show_joined(slug: str) -> ResponseReturnValue:
    """Look into your mail. It stays readable when the community closes a minute later."""
    return _page(slug)


@blueprint.post("/communities/<slug>/joined")
@public
@prepares(prepare_mail)
def create_mail(slug: str, prepared: None) -> ResponseReturnValue:
    """The mail once more, to the address the form named."""
    sent = join_request_of_sender(request.form.get("sent", "")[:200])
    try:
        if sent is not None:
            mail_again(sent, by=applicant())
    except Refused as refusal:
        return _page(slug, status=refusal.status, problem=str(refusal))
    return redirect_to("portal.communities.joined.show_joined", slug=slug, sent=request.form.get("sent", "")[:200], again=1)


def _page(slug: str, *, status: int = 200, problem: str = "") -> ResponseReturnValue:
    return show(
        "portal/communities/joined.html",
        status=status,
        community=find_public(slug),
        sent=request.values.get("sent", "")[:200],
        again="again" in request.args,
        problem=problem,
        kept_here=keeps_mail(),
    )

"""Who was referred by whom, newest first."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.extensions import db
from app.talent.commands.referring import mail_domains
from app.talent.models import Referral
from app.talent.queries.referrals import visible_referrals
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("referrals", __name__)
MOST_SHOWN = 200


@blueprint.get("/referrals")
@needs(Permission.POOLS_SEE)
def show_referrals() -> ResponseReturnValue:
    rows = db.session.scalars(
        visible_referrals(viewer())
        .options(joinedload(Referral.candidate), joinedload(Referral.job))
        .order_by(Referral.answered_at.desc(), Referral.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    return show("recruiter/referrals/referrals.html", referrals=rows, domains=mail_domains())

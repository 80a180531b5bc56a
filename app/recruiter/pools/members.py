"""One member: moved, described, come back to, taken out and put back; somebody on record joining a pool."""

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.core.refusals import Refused, Stale
from app.extensions import db
from app.recruiter.hiring.forms import MoveForm
from app.recruiter.pools.forms import WHYS, MemberForm
from app.recruiter.pools.pool import card_answer, visible_members
from app.talent.commands.members import add_to_pool, change_membership, leave_pool, move_member, undo_leaving
from app.talent.models import LeftWhy, PoolMember, PoolStage
from app.talent.policy import visible_pools
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, own_path, redirect_back, redirect_to, show

blueprint = Blueprint("members", __name__)
WHOLE = (joinedload(PoolMember.candidate), joinedload(PoolMember.pool), joinedload(PoolMember.stage), joinedload(PoolMember.added_by))


@blueprint.post("/pool-members/<int:pool_member_id>/moves")
@needs(Permission.POOLS_EDIT)
def create_move(pool_member_id: int) -> ResponseReturnValue:
    """To another stage. Somebody who was faster is told of, and the card shows where it stands now."""
    member, form = _member(pool_member_id), MoveForm()
    if not form.validate_on_submit():
        abort(400)
    to = find(select(PoolStage).where(PoolStage.pool_id == member.pool_id), form.to.data)
    came_from = member.stage_id
    try:
        move_member(member, to=to, by=actor(), from_stage=form.from_stage.data)
    except Stale as refusal:
        flash(str(refusal), "error")
        return card_answer(member, status=409)
    if came_from != to.id:
        there = own_path(request.form.get("next")) or ""
        board = url_for("recruiter.pools.pool.show_pool", pool_id=member.pool_id)
        flash_undo(
            _("%(name)s is now in %(stage)s.", name=member.candidate.display_name, stage=to.name),
            url_for(".create_move", pool_member_id=member.id),
            fields={"to": came_from, "from_stage": to.id, "next": board if there.endswith("/card") else there},
        )
    return _on(member)


@blueprint.get("/pool-members/<int:pool_member_id>")
@needs(Permission.POOLS_EDIT)
def edit_member(pool_member_id: int) -> ResponseReturnValue:
    member = _member(pool_member_id)
    return _page(member, MemberForm(why=member.why, come_back_on=member.come_back_on))


@blueprint.post("/pool-members/<int:pool_member_id>")
@needs(Permission.POOLS_EDIT)
def save_member(pool_member_id: int) -> ResponseReturnValue:
    member, form = _member(pool_member_id), MemberForm()
    if not form.validate_on_submit():
        return _page(member, form, status=422)
    try:
        change_membership(member, why=form.why.data or "", come_back_on=form.come_back_on.data, by=actor())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(member, form, status=409)
    flash(_("Saved."), "success")
    return _on(member)


@blueprint.post("/pool-members/<int:pool_member_id>/removal")
@needs(Permission.POOLS_EDIT)
def create_removal(pool_member_id: int) -> ResponseReturnValue:
    """Out of the pool, with a way back."""
    member = _member(pool_member_id)
    why = next((one for one in WHYS if one.value == request.form.get("why")), LeftWhy.REMOVED)
    leave_pool(member, by=actor(), why=why)
    flash_undo(
        _("%(name)s is not in “%(pool)s” any more.", name=member.candidate.display_name, pool=member.pool.name),
        url_for(".create_return", pool_member_id=member.id),
        fields={"next": _after_removal(member)},
    )
    return redirect_back(_after_removal(member), url_for("recruiter.pools.pool.show_pool", pool_id=member.pool_id))


@blueprint.post("/pool-members/<int:pool_member_id>/return")
@needs(Permission.POOLS_EDIT)
def create_return(pool_member_id: int) -> ResponseReturnValue:
    """Back where the person stood."""
    member = _member(pool_member_id)
    undo_leaving(member, by=actor())
    flash(_("%(name)s is back in “%(pool)s”.", name=member.candidate.display_name, pool=member.pool.name), "success")
    return _on(member)


@blueprint.post("/candidates/<int:candidate_id>/pools")
@needs(Permission.POOLS_EDIT)
def create_member(candidate_id: int) -> ResponseReturnValue:
    """From the record: into one pool, with a reason."""
    candidate: Candidate = find(visible_candidates(viewer()), candidate_id)
    pool = find(visible_pools(viewer()), request.form.get("pool", 0, int))
    joined = add_to_pool(pool, [candidate.id], by=actor(), why=request.form.get("why", ""))
    if joined:
        member = select(PoolMember.id).where(
            PoolMember.pool_id == pool.id, PoolMember.candidate_id == candidate.id, PoolMember.left_at.is_(None)
        )
        record = url_for("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)
        flash_undo(
            _("%(name)s is in “%(pool)s” now.", name=candidate.display_name, pool=pool.name),
            url_for(".create_removal", pool_member_id=db.session.scalar(member)),
            fields={"why": LeftWhy.UNDONE.value, "next": record},
        )
    else:
        flash(_("%(name)s is in “%(pool)s” already.", name=candidate.display_name, pool=pool.name), "info")
    return redirect_to("recruiter.candidates.record.show_candidate", candidate_id=candidate.id)


def _member(pool_member_id: int) -> PoolMember:
    member: PoolMember = find(visible_members(), pool_member_id, options=WHOLE)
    return member


def _page(member: PoolMember, form: MemberForm, *, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/pools/member.html", status=status, member=member, form=form, whys=[(one.value, one.label) for one in WHYS])


def _after_removal(member: PoolMember) -> str:
    return own_path(request.form.get("next")) or url_for("recruiter.pools.pool.show_pool", pool_id=member.pool_id)


def _on(member: PoolMember) -> ResponseReturnValue:
    """To the page the form named (the board names the card), else to the pool."""
    there = url_for("recruiter.pools.pool.show_pool", pool_id=member.pool_id)
    return redirect_back(own_path(request.form.get("next")), there)



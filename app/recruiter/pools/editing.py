"""What a pool is called, whom it is for, who sees it; its stages; putting it away and bringing it back."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import GRANTS, Permission
from app.core.refusals import NotAllowed, Refused
from app.extensions import db
from app.recruiter.jobs.fields import arranged
from app.recruiter.pools.forms import PoolForm, PoolStagesForm
from app.talent.commands.pools import archive_pool, change_pool, change_pool_stages, reopen_pool
from app.talent.models import Pool
from app.talent.policy import may_change, visible_pools
from app.talent.queries.pools import stages_of_pool
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.pages import flash_undo, redirect_to, show

blueprint = Blueprint("editing", __name__)


@blueprint.get("/pools/<int:pool_id>/settings")
@needs(Permission.POOLS_EDIT)
def edit_pool(pool_id: int) -> ResponseReturnValue:
    pool = _own(pool_id)
    form = PoolForm(
        name=pool.name, purpose=pool.purpose, target_role=pool.target_role, sharing=pool.sharing.value,
        owner=pool.owner_id, version=pool.version, rhythm=pool.rhythm_days,
    )  # fmt: skip
    return _page(pool, form)


@blueprint.post("/pools/<int:pool_id>/settings")
@needs(Permission.POOLS_EDIT)
def save_pool(pool_id: int) -> ResponseReturnValue:
    pool, form = _own(pool_id), PoolForm()
    form.owner.choices = _owners()
    if not form.validate_on_submit():
        return _page(pool, form, status=422)
    try:
        change_pool(
            pool, name=form.name.data or "", purpose=form.purpose.data or "", target_role=form.target_role.data or "",
            sharing=form.chosen_sharing, owner_id=form.owner.data or None, version=form.version.data, viewer=viewer(),
            by=actor(), rhythm_days=form.rhythm.data,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(pool, form, status=409)
    flash(_("Saved."), "success")
    if pool.owner_id != viewer().id and not may_change(viewer(), pool):
        return redirect_to("recruiter.pools.pools.show_pools")
    return redirect_to("recruiter.pools.pool.show_pool", pool_id=pool.id)


@blueprint.get("/pools/<int:pool_id>/stages")
@needs(Permission.POOLS_EDIT)
def edit_stages(pool_id: int) -> ResponseReturnValue:
    pool = _own(pool_id)
    return _stages_page(pool, _stages_form([{"id": one.id, "name": one.name} for one in stages_of_pool(pool.id)]))


@blueprint.post("/pools/<int:pool_id>/stages")
@needs(Permission.POOLS_EDIT)
def save_stages(pool_id: int) -> ResponseReturnValue:
    pool, form = _own(pool_id), PoolStagesForm()
    rows = arranged(form.rows.data, request.form.get("action", ""))
    if rows is not None:
        return _stages_page(pool, _stages_form(rows))
    if not form.validate_on_submit():
        return _stages_page(pool, form, status=422)
    known = {str(one.id): one.id for one in stages_of_pool(pool.id)}
    entries = [(known.get(row["id"] or ""), row["name"] or "") for row in form.rows.data if row["id"] or row["name"]]
    try:
        change_pool_stages(pool, entries, viewer=viewer(), by=actor())
    except Refused as refusal:
        form.say("", str(refusal))
        return _stages_page(pool, form, status=409)
    flash(_("Saved."), "success")
    return redirect_to("recruiter.pools.pool.show_pool", pool_id=pool.id)


@blueprint.post("/pools/<int:pool_id>/archiving")
@needs(Permission.POOLS_EDIT)
def create_archiving(pool_id: int) -> ResponseReturnValue:
    """Out of the way, with a way back."""
    pool = find(visible_pools(viewer()), pool_id)
    archive_pool(pool, viewer=viewer(), by=actor())
    flash_undo(_("“%(pool)s” is archived.", pool=pool.name), url_for(".create_reopening", pool_id=pool.id))
    return redirect_to("recruiter.pools.pools.show_pools")


@blueprint.post("/pools/<int:pool_id>/reopening")
@needs(Permission.POOLS_EDIT)
def create_reopening(pool_id: int) -> ResponseReturnValue:
    pool = find(visible_pools(viewer()), pool_id)
    reopen_pool(pool, viewer=viewer(), by=actor())
    flash(_("“%(pool)s” is back.", pool=pool.name), "success")
    return redirect_to("recruiter.pools.pool.show_pool", pool_id=pool.id)


def _own(pool_id: int) -> Pool:
    pool = find(visible_pools(viewer()), pool_id)
    if not may_change(viewer(), pool):
        raise NotAllowed(_("Only its owner changes this pool."))
    return pool


def _owners() -> list[tuple[int, str]]:
    """Colleagues who may keep pools."""
    roles = [role for role, granted in GRANTS.items() if Permission.POOLS_EDIT in granted]
    active = select(User.id, User.name).where(User.deactivated_at.is_(None), User.role.in_(roles))
    return [(row.id, row.name) for row in db.session.execute(active.order_by(User.name, User.id))]


def _page(pool: Pool, form: PoolForm, *, status: int = 200) -> ResponseReturnValue:
    form.owner.choices = _owners()
    return show("recruiter/pools/settings.html", status=status, pool=pool, form=form)


def _stages_form(rows: list[dict[str, object]]) -> PoolStagesForm:
    return PoolStagesForm(formdata=None, data={"rows": rows})


def _stages_page(pool: Pool, form: PoolStagesForm, *, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/pools/stages.html", status=status, pool=pool, form=form)

"""The pools one sees, each with how alive it is; making a new one."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.recruiter.pools.forms import PoolForm
from app.talent.commands.pools import RHYTHM, make_pool
from app.talent.queries.pools import count_archived, pool_rows
from app.web.access import actor, needs, viewer
from app.web.pages import redirect_back, redirect_to, show

blueprint = Blueprint("pools", __name__)


@blueprint.get("/pools")
@needs(Permission.POOLS_SEE)
def show_pools() -> ResponseReturnValue:
    archived = "archived" in request.args
    return show(
        "recruiter/pools/pools.html", pools=pool_rows(viewer(), archived=archived), archived=archived,
        put_away=count_archived(viewer()),
    )  # fmt: skip


@blueprint.get("/pools/new")
@needs(Permission.POOLS_EDIT)
def new_pool() -> ResponseReturnValue:
    return show("recruiter/pools/new.html", form=PoolForm())


@blueprint.post("/pools")
@needs(Permission.POOLS_EDIT)
def create_pool() -> ResponseReturnValue:
    form = PoolForm()
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    if not form.validate_on_submit():
        return show("recruiter/pools/new.html", status=422, form=form)
    try:
        pool = make_pool(
            name=form.name.data or "", purpose=form.purpose.data or "", target_role=form.target_role.data or "",
            sharing=form.chosen_sharing, owner=viewer(), by=actor(), rhythm_days=form.rhythm.data or RHYTHM,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/pools/new.html", status=409, form=form)
    form.remember(f"/recruiter/pools/{pool.id}")
    return redirect_to("recruiter.pools.pool.show_pool", pool_id=pool.id)

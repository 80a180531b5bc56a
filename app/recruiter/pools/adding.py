"""Adding people from the list of candidates: the ticked ones or all that match; how far it is, stopping, taking back."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Permission
from app.core.refusals import Refused
from app.recruiter.pools.choosing import Chosen, chosen_people
from app.recruiter.pools.forms import AddingForm
from app.search.parser import parse
from app.search.queries import count_candidates
from app.talent.commands.adding import begin_adding, cancel_adding, undo_adding
from app.talent.models import AddingState, Pool, PoolAdding
from app.talent.policy import visible_pools
from app.talent.queries.pools import pools_to_add_to
from app.web.access import actor, needs, reads, viewer
from app.web.finding import find
from app.web.pages import flash_undo, redirect_back, redirect_to, show

blueprint = Blueprint("adding", __name__)


@blueprint.post("/pools/additions/new")
@needs(Permission.POOLS_EDIT)
@reads
def prepare_adding() -> ResponseReturnValue:
    """Which pool, and why: asked on a page of its own, so that nobody joins by a slip of the finger."""
    chosen = chosen_people()
    if chosen.is_empty:
        raise Refused(_("Tick at least one person first."))
    return _page(chosen, _form(fresh=True))


@blueprint.post("/pools/additions")
@needs(Permission.POOLS_EDIT)
def create_adding() -> ResponseReturnValue:
    """Few join at once, many in the background; either way one press takes all of it back."""
    chosen, form = chosen_people(), _form()
    if (answer := form.repeated_answer) is not None:
        return redirect_back(answer, answer)
    if chosen.is_empty or not form.validate_on_submit():
        return _page(chosen, form, status=422)
    pool = find(visible_pools(viewer()), form.pool.data)
    try:
        adding = begin_adding(
            pool, viewer=viewer(), by=actor(), ids=None if chosen.query is not None else chosen.ids, query=chosen.query,
            why=form.why.data or "",
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(chosen, form, status=409)
    there = url_for(".show_adding", adding_id=adding.id) if adding.is_busy else url_for("recruiter.pools.pool.show_pool", pool_id=pool.id)
    form.remember(there)
    if not adding.is_busy:
        _say(adding, pool)
    return redirect_back(there, there)


@blueprint.get("/pool-additions/<int:adding_id>")
@needs(Permission.POOLS_SEE)
def show_adding(adding_id: int) -> ResponseReturnValue:
    adding = _adding(adding_id)
    return show("recruiter/pools/adding.html", adding=adding, pool=adding.pool, State=AddingState)


@blueprint.post("/pool-additions/<int:adding_id>/stopping")
@needs(Permission.POOLS_EDIT)
def create_stopping(adding_id: int) -> ResponseReturnValue:
    """Go no further; who has joined stays."""
    cancel_adding(_adding(adding_id))
    flash(_("Stopped. Who has joined until now stays, and can still be taken back."), "success")
    return redirect_to(".show_adding", adding_id=adding_id)


@blueprint.post("/pool-additions/<int:adding_id>/undoing")
@needs(Permission.POOLS_EDIT)
def create_undoing(adding_id: int) -> ResponseReturnValue:
    """Everybody it added leaves again."""
    adding = _adding(adding_id)
    undo_adding(adding, by=actor())
    if adding.is_busy:
        return redirect_to(".show_adding", adding_id=adding.id)
    flash(_("Taken back: the pool is as it was."), "success")
    return redirect_to("recruiter.pools.pool.show_pool", pool_id=adding.pool_id)


def _adding(adding_id: int) -> PoolAdding:
    """One's own; what a colleague added at once, the colleague takes back."""
    own = select(PoolAdding).where(PoolAdding.by_id == viewer().id)
    return find(own, adding_id, options=[joinedload(PoolAdding.pool)])


def _form(*, fresh: bool = False) -> AddingForm:
    form = AddingForm(formdata=None) if fresh else AddingForm()
    form.pool.choices = pools_to_add_to(viewer())
    return form


def _page(chosen: Chosen, form: AddingForm, *, status: int = 200) -> ResponseReturnValue:
    counted = count_candidates(viewer(), parse(chosen.query)) if chosen.query is not None else None
    number = counted.number if counted else len(chosen.ids)
    return show(
        "recruiter/pools/add.html", status=status, chosen=chosen, form=form, number=number,
        is_exact=counted.is_exact if counted else True,
    )  # fmt: skip


def _say(adding: PoolAdding, pool: Pool) -> None:
    if not adding.added:
        flash(_("Everybody chosen is in “%(pool)s” already.", pool=pool.name), "info")
        return
    flash_undo(
        ngettext("%(num)s person is in “%(pool)s” now.", "%(num)s people are in “%(pool)s” now.", adding.added, pool=pool.name),
        url_for(".create_undoing", adding_id=adding.id),
    )

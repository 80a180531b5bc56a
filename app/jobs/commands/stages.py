"""The stages people go through in one job."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from app.core.actors import Actor
from app.core.clock import now
from app.core.text import one_line
from app.extensions import db
from app.jobs.activities import StagesChanged
from app.jobs.commands.editing import compared, forget, keep_edit, lock
from app.jobs.models import Job, Stage, StageType
from app.jobs.refusals import InvalidStages, StageInUse
from app.jobs.registries import stage_refusals

MOST_STAGES = 20
FIXED_TYPES = frozenset({StageType.NEW, StageType.HIRED})


@dataclass(frozen=True)
class StageDraft:
    """A stage as typed; `id` names the one it changes. Without a public name candidates read the stage's own."""

    name: str
    type: StageType
    public_name: str = ""
    public_text: str = ""
    limit_days: int | None = None
    reply_days: int | None = None
    id: int | None = None


def set_stages(job: Job, drafts: Sequence[StageDraft], *, version: int | None, by: Actor) -> None:
    """The stages from now on, in this order. One that is left out is retired, which needs it to be empty."""
    job.check_version(version)
    lock(job)
    wanted = [_checked(draft) for draft in drafts]
    _check_order(wanted)
    standing = {stage.id: stage for stage in _open_stages(job)}
    before = _listed(list(standing.values()))
    for position, draft in enumerate(wanted):
        stage = standing.pop(draft.id or 0, None)
        if stage is None:
            db.session.add(_write(Stage(job_id=job.id, type=draft.type), draft, position))
        else:
            _check_type(stage, draft.type)
            _write(stage, draft, position)
    for gone in standing.values():
        _retire(gone)
    forget(job, "stages")
    keep_edit(job, StagesChanged, compared("stages", before, _listed(wanted)), by=by)


def change_stage(job: Job, stage: Stage, draft: StageDraft, *, version: int | None, by: Actor) -> None:
    """Change one stage where it stands."""
    drafts = [_draft_of(one) if one.id != stage.id else replace(draft, id=stage.id) for one in _open_stages(job)]
    set_stages(job, drafts, version=version, by=by)


def retire_stage(job: Job, stage: Stage, *, version: int | None, by: Actor) -> None:
    """Take nobody new into a stage; its history stays. Refused while somebody is in it."""
    set_stages(job, [_draft_of(one) for one in _open_stages(job) if one.id != stage.id], version=version, by=by)


def _open_stages(job: Job) -> list[Stage]:
    standing = select(Stage).where(Stage.job_id == job.id, Stage.retired_at.is_(None)).order_by(Stage.position, Stage.id)
    return list(db.session.scalars(standing))


def _draft_of(stage: Stage) -> StageDraft:
    return StageDraft(
        stage.name, stage.type, stage.public_name, stage.public_text, stage.limit_days, stage.reply_days, stage.id
    )


def _write(stage: Stage, draft: StageDraft, position: int) -> Stage:
    stage.name, stage.type, stage.position = draft.name, draft.type, position
    stage.public_name, stage.public_text = draft.public_name, draft.public_text
    stage.limit_days, stage.reply_days = draft.limit_days, draft.reply_days
    return stage


def _retire(stage: Stage) -> None:
    for refusal in (asked(stage) for asked in stage_refusals):
        if refusal is not None:
            raise refusal
    stage.retired_at = now()


def _check_order(drafts: Sequence[StageDraft]) -> None:
    types = [draft.type for draft in drafts]
    if len(drafts) > MOST_STAGES:
        raise InvalidStages(_("A job has at most %(most)s stages.", most=MOST_STAGES))
    if types.count(StageType.NEW) != 1 or types[0] is not StageType.NEW:
        raise InvalidStages(_("A job needs exactly one stage for new applications, and it comes first."))
    if types.count(StageType.HIRED) != 1 or types[-1] is not StageType.HIRED:
        raise InvalidStages(_("A job needs exactly one stage for those hired, and it comes last."))


def _check_type(stage: Stage, wanted: StageType) -> None:
    if stage.type is not wanted and FIXED_TYPES & {stage.type, wanted}:
        raise StageInUse(_("“%(stage)s” cannot change its type: applications begin or end there.", stage=stage.name))


def _checked(draft: StageDraft) -> StageDraft:
    name = one_line(draft.name)[:200]
    if not name:
        raise InvalidStages(_("Every stage needs a name."))
    for days in (draft.limit_days, draft.reply_days):
        if days is not None and not 1 <= days <= 365:
            raise InvalidStages(_("Days are between 1 and 365."))
    public_name = one_line(draft.public_name)[:200] or name
    return replace(draft, name=name, public_name=public_name, public_text=one_line(draft.public_text)[:300])


def _listed(stages: Sequence[Stage] | Sequence[StageDraft]) -> str:
    return "\n".join(
        f"{stage.name} ({stage.type.value}) · {stage.public_name}: {stage.public_text}"
        f" · {stage.limit_days or '–'} · {stage.reply_days or '–'}"
        for stage in stages
    )

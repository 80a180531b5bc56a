"""What must hold of a job: its pay range, and everything the careers site and the law want before it is shown."""

import re
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.models import Installation
from app.core.clock import now, today
from app.extensions import db
from app.jobs.models import Job, JobLocation, Opening, Posting, PostingChannel, RemotePolicy, Stage, StageType
from app.jobs.pay_rules import PayRule, demands_at
from app.jobs.places import Place, country_name
from app.jobs.plain_words import lacks_gender_mark, word_hints
from app.jobs.refusals import InvalidPay, NotPublishable, Problem

HIGHEST_PAY = 2_000_000_000
"""In minor units; what an integer column of any database holds."""


def check_pay(job: Job) -> None:
    """Both ends or neither, the lower one first, in a currency: nobody reads "up to" here."""
    if (job.pay_from is None) != (job.pay_to is None):
        missing = "pay_from" if job.pay_from is None else "pay_to"
        raise InvalidPay(_("Give both ends of the pay range: “up to” and “from” leave people guessing."), field=missing)
    if job.pay_from is None or job.pay_to is None:
        return
    if not 0 < job.pay_from <= HIGHEST_PAY or not 0 < job.pay_to <= HIGHEST_PAY:
        raise InvalidPay(_("This is not a pay anybody is paid."), field="pay_from")
    if job.pay_from > job.pay_to:
        raise InvalidPay(_("The lower end of the pay range is above the upper end."), field="pay_to")
    if not re.fullmatch(r"[A-Z]{3}", job.pay_currency or ""):
        raise InvalidPay(_("Choose the currency of the pay range."), field="pay_currency")


def publication_problems(job: Job, *, last_day: date | None = None) -> list[Problem]:
    """Everything that stands in the way of showing the job on the careers site, each with where to mend it."""
    problems = []
    if job.confidential:
        problems.append(
            Problem("basics", "confidential", _("The job is confidential. Lift confidentiality before publishing it."))
        )
    if not job.description.strip():
        problems.append(Problem("description", "description", _("The job has no description yet.")))
    problems += _place_problems(job) + _pipeline_problems(job) + _legal_problems(job, last_day)
    return problems


def publication_hints(job: Job) -> list[Problem]:
    """What does not bar publishing but should be known: pay to be told before the first interview, and words."""
    return _pay_hints(job) + _word_hints(job)


def _pay_hints(job: Job) -> list[Problem]:
    rule = demands_at(_places(job), today()).get("range_before_interview")
    if rule is None or job.has_pay_range:
        return []
    sentence = _(
        "In %(country)s candidates must know the pay before the first interview (%(law)s). Best say it here.",
        country=country_name(rule.country),
        law=rule.law,
    )
    return [Problem("basics", "pay_from", sentence)]


def _word_hints(job: Job) -> list[Problem]:
    hints = []
    if lacks_gender_mark(job.title, job.locale):
        hints.append(Problem("basics", "title", _("The title should address everybody, as with “(m/w/d)”.")))
    for hint in word_hints(f"{job.title}\n{job.summary}\n{job.description}", job.locale):
        sentence = _("“%(term)s” puts people off. Better: %(instead)s.", term=hint.term, instead=hint.instead)
        hints.append(Problem("description", "description", sentence))
    return hints


def check_live(job: Job) -> None:
    """Refuse an edit after which a job that is shown publicly could not have been published."""
    posting = live_posting(job)
    if posting is None or not job.is_open:
        return
    db.session.flush()
    problems = publication_problems(job, last_day=posting.last_day)
    if problems:
        raise NotPublishable(problems)


def live_posting(job: Job, channel: PostingChannel = PostingChannel.PUBLIC) -> Posting | None:
    """The posting on `channel` that stands now, locked against two people changing it at once."""
    standing = (
        select(Posting)
        .where(Posting.job_id == job.id, Posting.channel == channel, Posting.withdrawn_at.is_(None))
        .order_by(Posting.id.desc())
        .with_for_update()
    )
    moment = now()
    return next(
        (posting for posting in db.session.scalars(standing) if posting.ends_at is None or posting.ends_at > moment), None
    )


def pay_demands(job: Job) -> dict[str, PayRule]:
    """What the law demands where the job can be done, today."""
    return demands_at(_places(job), today())


def _place_problems(job: Job) -> list[Problem]:
    if job.remote_policy is RemotePolicy.REMOTE or _count(JobLocation, job):
        return []
    return [Problem("basics", "locations", _("Say where the job is, or make it a remote one."))]


def _pipeline_problems(job: Job) -> list[Problem]:
    problems = []
    types = list(db.session.scalars(select(Stage.type).where(Stage.job_id == job.id, Stage.retired_at.is_(None))))
    if StageType.NEW not in types or StageType.HIRED not in types:
        problems.append(Problem("stages", "stages", _("The job has no stages yet for people to go through.")))
    if not job.evergreen and not _count(Opening, job, Opening.closed_at.is_(None)):
        problems.append(Problem("overview", "openings", _("All openings are filled or closed. Add one first.")))
    return problems


def _legal_problems(job: Job, last_day: date | None) -> list[Problem]:
    demands = pay_demands(job)
    problems = []
    if (rule := demands.get("range")) and not job.has_pay_range:
        problems.append(Problem("basics", "pay_from", _sentence(_("The pay range is missing."), rule)))
    if (rule := demands.get("benefits")) and not job.benefits.strip():
        problems.append(Problem("basics", "benefits", _sentence(_("The benefits are missing."), rule)))
    if (rule := demands.get("deadline")) and last_day is None:
        problems.append(Problem("publish", "last_day", _sentence(_("The last day to apply is missing."), rule)))
    return problems


def _sentence(missing: str, rule: PayRule) -> str:
    where = ", ".join(part for part in (rule.region, country_name(rule.country)) if part)
    demanded = _("The law in %(where)s wants it in the posting (%(law)s).", where=where, law=rule.law)
    return f"{missing} {demanded}"


def _places(job: Job) -> list[Place]:
    rows = db.session.scalars(select(JobLocation).where(JobLocation.job_id == job.id))
    places = [Place(row.city, row.region, row.postal_code, row.country) for row in rows]
    if not places and job.remote_policy is RemotePolicy.REMOTE:
        return [Place(country=db.session.scalar(select(Installation.default_country)) or "DE")]
    return places


def _count(model: type[JobLocation] | type[Opening], job: Job, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(model.job_id == job.id, *where)) or 0  # type: ignore[arg-type]

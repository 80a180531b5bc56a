"""A mail to each of many people. Who gets it is asked of the same gate that is asked when a mail leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, String, case, cast, func, literal, select
from sqlalchemy.orm import load_only

from app.accounts.models import User
from app.accounts.permissions import Permission
from app.candidates.models import Candidate
from app.core.clock import now
from app.core.refusals import Refused
from app.extensions import db
from app.mailing.commands import Draft, cancel_messages
from app.mailing.commands.planning import plan_many
from app.mailing.gate import LABELS, gate_reason
from app.mailing.models import WAITING, Message, MessageKind, MessageState
from app.mailing.recipients import resolve
from app.mailing.registries import gate_labels
from app.mailing.signature import signed
from app.mailing.would_be import would_be_messages
from app.search.bulk.kinds import ActKind, Asked, Doing, Given, register_act
from app.search.bulk.models import DONE, PeopleActItem
from app.search.bulk.wording import BASES, attached_to, own_name, read_words, values_for, words_for, words_of

WAITS = timedelta(minutes=10)
"""So long the mails wait after they were confirmed; until then one press stops all of them."""
LATELY = timedelta(days=7)
STOPPED = (MessageState.CANCELLED, MessageState.SUPPRESSED, MessageState.HARD_FAILED)


class NoBasis(Refused):
    sentence = _("Say what the mail is about: that decides who may get it.")


def read_mail(typed: Mapping[str, str], user: User) -> dict[str, Any]:
    words, basis = read_words(typed), typed.get("basis", "")
    if basis not in BASES:
        raise NoBasis(field="basis")
    return {
        "words": words, "basis": basis, "spare": bool(typed.get("spare")),
        "due_at": (now() + WAITS).isoformat(),
    }  # fmt: skip


def _asked_mail(given: Given, people: Select[int]) -> Asked:
    rows = would_be_messages(people, kind=BASES[given["basis"]])
    written = select(Message.id).where(
        Message.candidate_id == rows.candidate_id, Message.handed_over_at > now() - LATELY,
        Message.kind.not_in([kind for kind in MessageKind if kind.is_process]),
    )  # fmt: skip
    reason = gate_reason(rows)
    if given.get("spare"):
        reason = func.coalesce(reason, case((written.correlate(rows).exists(), literal("lately")), else_=None))
    return select(rows.candidate_id, reason)


def _write(doing: Doing) -> dict[int, int | None]:
    due_at = max(datetime.fromisoformat(doing.given["due_at"]), now())
    basis = "legitimate_interest" if doing.given["basis"] == "personal" else "consent:pool"
    company = own_name()
    drafts = [
        Draft(
            cause=_cause(doing.act_id, person.id), kind=BASES[doing.given["basis"]], to=person, subject=words["subject"],
            body=signed(words["body"], doing.user), attachment_id=doing.given.get("attachment"), values=values_for(resolve(person, {}), doing.user, company),
            due_at=due_at, sender=doing.user.name,
            reply_to=doing.user.email, basis=basis,
        )
        for person in _people(doing.ids)
        if (words := words_for(doing.given, person.locale))
    ]  # fmt: skip
    planned = plan_many(drafts, by=doing.by)
    waiting = select(Message.candidate_id, Message.id).where(Message.id.in_(planned.values()), Message.state.in_(WAITING))
    return {row[0] or 0: row[1] for row in db.session.execute(waiting)}


def _halt(act_id: int) -> None:
    """None of the act's mails leaves from now on, however long the rest of its taking back lasts."""
    causes = select(literal(_cause(act_id, "")) + cast(PeopleActItem.candidate_id, String)).where(
        PeopleActItem.act_id == act_id, PeopleActItem.outcome == DONE
    )
    cancel_messages(Message.cause.in_(causes), reason="bulk-undone")


def never_left(doing: Doing) -> set[int]:
    """Those whose message has not left and never will."""
    mails = {doing.before[person]: person for person in doing.ids}
    stopped = select(Message.id).where(Message.id.in_(mails), Message.state.in_(STOPPED))
    return {mails[number] for number in db.session.scalars(stopped)}


def _cause(act_id: int, person: int | str) -> str:
    return f"people-act:{act_id}:candidate:{person}"


def _people(ids: Sequence[int]) -> list[Candidate]:
    named = load_only(Candidate.full_name, Candidate.given_name, Candidate.preferred_name, Candidate.locale)
    return list(db.session.scalars(select(Candidate).where(Candidate.id.in_(ids)).order_by(Candidate.id).options(named)))


class MailReasons(dict[str, object]):
    """The gate's own words for its reasons, whoever registered them, and ours for the rest."""

    def get(self, key: str, default: object = None) -> object:
        return super().get(key) or LABELS.get(key) or gate_labels.get(key) or default


register_act(
    ActKind(
        name="mail", permission=Permission.MAIL_SEND, title=_("Write to them"), most=5_000,
        reasons=MailReasons(lately=_("they got a mail from us within the last seven days")),
        note=_("The mails wait ten minutes. Until then one press stops all of them."),
        button=lambda number: ngettext("Write to %(num)s person", "Write to %(num)s people", number),
        sentence=lambda given, number: ngettext(
            "%(num)s person gets the mail “%(subject)s”.", "%(num)s people get the mail “%(subject)s”.", number,
            subject=words_of(given)[0]["subject"],
        ),
        read=read_mail, prepare=attached_to, asked=_asked_mail, do=_write, undo=never_left, halt=_halt,
    )
)  # fmt: skip

"""Messages that would be: the gate asked of people before a single row is written."""

import json
from typing import Any

from sqlalchemy import JSON, Integer, Select, String, bindparam, cast, column, func, literal, null, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from app.candidates.models import ContactKind, ContactPoint
from app.core.types import state_column
from app.extensions import db
from app.mailing.gate import address_hash
from app.mailing.models import Message, MessageKind, RecipientKind, Suppression


def would_be_messages(
    people: Select[Any], *, kind: MessageKind = MessageKind.CAMPAIGN, campaign_id: int | None = None,
    suppressed_people: list[tuple[int, str]] | None = None,
) -> type[Message]:  # fmt: skip
    """What writing to `people` (a select of candidate ids) would put into the ledger, as rows to ask the gate of.

    Asks for the addresses of `people` at once when any address is suppressed, as only a keyed hash of those is stored;
    unless the caller knows them already and says who of `people` is suppressed under which hash.
    """
    chosen = people.subquery()
    person = next(iter(chosen.c))
    address = primary_address(person).scalar_subquery()
    suppressed = _table(suppressed_among(people) if suppressed_people is None else suppressed_people)
    rows = (
        select(
            cast(null(), Integer).label("id"),
            person.label("candidate_id"),
            literal(kind, state_column(MessageKind)).label("kind"),
            literal(RecipientKind.CANDIDATE, state_column(RecipientKind)).label("recipient_kind"),
            func.coalesce(primary_address(person, ContactPoint.value).scalar_subquery(), "").label("address"),
            func.coalesce(address, "").label("address_key"),
            func.coalesce(suppressed.c.hash, "").label("address_hash"),
            cast(null(), Integer).label("application_id"),
            cast(campaign_id, Integer).label("campaign_id"),
        )
        .select_from(chosen)
        .outerjoin(suppressed, suppressed.c.id == person)
        .cte("would_be")
        .prefix_with("MATERIALIZED")  # else the address is looked up again by every part of the gate
    )
    return aliased(Message, rows, adapt_on_names=True)


def primary_address(candidate_id: Any, wanted: Any = ContactPoint.value_key) -> Select[Any]:
    """The address a person is written to: the primary one, else the oldest."""
    return (
        select(wanted)
        .where(ContactPoint.candidate_id == candidate_id, ContactPoint.kind == ContactKind.EMAIL)
        .order_by(ContactPoint.is_primary.desc(), ContactPoint.id)
        .limit(1)
    )


def suppressed_among(people: Select[Any]) -> list[tuple[int, str]]:
    """Those of `people` whose address is suppressed, with its hash: a handful, however many are asked about."""
    standing = set(db.session.scalars(select(Suppression.address_hash).where(Suppression.lifted_at.is_(None))))
    found: list[tuple[int, str]] = []
    if standing:
        chosen = people.subquery()
        person = next(iter(chosen.c))
        addresses = select(person, primary_address(person, ContactPoint.value).scalar_subquery()).select_from(chosen)
        hashed = ((row[0], address_hash(row[1])) for row in db.session.execute(addresses) if row[1])
        found = [(number, digest) for number, digest in hashed if digest in standing]
    return found


def given(name: str, kind: type[TypeEngine[Any]]) -> Select[Any]:
    """Values as a table of one parameter, for statements that are built once: its value is their list, written as JSON."""
    written = bindparam(name, type_=String)
    if db.session.get_bind().dialect.name == "postgresql":
        among = func.json_array_elements_text(cast(written, JSON)).table_valued("value", name=f"given_{name}")
    else:
        among = func.json_each(written).table_valued("value", name=f"given_{name}")
    return select(cast(among.c.value, kind).label("value"))


def _table(rows: list[tuple[int, str]]) -> Any:
    """`rows` as a table of one bound value, however many there are: SQLite limits how many values a statement binds."""
    values = [{"id": number, "hash": digest} for number, digest in rows]
    if db.session.get_bind().dialect.name == "postgresql":
        given = func.json_to_recordset(cast(values, JSON)).table_valued(
            column("id", Integer), column("hash", String), name="suppressed"
        )
        return given.render_derived(with_types=True)
    each = func.json_each(json.dumps(values)).table_valued("value").alias("each")
    return select(
        cast(func.json_extract(each.c.value, "$.id"), Integer).label("id"),
        cast(func.json_extract(each.c.value, "$.hash"), String).label("hash"),
    ).subquery("suppressed")

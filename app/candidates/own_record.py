"""Colleagues who are candidates, too: nobody in the back office sees their own record.

Whose record it is shows in its e-mail addresses. Every user comes with the id of one such record, read along with their
own row, so that the policies of nearly everybody stay as simple as they are.
"""

from typing import Any

from sqlalchemy import Select, String, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import column_property
from sqlalchemy.sql.functions import FunctionElement

from app.accounts.models import User
from app.candidates.models.candidate import ContactKind, ContactPoint


class plain_key(FunctionElement[str]):
    """A folded key to be looked up among keys of another order: PostgreSQL uses no index where two orders meet."""

    type = String()
    inherit_cache = True


@compiles(plain_key)
def _as_it_is(element: Any, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **more))


@compiles(plain_key, "postgresql")
def _in_the_usual_order(element: Any, compiler: Any, **more: Any) -> str:
    return f'{compiler.process(element.clauses, **more)} COLLATE "default"'


User.own_candidate_id = column_property(  # type: ignore[assignment]
    select(ContactPoint.candidate_id)
    .where(ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key == plain_key(User.email_key))
    .order_by(ContactPoint.id)
    .limit(1)
    .correlate_except(ContactPoint)
    .scalar_subquery()
)


def own_records(viewer: User) -> Select[int] | None:
    """Ids of every record with the viewer's mailbox; None for the many who have none."""
    if viewer.own_candidate_id is None:
        return None
    return select(ContactPoint.candidate_id).where(
        ContactPoint.kind == ContactKind.EMAIL, ContactPoint.value_key == viewer.email_key
    )

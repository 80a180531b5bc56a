"""The commonest questions are answered along indexes: none of their statements walks over everybody."""

from typing import Any

import pytest
from sqlalchemy import select, text

from app.accounts.models import User
from app.extensions import db
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from tests.conftest import Queries
from tests.make import Cast, Make

COMMONEST = (
    "", "kestrel", "city:Berlin", "skill:python city:berlin", "kestrel city:Berlin", "title:engineer", "tag:speaker",
    "stage:interview", "applied:<30d", "email:ada@example.org", "pool:any", "owner:me", "contacted:>6m", "has:resume",
    "is:applicant", "is:alumni", "is:suppressed", "name:weber",
)  # fmt: skip


@pytest.mark.parametrize("typed", COMMONEST)
def test_no_statement_of_a_common_question_walks_over_everybody(typed: str, cast: Cast, make: Make, queries: Queries) -> None:
    with queries as sent:
        for sort in ("-updated", "name"):
            search_candidates(cast.ada, parse(typed), sort=sort)
        count_candidates(cast.ada, parse(typed))
    assert sent.asked, "something was asked"
    for statement, values in sent.asked:
        if statement.startswith(("SELECT count(", "EXPLAIN ")) or "FROM " not in statement:
            continue  # a count stops at its cap, or looks at some hundred people; a plan reads nothing
        assert not walks(plan := planned(statement, values)), (statement, plan)


def test_whether_a_colleague_is_a_candidate_too_is_looked_up(cast: Cast, queries: Queries) -> None:
    """Every request asks it."""
    with queries as sent:
        db.session.execute(select(User.own_candidate_id).where(User.id == cast.ada.id)).all()
    ((statement, values),) = sent.asked
    assert not walks(planned(statement, values))


WALKS = tuple(f"{walk} {table}" for walk in ("SCAN", "Seq Scan on") for table in ("candidates", "contact_points", "applications"))


def walks(plan: list[str]) -> list[str]:
    return [step for step in plan if step.startswith(WALKS) and "INDEX" not in step]


def planned(statement: str, values: Any) -> list[str]:
    """The steps of a plan, as either database names them."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    connection.execute(text("SET LOCAL enable_seqscan = off"))  # on so few rows it would rather walk: what it can do is asked
    return [row[0].strip().removeprefix("->").strip() for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]

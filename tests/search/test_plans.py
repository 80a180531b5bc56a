"""The commonest questions are answered along indexes: none of their statements walks over everybody."""

from typing import Any

import pytest
from sqlalchemy import text

from app.extensions import db
from app.search.parser import parse
from app.search.queries import count_candidates, search_candidates
from tests.conftest import Queries
from tests.make import Cast, Make

COMMONEST = (
    "", "kestrel", "city:Berlin", "skill:python city:berlin", "kestrel city:Berlin", "title:engineer", "tag:speaker",
    "stage:interview", "applied:<30d", "email:ada@example.org",
)  # fmt: skip


@pytest.mark.parametrize("typed", COMMONEST)
def test_no_statement_of_a_common_question_walks_over_everybody(typed: str, cast: Cast, make: Make, queries: Queries) -> None:
    if db.session.get_bind().dialect.name == "postgresql":  # on so few rows it would rather walk: what it can do is asked
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    with queries as sent:
        search_candidates(cast.ada, parse(typed))
        count_candidates(cast.ada, parse(typed))
    assert sent.asked, "something was asked"
    for statement, values in sent.asked:
        if statement.startswith("SELECT count("):  # stops at its cap, or looks at some hundred people
            continue
        plan = planned(statement, values)
        walks = [step for step in plan if step.startswith(WALKS)]
        assert not [step for step in walks if "INDEX" not in step], (statement, plan)


WALKS = tuple(f"{walk} {table}" for walk in ("SCAN", "Seq Scan on") for table in ("candidates", "contact_points", "applications"))


def planned(statement: str, values: Any) -> list[str]:
    """The steps of a plan, as either database names them."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    return [row[0].strip().removeprefix("->").strip() for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]

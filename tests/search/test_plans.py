"""The commonest questions are answered along indexes: none of their statements walks over everybody."""

import pytest

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
    if db.session.get_bind().dialect.name != "sqlite":
        pytest.skip("asked of SQLite, whose planner has no statistics to begin with")
    with queries as sent:
        search_candidates(cast.ada, parse(typed))
        count_candidates(cast.ada, parse(typed))
    assert sent.asked, "something was asked"
    for statement, values in sent.asked:
        if statement.startswith("SELECT count("):  # stops at its cap, or looks at some hundred people
            continue
        plan = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        walks = [step for step in plan if step.startswith(("SCAN candidates", "SCAN contact_points", "SCAN applications"))]
        assert not [step for step in walks if "INDEX" not in step], (statement, plan)

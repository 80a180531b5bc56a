"""A question that takes too long is stopped with a sentence, and what is asked next is answered."""

import pytest
from sqlalchemy import text

from app.extensions import db
from app.search.limits import within_limit
from app.search.refusals import QueryTooSlow
from tests.make import Cast

ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


def test_what_takes_too_long_is_stopped_and_the_rest_goes_on(cast: Cast) -> None:
    endless = text(ENDLESS[db.session.get_bind().dialect.name])
    with pytest.raises(QueryTooSlow), within_limit(0.05):
        db.session.execute(endless)
    with within_limit(0.05):
        assert db.session.scalar(text("SELECT 1")) == 1
    assert db.session.scalar(text("SELECT 2")) == 2

"""Statements kept per viewer: never another viewer's, never those of a role somebody no longer has."""

import pytest
from sqlalchemy import Select

from app.accounts.models import User
from app.accounts.permissions import Role
from app.candidates.models import Candidate
from app.candidates.policy import visible_candidates
from app.extensions import db
from app.hiring.policy import visible_applications, visible_scorecards
from app.jobs.policy import visible_jobs
from tests.conftest import Cast
from tests.make import Make

POLICIES = [visible_candidates, visible_jobs, visible_applications, visible_scorecards]


def seen(statement: Select[Candidate]) -> set[int]:
    return {one.id for one in db.session.scalars(statement)}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.__name__)
def test_the_same_viewer_asks_with_the_same_statement(cast: Cast, policy) -> None:
    assert policy(cast.ada) is policy(cast.ada)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.__name__)
def test_two_viewers_never_share_a_statement(cast: Cast, policy) -> None:
    assert len({id(policy(viewer)) for viewer in (cast.ada, cast.otto, cast.hugo, cast.root)}) == 4


def test_whoever_changes_role_sees_at_once_what_the_new_one_sees(cast: Cast, make: Make) -> None:
    stranger = make.candidate()
    hugo = db.session.get_one(User, cast.hugo.id)
    assert stranger.id not in seen(visible_candidates(hugo))
    hugo.role = Role.RECRUITER
    assert stranger.id in seen(visible_candidates(hugo))
    hugo.role = Role.HIRING_MANAGER
    assert stranger.id not in seen(visible_candidates(hugo))


def test_who_came_since_is_seen_through_a_kept_statement(cast: Cast, make: Make) -> None:
    before = seen(visible_candidates(cast.ada))
    newcomer = make.candidate()
    assert seen(visible_candidates(cast.ada)) == before | {newcomer.id}

"""The button of a join link pressed at the same moment, on real connections: one person, one membership, one welcome."""

import threading

import pytest
from sqlalchemy import func, select

from app.candidates.models import Candidate
from app.core.transaction import reading, transaction
from app.extensions import db
from app.mailing.models import Message
from app.talent.models import Membership
from tests.portal.communities.conftest import link

pytestmark = pytest.mark.real_commits
TIMES = 4


@pytest.fixture
def links(app, make):
    """Two forms from one mailbox to one community, each with its own link."""
    with transaction():
        make.installation()
        community = make.community("Engineers")
        return [link(make.join_request(community), community) for _form in range(2)]


def press_at_once(app, addresses):
    token, answers, barrier = app.test_client().csrf(), [], threading.Barrier(len(addresses))

    def press(address):
        with app.app_context():
            browser = app.test_client()
            barrier.wait()
            # past the client's stepping aside, which is for tests on one connection
            answer = type(browser).__bases__[0].post(browser, address, data={"csrf_token": token})
            answers.append(answer.status_code)

    threads = [threading.Thread(target=press, args=[address]) for address in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("both", [False, True], ids=["one link", "two links"])
def test_pressed_many_times_at_once_makes_one_member(app, links, both):
    answers = press_at_once(app, links * (TIMES // 2) if both else links[:1] * TIMES)
    assert set(answers) == {303}
    with reading():
        assert db.session.scalar(select(func.count(Candidate.id))) == 1
        assert db.session.scalar(select(func.count(Membership.id))) == 1
        welcomes = select(func.count(Message.id)).where(Message.cause.startswith("community-welcome"))
        assert db.session.scalar(welcomes) == 1

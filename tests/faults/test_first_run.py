"""The first page of a new installation, by several people at once."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import Installation, User
from app.accounts.permissions import Role
from app.extensions import db
from tests.faults.house import ANSWER_SECONDS, House, Visitor

pytestmark = [pytest.mark.no_app, pytest.mark.faults]

PEOPLE = 8


def test_racing_for_the_first_page_makes_one_admin(house: House, inside: Any, figure: Any) -> None:
    house.start_web()
    token = Visitor(house.port).token("/recruiter/set-up")
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(PEOPLE)

    def set_up(number: int) -> None:
        fields = {
            "csrf_token": token, "company_name": f"Company {number}", "name": f"Person {number}", "email": f"person.{number}@example.org",
            "password": "a long walk over violet hills", "form_key": f"key-{number}",
        }  # fmt: skip
        start.wait(ANSWER_SECONDS)
        answers.append(Visitor(house.port).post("/recruiter/set-up", fields))

    threads = [threading.Thread(target=set_up, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * ANSWER_SECONDS)
    statuses = sorted(status for status, _location in answers)
    admins, installations, users = inside.look(lambda _make: counts())
    figure(f"first run raced by {PEOPLE}: answers {statuses}, {admins} admin")
    assert (admins, installations, users) == (1, 1, 1)
    assert statuses == [303] + [404] * (PEOPLE - 1)
    assert Visitor(house.port).get("/recruiter/set-up")[0] == 404


def counts() -> tuple[int, int, int]:
    def count(statement: Any) -> int:
        return db.session.scalar(statement) or 0

    admins = select(func.count()).select_from(User).where(User.role == Role.ADMIN)
    return count(admins), count(select(func.count()).select_from(Installation)), count(select(func.count()).select_from(User))

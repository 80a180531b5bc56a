"""The week's budget and the weights of interest, as an admin sets them."""

from sqlalchemy import select

from app.accounts.models import Installation
from app.candidates.commands import current_weights
from app.candidates.interest import WEIGHTS
from app.candidates.models import InterestWeights, SignalKind
from app.extensions import db

PAGE = "/recruiter/settings/contact"


def fields(**more):
    return {"contact_budget": "3", **{kind.value: str(points) for kind, points in WEIGHTS.items()}, **more}


def test_the_page_shows_what_counts_and_saves_it(as_root, cast):
    page = as_root.get(PAGE)
    assert page.status_code == 200 and "Followed a link in a mail" in page.text
    assert "Came to an event" not in page.text, "nothing tells of it yet"
    assert as_root.submit(PAGE, fields(contact_budget="2", clicked="9")).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Installation.contact_budget)).one() == 2
    assert current_weights()[SignalKind.CLICKED] == 9
    assert db.session.scalars(select(InterestWeights.due_at)).one() is not None


def test_the_same_weights_count_nobody_anew(as_root, cast):
    as_root.submit(PAGE, fields())
    assert db.session.scalars(select(InterestWeights)).all() == []


def test_what_cannot_be_is_said_at_its_field_and_survives(as_root, cast):
    for wrong in ("", "-1", "101", "many", "1e9", "9" * 40):
        answer = as_root.submit(PAGE, fields(clicked=wrong))
        assert answer.status_code == 422 and "aria-invalid" in answer.text
    answer = as_root.submit(PAGE, fields(contact_budget="0", applied="33"))
    assert answer.status_code == 422 and 'value="33"' in answer.text


def test_only_admins_may(as_ada, cast):
    assert as_ada.get(PAGE).status_code == 403

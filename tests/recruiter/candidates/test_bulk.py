"""The pages of acts on many people: shown first, done then, taken back from where they are told of."""

import pytest
from sqlalchemy import select

from app.candidates.models import Candidate, CandidateTag
from app.core.transaction import transaction
from app.extensions import db
from app.hiring.models import BulkState
from app.mailing.commands import ensure_templates
from app.mailing.models import Message
from app.search.bulk import PeopleAct, PeopleActItem
from app.search.tasks import advance_people_acts

REHEARSE, DO = "/recruiter/candidates/bulk", "/recruiter/candidates/acts"


@pytest.fixture
def people(make, cast):
    return [make.candidate(f"Person {number:02}", city="Oslo") for number in range(4)]


def ticked(people):
    return ",".join(str(person.id) for person in people)


def acts():
    return list(db.session.scalars(select(PeopleAct).order_by(PeopleAct.id)))


def tags():
    return len(db.session.scalars(select(CandidateTag.id)).all())


def test_what_would_happen_is_shown_before_anything_does(as_ada, people):
    page = as_ada.submit(REHEARSE, {"act": "tag", "ids": ticked(people)}).text
    assert "4 people chosen" in page and "Nothing happens yet" in page
    page = as_ada.submit(REHEARSE, {"act": "tag", "ids": ticked(people), "tag": "speaker", "checked": "1"}).text
    assert "Tag 4 people" in page
    assert acts() == [] and tags() == 0


def test_nothing_ticked_no_tag_and_no_such_act_are_said_in_a_sentence(as_ada, people):
    assert "Tick at least one person first." in as_ada.submit(REHEARSE, {"act": "tag"}).text
    assert as_ada.submit(REHEARSE, {"act": "dance", "ids": ticked(people)}).status_code == 409
    answer = as_ada.submit(DO, {"act": "tag", "ids": ticked(people), "tag": "  ", "checked": "1"})
    assert answer.status_code == 422 and acts() == []
    assert as_ada.submit(REHEARSE, {"act": "tag", "all": "1", "q": "city:(", "tag": "x", "checked": "1"}).status_code == 422


def test_few_are_tagged_at_once_and_the_toast_takes_it_back(as_ada, people):
    answer = as_ada.submit(DO, {"act": "tag", "all": "1", "q": "city:Oslo", "tag": "speaker", "checked": "1"})
    assert answer.status_code == 303 and answer.location.startswith("/recruiter/candidates?q=")
    page = as_ada.get(answer.location).text
    [act] = acts()
    assert "4 people have the tag" in page and f"/recruiter/candidates/acts/{act.id}/undoing" in page
    back = as_ada.submit(f"{DO}/{act.id}/undoing")
    assert back.status_code == 303 and tags() == 0


def test_a_double_press_is_one_act(as_ada, people):
    form = {"act": "tag", "ids": ticked(people), "tag": "speaker", "form_key": "the-very-same-key-of-this-form"}
    assert as_ada.submit(DO, form).location == as_ada.submit(DO, form).location
    assert len(acts()) == 1


def test_whom_it_left_as_they_are_is_told_with_the_reason(as_ada, people, cast):
    as_ada.submit(DO, {"act": "owner", "ids": str(people[0].id), "owner": str(cast.ada.id)})
    answer = as_ada.submit(DO, {"act": "owner", "ids": ticked(people), "owner": str(cast.ada.id)})
    page = as_ada.get(answer.location).text
    assert "Nothing changes for them" in page and people[0].full_name in page


def test_erasing_asks_for_the_number_and_says_that_there_is_no_way_back(as_ada, people):
    said = {"act": "erase", "ids": ticked(people), "erasure_reason": "asked", "checked": "1"}
    page = as_ada.submit(REHEARSE, said).text
    assert "This cannot be taken back" in page and "Type the number of people" in page
    assert as_ada.submit(DO, {**said, "typed": "3"}).status_code == 409
    answer = as_ada.submit(DO, {**said, "typed": "4"})
    page = as_ada.get(answer.location).text
    assert "4 people are erased." in page and "Take all of it back" not in page
    assert all(one.is_erased for one in db.session.scalars(select(Candidate).where(Candidate.id.in_([p.id for p in people]))))


def test_a_mail_that_cannot_be_written_keeps_what_was_typed(as_ada, people):
    answer = as_ada.submit(REHEARSE, {"act": "mail", "ids": ticked(people), "subject_en": "Hi {{nobody}}", "body_en": "Kept words",
                                      "basis": "personal", "checked": "1"})  # fmt: skip
    assert answer.status_code == 422 and "Kept words" in answer.text


def test_roles_that_may_not_are_refused(as_hugo, as_cora, people):
    assert as_hugo.submit(DO, {"act": "tag", "ids": ticked(people), "tag": "x"}).status_code == 403
    assert as_cora.submit(DO, {"act": "erase", "ids": ticked(people), "erasure_reason": "asked", "typed": "4"}).status_code == 403


def test_an_act_is_its_beginners_alone(as_ada, as_otto, people):
    as_ada.submit(DO, {"act": "tag", "ids": ticked(people), "tag": "speaker"})
    [act] = acts()
    for path in (f"{DO}/{act.id}", f"{DO}/{act.id}/undoing", f"{DO}/{act.id}/stopping"):
        found = as_otto.get(path) if path.endswith(str(act.id)) else as_otto.submit(path)
        assert found.status_code == 404
    assert "speaker" not in as_otto.get(DO).text
    assert "Add a tag" in as_ada.get(DO).text


@pytest.mark.real_commits
def test_many_are_done_in_the_background_with_progress_and_a_stop(as_ada, make, cast):
    with transaction():
        for number in range(60):
            make.candidate(f"Person {number:02}", city="Oslo")
    answer = as_ada.submit(DO, {"act": "tag", "all": "1", "q": "city:Oslo", "tag": "speaker"})
    page = as_ada.get(answer.location).text
    assert "<progress" in page and "Stop" in page and "Take all of it back" in page
    advance_people_acts()
    page = as_ada.get(answer.location).text
    assert "60 people have the tag" in page
    back = as_ada.submit(f"{answer.location}/undoing")
    assert back.status_code == 303 and "<progress" in as_ada.get(answer.location).text
    advance_people_acts()
    with transaction():
        [act] = acts()
        assert (act.state, act.returned) == (BulkState.UNDONE, 60)
        assert set(db.session.scalars(select(PeopleActItem.outcome))) == {"undone"}


WRITE = {"act": "mail", "subject_en": "Hello {{first_name}}", "body_en": "Are you well? {{sender.name}}", "basis": "personal",
         "checked": "1"}  # fmt: skip


def test_a_mail_is_seen_as_one_of_its_readers_gets_it(as_ada, people, cast):
    page = as_ada.submit(REHEARSE, {**WRITE, "ids": ticked(people), "reader": "person 02"}).text
    assert "As Person 02 reads it" in page and "Hello Person" in page and cast.ada.name in page
    assert "Write to 4 people" in page and acts() == []


def test_words_come_from_the_library(as_ada, people, session):
    ensure_templates()
    form = {"act": "mail", "ids": ticked(people), "checked": "1"}
    assert "Catching up" in as_ada.submit(REHEARSE, form).text
    page = as_ada.submit(REHEARSE, {**form, "text": "catching-up", "use": "1"})
    assert page.status_code == 200 and "it has been a while since we spoke" in page.text
    assert as_ada.submit(REHEARSE, {**form, "text": "no-such-text", "use": "1"}).status_code == 200


def test_a_test_comes_to_oneself_and_the_words_stay(as_ada, people, cast):
    page = as_ada.submit("/recruiter/candidates/bulk/test", {**WRITE, "ids": ticked(people)})
    assert page.status_code == 200 and f"on its way to {cast.ada.email}" in page.text and "Are you well?" in page.text
    assert db.session.scalars(select(Message.address)).all() == [cast.ada.email]
    assert as_ada.submit("/recruiter/candidates/bulk/test", {**WRITE, "ids": ticked(people), "basis": ""}).status_code == 422

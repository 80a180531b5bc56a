"""The first page of the day."""

from datetime import timedelta

from app.candidates.commands import add_todo
from app.core.actors import SYSTEM
from app.core.clock import now, today
from app.extensions import db
from app.hiring.models import ApplicationState
from app.insights.home import day_of


def test_it_shows_what_waits_and_what_is_new(as_ada, cast, make):
    late = make.application(cast.carla, cast.job, given_name="Carla Candidate")
    late.reply_by = today() - timedelta(days=1)
    add_todo(what="Call the <b>agency</b>", due_on=today() - timedelta(days=2), owner_id=cast.ada.id, by=SYSTEM)
    add_todo(what="Not yet", due_on=today() + timedelta(days=9), owner_id=cast.ada.id, by=SYSTEM)
    request = make.review_request(make.application(job=cast.job, given_name="Rita Review"), cast.ada)
    make.application(job=cast.job, suspicious="too-fast")
    db.session.flush()
    page = as_ada.get("/recruiter/").text
    assert "Call the &lt;b&gt;agency" in page and "overdue" in page
    assert "Not yet" not in page
    assert "Carla Candidate" in page and "Rita Review" in page
    assert cast.job.title in page
    assert f"/recruiter/applications/{request.application_id}" in page


def test_it_knows_only_the_viewers_jobs(as_otto, as_hugo, cast, make):
    application = make.application(cast.carla, cast.job, given_name="Carla Candidate")
    application.reply_by = today()
    db.session.flush()
    assert "Carla Candidate" not in as_otto.get("/recruiter/").text
    assert cast.job.title not in as_otto.get("/recruiter/").text
    assert "Carla Candidate" in as_hugo.get("/recruiter/").text


def test_everybody_on_the_staff_has_a_home(as_ines, as_cora, as_cleo, as_root, cast):
    for browser in (as_ines, as_cora, as_cleo, as_root):
        assert browser.get("/recruiter/").status_code == 200


def test_an_interviewer_sees_owed_opinions_only(as_ines, cast, make):
    make.review_request(make.application(job=cast.job, given_name="Rita Review"), cast.ines)
    page = as_ines.get("/recruiter/").text
    assert "Rita Review" in page
    assert "New in your jobs" not in page


def test_a_new_installation_is_taught_three_steps(as_root, cast, make):
    page = as_root.get("/recruiter/").text
    assert "Three steps to begin" in page
    make.application(cast.carla, cast.job)
    db.session.flush()
    assert "Three steps to begin" not in as_root.get("/recruiter/").text


def test_new_means_since_the_last_visit(as_ada, cast, make):
    make.application(job=cast.job, applied_at=now() - timedelta(days=30))
    make.application(job=cast.job)
    page = as_ada.get("/recruiter/").text
    assert "1 new" in page and "2 in process" in page


def test_it_needs_few_queries(as_ada, cast, make, queries):
    for _one in range(3):
        make.application(job=make.job(team_id=cast.team.id))
    with queries as sent:
        as_ada.get("/recruiter/")
    assert sent.count <= 14, sent.statements


def test_each_number_opens_its_rows(as_ada, as_otto, cast, make):
    due = make.application(job=cast.job, reply_by=today())
    suspicious = make.application(job=cast.job, suspicious="too-fast")
    unconfirmed = make.application(job=cast.job, confirmed_at=None)
    for mark, application in (("due", due), ("suspicious", suspicious), ("unconfirmed", unconfirmed)):
        assert f'href="/recruiter/applications?mark={mark}"' in as_ada.get("/recruiter/").text
        page = as_ada.get(f"/recruiter/applications?mark={mark}").text
        assert page.count('id="row_') == 1
        assert f'id="row_{application.id}"' in page
        assert 'id="row_' not in as_otto.get(f"/recruiter/applications?mark={mark}").text


def test_every_number_of_a_job_is_counted_by_its_own_rule(app, cast, make):
    long_ago, day = now() - timedelta(days=40), timedelta(days=1)
    for promised in (None, today() - 9 * day, today() - day, today(), today() + 2 * day, today() + 3 * day):
        make.application(job=cast.job, reply_by=promised, applied_at=long_ago)
    make.application(job=cast.job, confirmed_at=None)
    make.application(job=cast.job, suspicious="too-fast", reply_by=today() - day)
    make.application(job=cast.job, state=ApplicationState.REJECTED, suspicious="too-fast")
    make.application(job=cast.job, state=ApplicationState.WITHDRAWN, reply_by=today() - day)
    db.session.flush()
    found = day_of(cast.ada)
    one = next(news for news in found.jobs if news.job.id == cast.job.id)
    assert (one.active, one.late, one.due, one.new) == (7, 2, 4, 1)
    assert (found.breaking_total, found.new, found.unconfirmed, found.suspicious) == (4, 1, 1, 1)
    assert day_of(cast.otto).jobs == [] and day_of(cast.otto).breaking_total == 0

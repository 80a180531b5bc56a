"""The report of one job: its numbers agree with the rows behind them."""

import csv
import io
import re
from datetime import timedelta

import pytest

from app.core.actors import user_actor
from app.core.clock import at, now, today
from app.extensions import db
from app.hiring.commands import ensure_reject_reasons, move_application, reject_application
from app.insights.funnel import Period, funnel_of, percentile, time_in_stages
from app.insights.sources import sources_report

PAGE = "/recruiter/insights/jobs/{}"


@pytest.fixture
def history(cast, make):
    """Ten applications ten days ago: five screened after 1…5 days, two of those interviewed, one rejected early."""
    ada, begin = user_actor(cast.ada.id), now() - timedelta(days=10)
    screening, interview = make.stage(cast.job, "Screening"), make.stage(cast.job, "Interview")
    applications = []
    for number in range(10):
        with at(begin):
            applications.append(
                make.application(job=cast.job, applied_at=begin, stage_entered_at=begin, source="fair" if number < 4 else "board")
            )
    for number, application in enumerate(applications[:5]):
        with at(begin + timedelta(days=number + 1)):
            move_application(application, to=screening, by=ada, from_stage=application.stage_id)
    for application in applications[:2]:
        with at(begin + timedelta(days=7)):
            move_application(application, to=interview, by=ada, from_stage=application.stage_id)
    reject_application(applications[9], reason=ensure_reject_reasons()[0], by=ada)
    make.application(job=cast.job, suspicious="too-fast", applied_at=begin)
    db.session.flush()
    return applications


def year():
    return Period.of(None, None)


def test_the_funnel_counts_who_ever_got_so_far(cast, history):
    funnel = funnel_of(cast.job.id, year())
    assert funnel.received == 10
    assert [step.reached for step in funnel.steps] == [10, 5, 2, 0, 0]


def test_whoever_skipped_a_stage_still_reached_it(cast, make):
    application = make.application(job=cast.job)
    move_application(
        application, to=make.stage(cast.job, "Offer"), by=user_actor(cast.ada.id), from_stage=application.stage_id
    )
    assert [step.reached for step in funnel_of(cast.job.id, year()).steps] == [1, 1, 1, 1, 0]


def test_time_in_stage_is_of_completed_stays(cast, history):
    applied, screening, interview, _offer, _hired = time_in_stages(cast.job.id, year())
    assert (applied.n, applied.median_days) == (6, 3.5)
    assert applied.p90_days == 10.0
    assert (screening.n, screening.median_days) == (2, 5.5)
    assert (interview.n, interview.median_days) == (0, None)


@pytest.mark.parametrize(("values", "expected"), [([1.0], 1.0), (list(map(float, range(1, 11))), 9.0), ([1.0, 2.0], 2.0)])
def test_the_percentile_is_the_nearest_rank(values, expected):
    assert percentile(values, 0.9) == expected


def test_sources_say_what_became_of_them(cast, history):
    rows = {row.source: row for row in sources_report(cast.job.id, year())}
    assert (rows["fair"].received, rows["fair"].interviewed, rows["fair"].hired) == (4, 2, 0)
    assert (rows["board"].received, rows["board"].interviewed) == (6, 0)


def test_a_period_before_everything_is_empty(cast, history):
    past = Period.of(today() - timedelta(days=400), today() - timedelta(days=300))
    assert funnel_of(cast.job.id, past).received == 0
    assert sources_report(cast.job.id, past) == []


def test_every_number_opens_as_many_rows(as_ada, cast, history):
    page = as_ada.get(PAGE.format(cast.job.id)).text
    links = re.findall(r'<a href="(/recruiter/jobs/\d+/applications\?[^"]+)">(\d+)</a>', page)
    assert len(links) >= 9
    for address, number in links:
        rows = as_ada.get(address.replace("&amp;", "&")).text
        shown = len(re.findall(r'id="row_\d+"', rows))
        assert shown == int(number), address


def test_each_section_prints_its_definition(as_ada, cast, history):
    assert as_ada.get(PAGE.format(cast.job.id)).text.count("Definition:") == 3


def test_the_csv_says_the_same_and_no_formula(as_ada, cast, history, make):
    make.application(job=cast.job, source="=HYPERLINK(1)")
    answer = as_ada.get(f"{PAGE.format(cast.job.id)}/funnel.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Received", "11"]
    sources = as_ada.get(f"{PAGE.format(cast.job.id)}/sources.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK" in sources
    assert as_ada.get(f"{PAGE.format(cast.job.id)}/nonsense.csv").status_code == 404


def test_reports_of_other_teams_do_not_exist(as_otto, as_ines, as_hugo, cast, history):
    assert as_otto.get(PAGE.format(cast.job.id)).status_code == 404
    assert as_ines.get(PAGE.format(cast.job.id)).status_code == 403
    assert as_hugo.get(PAGE.format(cast.job.id)).status_code == 200
    assert as_hugo.get("/recruiter/insights").status_code == 200


@pytest.mark.parametrize("query", ["from=x&to=y", "from=9999-12-31&to=0001-01-01", "from=0001-01-01"])
def test_nonsense_in_the_period_is_no_500(as_ada, cast, query):
    assert as_ada.get(f"{PAGE.format(cast.job.id)}?{query}").status_code == 200

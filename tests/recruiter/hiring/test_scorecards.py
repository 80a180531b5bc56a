"""Scorecards in the browser, and the walk that looks for others' feedback on every route."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.activity import record
from app.core.actors import user_actor
from app.extensions import db
from app.hiring.activities import ScorecardGiven
from app.hiring.models import Application, KitAttribute, Rating, Scorecard, ScorecardRating
from tests.world import make_world, routes

SECRETS = ("zebra-takeaway", "zebra-note")


@pytest.fixture
def application(cast, make):
    return make.application(cast.carla, cast.job, stage="Interview")


@pytest.fixture
def kit(application, make):
    return make.kit(application.stage_id)


@pytest.fixture
def craft(kit):
    """The id of what the kit rates first."""
    return kit.attributes[0].id


@pytest.fixture
def interview(application, make, cast, kit):
    return make.interview(application, cast.ines, cast.hugo, starts_in=timedelta(hours=-3))


def filled(craft, **values):
    return {f"rating-{craft}": "yes", f"note-{craft}": "Clear code", "overall": "yes", "takeaway": "Knows it.", **values}


def test_a_draft_is_kept_while_one_writes_and_the_form_goes_on(as_ines, interview, craft):
    address = f"/recruiter/interviews/{interview.id}/scorecard"
    block = {"HX-Request": "true", "HX-Target": "saved"}
    first = as_ines.submit(f"{address}/draft", filled(craft, overall="", version="0"), headers=block)
    assert first.status_code == 200
    assert first.text.lstrip().startswith('<div id="saved"')
    assert "Kept at" in first.text
    version = first.text.split('name="version"')[1].split('value="')[1].split('"')[0]
    stale = as_ines.submit(f"{address}/draft", filled(craft, version="0", takeaway="Other"), headers=block)
    assert stale.status_code == 409
    assert "another window" in stale.text
    assert as_ines.submit(f"{address}/draft", filled(craft, version=version), headers=block).status_code == 200
    page = as_ines.get(address).text
    assert "Clear code" in page
    assert "Knows it." in page


def test_handing_in_opens_the_debrief(as_ines, interview, application, make, craft, cast):
    make.scorecard(interview, cast.hugo, takeaway="Hugo liked it.")
    assert "Hugo liked it." not in as_ines.get(f"/recruiter/applications/{application.id}/debrief").text
    answer = as_ines.submit(f"/recruiter/interviews/{interview.id}/scorecard", filled(craft))
    assert answer.location == f"/recruiter/applications/{application.id}/debrief"
    page = as_ines.get(answer.location).text
    assert "Hugo liked it." in page
    assert "they agree" in page


def test_without_a_side_nothing_is_handed_in_and_nothing_is_lost(as_ines, interview, craft):
    answer = as_ines.submit(f"/recruiter/interviews/{interview.id}/scorecard", filled(craft, overall=""))
    assert answer.status_code == 409
    assert "Take a side" in answer.text
    assert "Clear code" in answer.text
    assert db.session.scalars(select(Scorecard)).all() == []


def test_keeping_without_scripts(as_ines, interview, craft):
    answer = as_ines.submit(f"/recruiter/interviews/{interview.id}/scorecard", filled(craft, overall="", action="keep"))
    assert answer.status_code == 303
    assert db.session.scalars(select(Scorecard.submitted_at)).one() is None


def test_whoever_was_not_there_gives_no_scorecard(as_ada, as_otto, interview, craft):
    assert as_ada.get(f"/recruiter/interviews/{interview.id}/scorecard").status_code == 403
    assert as_otto.get(f"/recruiter/interviews/{interview.id}/scorecard").status_code == 404


def test_the_debrief_says_where_they_differ_in_few_queries(as_ada, interview, application, make, craft, cast, queries):
    for who, rating, overall in ((cast.ines, Rating.STRONG_YES, Rating.YES), (cast.hugo, Rating.NO, Rating.NO)):
        make.scorecard(interview, who, overall=overall, ratings=[ScorecardRating(attribute_id=craft, rating=rating, note="Saw it.")])
    with queries as sent:
        page = as_ada.get(f"/recruiter/applications/{application.id}/debrief").text
    assert page.count("they differ") == 2
    assert sent.count <= 20, sent.statements


@pytest.mark.parametrize("who", ["ines", "hugo", "ada"])
def test_nobody_who_owes_a_scorecard_finds_others_feedback_on_any_route(app, make, cast, who):
    """Texts, ratings and that there is any: on every page, fragment, file and answer that a colleague can open."""
    world = make_world(make, cast)
    viewer = getattr(cast, who)
    interview = make.interview(
        db.session.get_one(Application, world.own.values["application_id"]), cast.root, viewer, starts_in=timedelta(hours=-5)
    )
    attribute_id = db.session.scalars(select(KitAttribute.id)).first()
    card = make.scorecard(
        interview, cast.root, takeaway="zebra-takeaway", overall=Rating.STRONG_NO,
        ratings=[ScorecardRating(attribute_id=attribute_id, rating=Rating.STRONG_NO, note="zebra-note")],
    )  # fmt: skip
    application_id = interview.application_id
    record(
        ScorecardGiven(candidate=world.cast.carla, job=cast.job, application=application_id, subject=card),
        by=user_actor(cast.root.id),
    )
    db.session.flush()
    browser = make.signed_in(app, viewer)
    world.own.values["interview_id"] = interview.id
    seen, opened = [], 0
    for method, rule in routes(app):
        if method != "GET":
            continue
        answer = browser.get(world.address(app.url_map, rule, user=viewer))
        opened += answer.status_code == 200
        text = answer.get_data().decode("utf-8", "replace")
        if any(secret in text for secret in SECRETS) or "gave a scorecard" in text:
            seen.append(rule.rule)
        if "scorecard" not in rule.rule and "Strong no" in text:
            seen.append(f"{rule.rule} (rating)")
    assert seen == []
    assert opened > 15


def test_the_walk_would_find_what_is_shown(as_ada, interview, application, make, cast):
    """Ada owes nothing: she reads the card, and the timeline that there is one."""
    card = make.scorecard(interview, cast.hugo, takeaway="zebra-takeaway")
    record(ScorecardGiven(candidate=cast.carla, job=cast.job, application=application, subject=card), by=user_actor(cast.hugo.id))
    db.session.flush()
    assert "zebra-takeaway" in as_ada.get(f"/recruiter/applications/{application.id}/debrief").text
    assert "gave a scorecard" in as_ada.get(f"/recruiter/candidates/{cast.carla.id}").text
    assert "gave a scorecard" in as_ada.get(f"/recruiter/applications/{application.id}").text


def test_the_candidate_reads_nothing_of_it(as_carla, interview, application, make, cast):
    make.scorecard(interview, cast.hugo, takeaway="zebra-takeaway")
    for address in ("/me", f"/me/applications/{application.id}", "/me/data"):
        assert "zebra" not in as_carla.get(address).text

"""Scorecards: a draft is one's own, giving takes a side, others' are hidden until one's own is in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.activity import Activity, ChangedValue
from app.core.actors import user_actor
from app.extensions import db
from app.hiring.commands import (
    AlreadyGiven,
    AttributeDraft,
    CardChangedElsewhere,
    CardDraft,
    CardTooEarly,
    KitUnfit,
    NoCardOwed,
    RatingDraft,
    TakeawayMissing,
    VerdictMissing,
    ensure_kit,
    give_scorecard,
    keep_draft,
    save_kit,
)
from app.hiring.models import InterviewState, KitAttribute, Rating, SeatRole
from app.hiring.policy import visible_scorecards


@pytest.fixture
def kit(application, make):
    return make.kit(application.stage_id)


@pytest.fixture
def interview(application, make, cast, kit):
    return make.interview(application, cast.ines, cast.hugo, starts_in=timedelta(days=-1))


@pytest.fixture
def ines(cast):
    return user_actor(cast.ines.id)


def draft(kit, **values):
    ratings = {kit.attributes[0].id: RatingDraft(Rating.YES, "Clear code")}
    return CardDraft(**{"overall": Rating.YES, "takeaway": "Knows the craft.", "ratings": ratings, **values})


def given_by(viewer):
    return {card.user_id for card in db.session.scalars(visible_scorecards(viewer))}


def test_a_draft_is_kept_unfinished_and_read_by_nobody_else(interview, application, kit, cast, ines):
    card = keep_draft(interview, application, draft=draft(kit, overall=None, takeaway=""), attributes=kit.rated, by=ines)
    assert not card.is_given
    assert [one.rating for one in card.ratings] == [Rating.YES, Rating.NOT_ASSESSED]
    assert given_by(cast.ines) == {cast.ines.id}
    assert given_by(cast.ada) == given_by(cast.root) == set()
    assert db.session.scalar(select(Activity.id).where(Activity.kind.startswith("scorecard"))) is None


def test_giving_takes_a_side_and_says_why(interview, application, kit, ines):
    with pytest.raises(VerdictMissing):
        give_scorecard(interview, application, draft=draft(kit, overall=Rating.MIXED), attributes=kit.rated, by=ines)
    with pytest.raises(TakeawayMissing):
        give_scorecard(interview, application, draft=draft(kit, takeaway=" "), attributes=kit.rated, by=ines)


def test_given_once_it_is_no_draft_any_more_and_changes_are_logged(interview, application, kit, ines):
    card = give_scorecard(interview, application, draft=draft(kit), attributes=kit.rated, by=ines)
    with pytest.raises(AlreadyGiven):
        keep_draft(interview, application, draft=draft(kit), attributes=kit.rated, by=ines, version=card.version)
    give_scorecard(interview, application, draft=draft(kit, overall=Rating.NO), attributes=kit.rated, by=ines, version=card.version)
    changed = db.session.scalars(select(ChangedValue)).one()
    assert (changed.field, changed.old, changed.new) == ("overall", "yes", "no")
    assert card.amended_at is not None


def test_a_second_window_does_not_overwrite_the_first(interview, application, kit, ines):
    card = keep_draft(interview, application, draft=draft(kit), attributes=kit.rated, by=ines)
    with pytest.raises(CardChangedElsewhere):
        keep_draft(interview, application, draft=draft(kit, takeaway="Other"), attributes=kit.rated, by=ines)
    assert card.takeaway == "Knows the craft."


def test_only_the_panel_owes_a_card_and_only_for_what_took_place(interview, application, make, kit, cast, ines, ada):
    with pytest.raises(NoCardOwed):
        keep_draft(interview, application, draft=draft(kit), attributes=kit.rated, by=ada)
    interview.seat_of(cast.ines.id).role = SeatRole.OBSERVER
    with pytest.raises(NoCardOwed):
        keep_draft(interview, application, draft=draft(kit), attributes=kit.rated, by=ines)
    interview.seat_of(cast.ines.id).role = SeatRole.LEAD
    interview.state = InterviewState.CANDIDATE_ABSENT
    with pytest.raises(NoCardOwed):
        keep_draft(interview, application, draft=draft(kit), attributes=kit.rated, by=ines)
    coming = make.interview(application, cast.ines)
    with pytest.raises(CardTooEarly):
        give_scorecard(coming, application, draft=draft(kit), attributes=kit.rated, by=ines)


def test_whoever_sits_on_the_panel_waits_until_their_own_is_in(interview, application, make, kit, cast, ines):
    make.scorecard(interview, cast.hugo)
    assert given_by(cast.ines) == set()
    assert given_by(cast.ada) == given_by(cast.root) == {cast.hugo.id}
    assert given_by(cast.otto) == set()
    give_scorecard(interview, application, draft=draft(kit), attributes=kit.rated, by=ines)
    assert given_by(cast.ines) == {cast.ines.id, cast.hugo.id}


def test_a_recruiter_on_the_panel_waits_too_even_for_other_interviews_of_the_person(interview, application, make, cast):
    make.scorecard(interview, cast.hugo)
    second = make.interview(application, cast.ada, starts_in=timedelta(days=2))
    assert given_by(cast.ada) == set()
    second.state = InterviewState.CANCELLED
    db.session.flush()
    assert given_by(cast.ada) == {cast.hugo.id}


def test_an_interviewer_reads_the_cards_of_their_own_interview_only(interview, application, make, cast):
    other = make.interview(application, cast.hugo, starts_in=timedelta(days=-2))
    make.scorecard(other, cast.hugo)
    make.scorecard(interview, cast.ines)
    assert {card.interview_id for card in db.session.scalars(visible_scorecards(cast.ines))} == {interview.id}


def test_a_stage_begins_with_a_kit_that_fits_most_talks(application):
    kit = ensure_kit(application.stage_id)
    assert ensure_kit(application.stage_id) is kit
    assert len(kit.rated) == 4
    assert all(attribute.questions for attribute in kit.rated)


def test_what_was_rated_is_retired_not_lost(kit, cast, ada):
    craft = kit.attributes[0]
    save_kit(kit, cast.job, purpose="Depth", attributes=[AttributeDraft("Clarity"), AttributeDraft("Craft!", "Show me.", craft.id)], by=ada)
    assert [one.name for one in sorted(kit.rated, key=lambda one: one.position)] == ["Clarity", "Craft!"]
    assert db.session.scalars(select(KitAttribute.name).where(KitAttribute.retired_at.is_not(None))).all() == ["Teamwork"]
    with pytest.raises(KitUnfit):
        save_kit(kit, cast.job, purpose="", attributes=[AttributeDraft(" ")], by=ada)

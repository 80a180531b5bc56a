"""Rejecting, screening, acting on many, the list and offers, as pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.clock import today
from app.extensions import db
from app.hiring.models import Application, ApplicationState, BulkAct, Offer, OfferState, Rejection
from app.mailing.models import Message


def page_of(application):
    return f"/recruiter/applications/{application.id}"


def fresh(application):
    return db.session.get(Application, application.id, populate_existing=True)


# -- rejecting ---------------------------------------------------------------------------------------------------


def test_the_form_shows_the_mail_as_this_person_reads_it(as_ada, cast, application):
    page = as_ada.get(f"{page_of(application)}/rejection").text
    assert "As Carla Candidate reads it" in page
    assert "carla@example.org" in page
    assert cast.job.title in page


def test_rejecting_offers_undo_and_undo_restores(as_ada, application, shipped):
    stage = application.stage_id
    answer = as_ada.submit(f"{page_of(application)}/rejection", {"reason": shipped[0].id, "tell": "y", "delay": 2})
    assert answer.status_code == 303
    after = as_ada.get(answer.location).text
    assert "can still be stopped" in after
    assert f"{page_of(application)}/rejection/undoing" in after
    assert fresh(application).state is ApplicationState.REJECTED
    assert as_ada.submit(f"{page_of(application)}/rejection/undoing").status_code == 303
    assert fresh(application).is_active and fresh(application).stage_id == stage


def test_silence_without_a_reason_is_refused_and_what_was_typed_survives(as_ada, application, shipped):
    answer = as_ada.submit(
        f"{page_of(application)}/rejection", {"reason": shipped[0].id, "note": "Typed at length", "delay": 2}
    )
    assert answer.status_code == 409
    assert "say why this person hears nothing" in answer.text
    assert "Typed at length" in answer.text
    assert fresh(application).is_active


@pytest.mark.parametrize("values", [{}, {"reason": "999999"}, {"reason": "x", "delay": "y"}])
def test_a_form_not_well_filled_is_422(as_ada, application, values):
    assert as_ada.submit(f"{page_of(application)}/rejection", {"tell": "y", **values}).status_code == 422


def test_a_stale_rejection_is_refused(as_ada, application, shipped):
    answer = as_ada.submit(
        f"{page_of(application)}/rejection", {"reason": shipped[0].id, "tell": "y", "delay": 2, "version": 77}
    )
    assert answer.status_code == 409


def test_it_returns_to_where_screening_was_but_never_elsewhere(as_ada, make, cast, shipped):
    for wanted, expected in (("/recruiter/jobs/1/screen", "/recruiter/jobs/1/screen"), ("//evil.example", None)):
        application = make.application(job=cast.job)
        answer = as_ada.submit(
            f"{page_of(application)}/rejection", {"reason": shipped[0].id, "tell": "y", "delay": 2, "next": wanted}
        )
        assert answer.location.endswith(expected or page_of(application))


# -- screening ---------------------------------------------------------------------------------------------------


def screen(job, **query):
    from urllib.parse import urlencode

    return f"/recruiter/jobs/{job.id}/screen?{urlencode(query)}"


def test_one_after_another_with_the_place_in_the_queue(as_ada, cast, make):
    first, second, third = (make.application(job=cast.job, given_name=name) for name in ("Ann", "Ben", "Cyd"))
    page = as_ada.get(screen(cast.job)).text
    assert "1 of 3" in page and page_of(first) in page
    assert f"application={second.id}" in page
    page = as_ada.get(screen(cast.job, application=third.id)).text
    assert "3 of 3" in page
    assert 'data-shortcut="k"' in page and 'data-shortcut="j"' not in page


def test_a_decision_leads_to_the_next_person(as_ada, cast, make):
    first, second = make.application(job=cast.job), make.application(job=cast.job)
    page = as_ada.get(screen(cast.job)).text
    form = re.search(r'<form method="post" action="[^"]+/moves".*?</form>', page, re.S).group()
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    fields["next"] = fields["next"].replace("&amp;", "&")
    answer = as_ada.submit(f"{page_of(first)}/moves", {k: v for k, v in fields.items() if k != "csrf_token"})
    assert answer.status_code == 303
    assert f"application={second.id}" in answer.location
    assert "1 of 1" in as_ada.get(answer.location).text


def test_maybes_wait_in_their_own_queue(as_ada, cast, make):
    application = make.application(job=cast.job, given_name="Mia Maybe")
    as_ada.submit(f"{page_of(application)}/mark", {"mark": "maybe"})
    assert "Everybody here is screened" in as_ada.get(screen(cast.job)).text
    assert page_of(application) in as_ada.get(screen(cast.job, show="maybe")).text


def test_searched_words_are_marked_and_nothing_else_is(as_ada, cast, make):
    from app.hiring.models import Answer

    application = make.application(job=cast.job)
    question = make.question(cast.job)
    make.add(Answer(application_id=application.id, question_id=question.id, value="I know <b>Python</b> well"))
    page = as_ada.get(screen(cast.job, words="python")).text
    assert "&lt;b&gt;<mark>Python</mark>&lt;/b&gt;" in page


@pytest.mark.parametrize("words", ['"', "(((", "field:", "a AND", "\x00", "x" * 5000])
def test_any_words_are_answered(as_ada, cast, make, words):
    make.application(job=cast.job)
    assert as_ada.get(screen(cast.job, words=words)).status_code == 200


@pytest.mark.parametrize("query", [{"application": "99999999999999999999"}, {"application": "x"}, {"stage": "x"}])
def test_nonsense_in_the_address_is_no_500(as_ada, cast, make, query):
    make.application(job=cast.job)
    assert as_ada.get(screen(cast.job, **query)).status_code == 200
    assert as_ada.get(screen(cast.job, stage=999_999)).status_code == 404


def test_screening_is_not_for_others(as_otto, as_ines, cast, make):
    make.application(job=cast.job)
    assert as_otto.get(screen(cast.job)).status_code == 404
    assert as_ines.get(screen(cast.job)).status_code == 403


# -- many --------------------------------------------------------------------------------------------------------


def test_moving_many_is_rehearsed_done_and_taken_back(as_ada, cast, make):
    many = [make.application(job=cast.job) for _one in range(4)]
    to = make.stage(cast.job, "Screening")
    rehearsal = as_ada.submit(
        f"/recruiter/jobs/{cast.job.id}/bulk", {"act": "move", "to": to.id, "application": [one.id for one in many[:3]]}
    )
    assert rehearsal.status_code == 200
    assert "3 applications move to Screening" in rehearsal.text
    assert fresh(many[0]).stage_id != to.id
    ids = re.search(r'name="ids" value="([^"]+)"', rehearsal.text).group(1)
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk-moves", {"ids": ids, "to": to.id})
    assert answer.status_code == 303
    assert [fresh(one).stage_id == to.id for one in many] == [True, True, True, False]
    act = db.session.scalars(select(BulkAct)).one()
    assert f"/bulk-acts/{act.id}/undoing" in as_ada.get(answer.location).text
    assert as_ada.submit(f"/recruiter/bulk-acts/{act.id}/undoing").status_code == 303
    assert all(fresh(one).stage_id != to.id for one in many)


def test_all_matching_reaches_beyond_the_page(as_ada, cast, make, shipped):
    for number in range(3):
        make.application(job=cast.job, source="agency" if number else "fair")
    rehearsal = as_ada.submit(
        f"/recruiter/jobs/{cast.job.id}/bulk", {"act": "reject", "all": "1", "query": "source=agency&state=active"}
    )
    assert "Reject 2 people" in rehearsal.text
    ids = re.search(r'name="ids" value="([^"]+)"', rehearsal.text).group(1)
    answer = as_ada.submit(
        f"/recruiter/jobs/{cast.job.id}/bulk-rejections", {"ids": ids, "reason": shipped[0].id, "tell": "y", "delay": 2}
    )
    assert answer.status_code == 303
    assert len(db.session.scalars(select(Rejection)).all()) == 2


def test_one_colleague_is_asked_about_several_with_one_mail(as_ada, cast, make):
    many = [make.application(job=cast.job) for _one in range(3)]
    ids = [one.id for one in many]
    rehearsal = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk", {"act": "ask", "application": ids})
    assert "on 3 applications" in rehearsal.text
    form = {"ids": ",".join(map(str, ids)), "user": cast.hugo.id, "message": "Which of them?"}
    assert as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk-reviews", form).status_code == 303
    assert len(db.session.scalars(select(Message).where(Message.user_id == cast.hugo.id)).all()) == 1
    assert as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk-reviews", form).status_code == 409


def test_a_move_can_be_taken_back_from_its_toast(as_ada, cast, make):
    application = make.application(job=cast.job)
    before, to = application.stage_id, make.stage(cast.job, "Interview").id
    answer = as_ada.submit(f"{page_of(application)}/moves", {"to": to, "from_stage": before})
    toast = as_ada.get(answer.location).text
    form = re.search(rf'<form method="post" action="{page_of(application)}/moves" class="inline-form".*?</form>', toast[toast.index('id="toasts"'):], re.S)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group()))
    assert (int(fields["to"]), int(fields["from_stage"])) == (before, to)
    as_ada.submit(f"{page_of(application)}/moves", {"to": before, "from_stage": to})
    assert fresh(application).stage_id == before


def test_nothing_ticked_is_said(as_ada, cast):
    answer = as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk", {"act": "move", "to": "1"})
    assert answer.status_code == 409
    assert "Tick at least one" in answer.text


def test_another_teams_people_cannot_be_slipped_into_a_bulk_act(as_ada, cast, make, shipped):
    stranger = make.application(job=make.job(team_id=cast.other_team.id))
    own = make.application(job=cast.job)
    as_ada.submit(
        f"/recruiter/jobs/{cast.job.id}/bulk-rejections",
        {"ids": f"{own.id},{stranger.id},x,-1,99999999999999999999", "reason": shipped[0].id, "tell": "y", "delay": 2},
    )
    assert fresh(stranger).is_active
    assert not fresh(own).is_active


def test_only_whoever_did_it_takes_a_bulk_act_back(as_ada, as_hugo, cast, make):
    many = [make.application(job=cast.job) for _one in range(2)]
    to = make.stage(cast.job, "Screening")
    as_ada.submit(f"/recruiter/jobs/{cast.job.id}/bulk-moves", {"ids": ",".join(str(o.id) for o in many), "to": to.id})
    act = db.session.scalars(select(BulkAct)).one()
    assert as_hugo.submit(f"/recruiter/bulk-acts/{act.id}/undoing").status_code == 404


# -- the list ----------------------------------------------------------------------------------------------------


def listing(job, query=""):
    return f"/recruiter/jobs/{job.id}/applications?{query}"


def test_it_narrows_by_state_stage_source_and_words(as_ada, cast, make):
    from app.hiring.models import Answer

    anna = make.application(make.candidate("Anna Agency"), cast.job, source="agency", stage="Interview")
    bert = make.application(make.candidate("Bert Board"), cast.job, source="board")
    question = make.question(cast.job)
    make.add(Answer(application_id=bert.id, question_id=question.id, value="I love beekeeping"))
    stage = make.stage(cast.job, "Interview")
    for query, expected in (
        ("", {anna.id, bert.id}), ("from=2099-01-01", set()), ("source=agency", {anna.id}), (f"stage={stage.id}", {anna.id}),
        ("q=BEEKEEPING", {bert.id}), ("q=anna", {anna.id}), ("state=rejected", set()), ("mark=late", set()),
        (f"reached={stage.id}", {anna.id}),
    ):  # fmt: skip
        page = as_ada.get(listing(cast.job, query))
        assert page.status_code == 200
        assert {int(n) for n in re.findall(r'id="row_(\d+)"', page.text)} == expected, query


@pytest.mark.parametrize(
    "query", ["sort=x&order=y&page=-3", "page=99999999999", "stage=x", "from=yesterday", "state=%00", "q=%25_%5C'\"", "mark=x"]
)
def test_nonsense_in_the_filters_is_no_500(as_ada, cast, make, query):
    make.application(job=cast.job)
    assert as_ada.get(listing(cast.job, query)).status_code == 200


def test_every_sort_goes_both_ways(as_ada, cast, make):
    one = make.application(make.candidate("Aaron"), cast.job, source="a")
    two = make.application(make.candidate("Zoe"), cast.job, source="z", stage="Interview")
    for sort in ("name", "stage", "source"):
        order = [int(n) for n in re.findall(r'id="row_(\d+)"', as_ada.get(listing(cast.job, f"sort={sort}&order=asc")).text)]
        assert order == [one.id, two.id]
        back = [int(n) for n in re.findall(r'id="row_(\d+)"', as_ada.get(listing(cast.job, f"sort={sort}&order=desc")).text)]
        assert back == [two.id, one.id]


def test_the_list_of_other_people_does_not_exist(as_otto, as_ines, cast):
    assert as_otto.get(listing(cast.job)).status_code == 404
    assert as_ines.get(listing(cast.job)).status_code == 404


# -- offers ------------------------------------------------------------------------------------------------------


def terms(**values):
    return {
        "title": "Engineer", "pay": "70000", "currency": "EUR", "starts_on": (today() + timedelta(days=40)).isoformat(),
        **values,
    }  # fmt: skip


def test_an_offer_is_prepared_sent_and_listed(as_ada, application):
    assert as_ada.get(f"{page_of(application)}/offers/new").status_code == 200
    assert as_ada.submit(f"{page_of(application)}/offers", terms()).status_code == 303
    offer = db.session.scalars(select(Offer)).one()
    assert (offer.state, offer.pay_minor) == (OfferState.DRAFT, 70_000_00)
    assert as_ada.submit(f"/recruiter/offers/{offer.id}/sending").status_code == 303
    assert db.session.scalar(select(Message.address).where(Message.cause == f"offer-made:{offer.id}"))
    assert "Engineer" in as_ada.get("/recruiter/offers").text or "Carla" in as_ada.get("/recruiter/offers").text
    assert "€70,000" in as_ada.get(page_of(application)).text


def test_the_same_form_sent_twice_makes_one_offer(as_ada, application):
    for _time in range(2):
        as_ada.submit(f"{page_of(application)}/offers", terms(form_key="same"))
    assert len(db.session.scalars(select(Offer)).all()) == 1


@pytest.mark.parametrize("wrong", [{"pay": "-1"}, {"pay": "1e400"}, {"pay": "NaN"}, {"starts_on": "soon"}, {"title": ""}])
def test_an_offer_that_cannot_be_is_422(as_ada, application, wrong):
    assert as_ada.submit(f"{page_of(application)}/offers", terms(**wrong)).status_code == 422


def test_a_start_in_the_past_is_refused_at_its_field(as_ada, application):
    answer = as_ada.submit(f"{page_of(application)}/offers", terms(starts_on="2020-01-01"))
    assert answer.status_code == 409
    assert "lies in the past" in answer.text


def test_offers_are_not_for_others(as_otto, as_hugo, as_ada, application):
    as_ada.submit(f"{page_of(application)}/offers", terms())
    offer = db.session.scalars(select(Offer)).one()
    assert as_otto.submit(f"/recruiter/offers/{offer.id}/sending").status_code == 404
    assert as_hugo.submit(f"/recruiter/offers/{offer.id}/sending").status_code == 403
    assert "Carla" not in as_otto.get("/recruiter/offers").text

"""Nobody reads, finds, counts, exports or acts on people, jobs and lists they may not see, whatever they ask.

The pages that read a question are found by watching what they ask of their address, so a new one is in here by itself.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from app.candidates.models import Candidate, CandidateTag, DuplicatePair, NoteVisibility
from app.core.actors import user_actor
from app.core.refusals import Refused
from app.extensions import db
from app.jobs.models import TeamRole
from app.search.bulk import Chosen, act_kinds, begin_people_act
from app.search.bulk.people import people_of, rehearse
from app.search.exporting import ExportFormat
from app.search.index import keep_indexed
from app.search.models import SavedView
from app.search.parser import parse
from app.search.queries import count_candidates, matching_ids, near_names, search_candidates
from app.search.suggest import suggest
from app.talent.models import Sharing
from tests.world import routes

PERSON = ("featherstone", "secretmail", "of-silence", "mossgrove", "whispered")
JOB = ("moonshot",)
LISTS = ("pool of otto", "segment of otto", "view of otto")
HIDDEN = {
    "hugo": (*PERSON, *JOB, *LISTS), "ines": (*PERSON, *JOB, *LISTS),
    "ada": (*JOB, *LISTS), "cora": (*JOB, *LISTS), "cleo": LISTS,
}  # fmt: skip
"""Role → words that must stand on none of its pages: of a person none of its jobs met, a confidential job, private lists."""
QUESTIONS = ("", "quillon", "email:hush.person*", "city:ullapool", "tag:tag-", "job:moon", "pool:pool", "-tag:none")
"""They find what is hidden without saying it, so that a page that only repeats the question is not blamed."""


@dataclass
class Scene:
    secret: Candidate
    values: dict[str, int]


@pytest.fixture
def scene(cast: Any, make: Any) -> Scene:
    secret = make.candidate(
        "Quillon Featherstone", email="hush.person@secretmail.example", city="Ullapool", current_employer="Mossgrove Works",
        tags=("tag-of-silence",), phone="+441234567890",
    )  # fmt: skip
    twin = make.candidate("Quillon Featherstone", email="hush.person+2@secretmail.example", city="Ullapool")
    make.note(secret, body="Somebody whispered.", author_id=cast.otto.id, visibility=NoteVisibility.TEAM)
    job = make.job("Moonshot Officer", team_id=cast.other_team.id, confidential=True, published=False)
    make.member(job, cast.otto, TeamRole.RECRUITER, lead=True)
    application = make.application(secret, job)
    pool = make.pool("Pool of Otto", owner=cast.otto, sharing=Sharing.PRIVATE)
    make.pool_member(pool, secret)
    segment = make.segment("Segment of Otto", owner=cast.otto, query="city:ullapool", sharing=Sharing.PRIVATE)
    view = make.add(SavedView(owner_id=cast.otto.id, name="View of Otto", name_key="view of otto", query="city:ullapool"))
    make.add(DuplicatePair(first_id=secret.id, second_id=twin.id, reason="shared_phone", strength=3))
    make.application(cast.carla, cast.job)
    foreign = {
        "candidate_id": secret.id, "job_id": job.id, "application_id": application.id, "pool_id": pool.id,
        "segment_id": segment.id, "view_id": view.id,
    }  # fmt: skip
    db.session.flush()
    keep_indexed([secret.id, twin.id, cast.carla.id])
    return Scene(secret, foreign)


@pytest.fixture
def browsers(as_hugo: Any, as_ines: Any, as_ada: Any, as_cora: Any, as_cleo: Any) -> dict[str, Any]:
    return {"hugo": as_hugo, "ines": as_ines, "ada": as_ada, "cora": as_cora, "cleo": as_cleo}


def pages(app: Any, values: dict[str, int]) -> list[str]:
    """Every GET address of the back office whose variables `values` knows."""
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: values[name] for name in rule.arguments}, method="GET")
        for method, rule in routes(app)
        if method == "GET" and rule.rule.startswith("/recruiter") and rule.arguments <= values.keys()
    ]


@pytest.fixture
def asking(app: Any, cast: Any, as_root: Any, scene: Scene, monkeypatch: Any) -> list[str]:
    """Addresses of pages that look at `q`."""
    asked: set[str] = set()

    class Watched(ImmutableMultiDict):  # type: ignore[type-arg]
        def get(self, key: str, *rest: Any, **kwargs: Any) -> Any:
            asked.add(key)
            return super().get(key, *rest, **kwargs)

    found = []
    with monkeypatch.context() as patch:
        patch.setattr(Request, "parameter_storage_class", Watched)
        for address in pages(app, {"candidate_id": cast.carla.id, "job_id": cast.job.id}):
            asked.clear()
            as_root.get(address)
            if "q" in asked:
                found.append(address)
    return found


def leaks(answer: Any, role: str) -> list[str]:
    text = answer.get_data(as_text=True).lower()
    return [word for word in HIDDEN[role] if word in text]


def test_no_page_that_reads_a_question_answers_with_what_its_reader_may_not_see(
    asking: list[str], scene: Scene, browsers: Any, as_root: Any
) -> None:
    assert {"/recruiter/candidates", "/recruiter/candidates/suggest", "/recruiter/palette"} <= set(asking)
    for question in ("quillon", "city:ullapool", "tag:tag-of-silence"):
        assert "featherstone" in as_root.get("/recruiter/candidates", query_string={"q": question}).text.lower(), question
    for role, browser in browsers.items():
        for address in asking:
            for question in QUESTIONS if role in ("hugo", "ines") else QUESTIONS[:1] + QUESTIONS[5:7]:
                answer = browser.get(address, query_string={"q": question, "cursor": len(question), "exact": 1})
                assert answer.status_code < 500 and leaks(answer, role) == [], (role, address, question)
                if answer.status_code in (403, 404):
                    break


def test_no_page_shows_it_unasked_and_its_own_pages_do_not_exist(app: Any, scene: Scene, browsers: Any) -> None:
    for role in ("hugo", "ines"):
        for address in pages(app, {}):
            assert leaks(browsers[role].get(address), role) == [], (role, address)
        for address in set(pages(app, scene.values)) - set(pages(app, {})):
            answer = browsers[role].get(address)
            assert answer.status_code in (403, 404) and leaks(answer, role) == [], (role, address)
    for role in ("ada", "cora"):
        known = {name: scene.values[name] for name in ("job_id", "application_id", "pool_id", "segment_id", "view_id")}
        for address in set(pages(app, known)) - set(pages(app, {})):
            answer = browsers[role].get(address)
            assert answer.status_code in (403, 404) and leaks(answer, role) == [], (role, address)


@pytest.mark.parametrize("role", ["hugo", "ines"])
def test_counting_finding_and_completing_speak_of_the_same_people(role: str, cast: Any, scene: Scene) -> None:
    viewer = getattr(cast, role)
    for question in QUESTIONS:
        query = parse(question)
        ids = set(db.session.scalars(matching_ids(viewer, query)))
        assert scene.secret.id not in ids
        assert count_candidates(viewer, query).number == len(ids)
        assert set(search_candidates(viewer, query).ids) == ids
    assert near_names(viewer, parse("Kwillon Fetherstone")) == []
    for typed in ("city:ull", "tag:tag", "employer:moss", "job:moon", "pool:pool", "segment:seg", "owner:ot"):
        offered = " ".join(one.label.lower() for one in suggest(viewer, typed))
        assert not [word for word in (*HIDDEN[role], "ullapool") if word in offered], typed


@pytest.mark.parametrize("role", ["hugo", "ines", "cora", "cleo"])
def test_acts_on_many_reach_whom_their_user_sees_and_are_offered_to_who_may(role: str, cast: Any, scene: Scene) -> None:
    viewer = getattr(cast, role)
    everybody = Chosen([scene.secret.id, cast.carla.id])
    seen = set(db.session.scalars(people_of(everybody, viewer)))
    assert (scene.secret.id in seen) is (role in ("cora", "cleo"))
    assert set(db.session.scalars(people_of(Chosen(query=""), viewer))) >= seen
    assert {kind.name for kind in act_kinds(viewer)} == {kind.name for kind in act_kinds(cast.root) if viewer.may(kind.permission)}
    if role in ("hugo", "ines"):
        for kind in act_kinds(cast.root):
            with pytest.raises(Refused):
                begin_people_act(kind, everybody, given={"tag": "x", "key": "x"}, viewer=viewer, by=user_actor(viewer.id))


def test_a_rehearsal_names_nobody_its_user_does_not_see(cast: Any, scene: Scene) -> None:
    tag = next(kind for kind in act_kinds(cast.root) if kind.name == "tag")
    given = {"tag": "tag-of-silence", "key": "tag-of-silence"}
    assert [name for group in rehearse(tag, given, Chosen([scene.secret.id]), cast.hugo).left_out for name in group.names] == []
    assert rehearse(tag, given, Chosen([scene.secret.id]), cast.ada).left_out[0].names == [(scene.secret.id, "Quillon Featherstone")]


def test_an_export_holds_whom_its_list_shows(as_hugo: Any, as_ines: Any, as_root: Any, scene: Scene) -> None:
    asked = {"q": "", "all": "1", "format": ExportFormat.CSV.value, "ids": str(scene.secret.id)}
    for role, browser in (("hugo", as_hugo), ("ines", as_ines)):
        answer = browser.submit("/recruiter/candidates/exports", asked)
        assert answer.status_code in (200, 303, 403) and leaks(answer, role) == []
        if answer.status_code == 303:
            assert leaks(browser.get(answer.location), role) == []
    assert leaks(as_root.submit("/recruiter/candidates/exports", asked), "hugo"), "the export itself works"


def test_tags_of_people_one_does_not_see_are_on_no_choice(as_hugo: Any, cast: Any, scene: Scene) -> None:
    assert db.session.query(CandidateTag).filter_by(candidate_id=scene.secret.id).count() == 1
    page = as_hugo.get(f"/recruiter/candidates/{cast.carla.id}")
    assert page.status_code == 200 and leaks(page, "hugo") == []

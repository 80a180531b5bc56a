"""The pages of pools: the list, the board, the list of one, members, adding many."""

from typing import Any

import pytest
from sqlalchemy import func, insert, select

from app.candidates.models import Candidate
from app.core.clock import now
from app.extensions import db
from app.talent.models import LeftWhy, Pool, PoolMember, Sharing

HOSTILE = "<script>alert(1)</script> {{7*7}} \u202e\u0000 ' \" ; -- 🦻"


@pytest.fixture
def pool(make: Any, cast: Any) -> Any:
    return make.pool("Hearing engineers", owner=cast.ada, target_role="DSP Engineer", purpose="People **we** met.")


def test_an_empty_list_teaches(as_ada: Any) -> None:
    page = as_ada.get("/recruiter/pools")
    assert page.status_code == 200
    assert "Make the first pool" in page.text


def test_a_pool_is_made_and_shown(as_ada: Any) -> None:
    made = as_ada.submit("/recruiter/pools", {"name": "Audiologists", "purpose": "Warm *leads*", "sharing": "shared"})
    assert made.status_code == 303
    page = as_ada.get(made.location).text
    assert "<em>leads</em>" in page
    assert all(stage in page for stage in ("New", "Contacted", "Replied", "Interested", "Ready"))
    assert "Audiologists" in as_ada.get("/recruiter/pools").text


def test_a_pool_without_a_name_is_refused_and_what_was_typed_survives(as_ada: Any) -> None:
    refused = as_ada.submit("/recruiter/pools", {"name": " ", "purpose": "kept words", "sharing": "shared"})
    assert refused.status_code == 422
    assert "kept words" in refused.text


def test_a_taken_name_is_a_sentence_at_its_field(as_ada: Any, pool: Any) -> None:
    refused = as_ada.submit("/recruiter/pools", {"name": pool.name, "sharing": "shared"})
    assert refused.status_code == 409
    assert "There is a pool of this name already." in refused.text


def test_hostile_words_are_only_words(as_ada: Any) -> None:
    made = as_ada.submit("/recruiter/pools", {"name": HOSTILE, "purpose": HOSTILE, "target_role": HOSTILE, "sharing": "shared"})
    assert made.status_code == 303
    for address in (made.location, f"{made.location}?view=list", f"{made.location}/settings", "/recruiter/pools"):
        page = as_ada.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


@pytest.mark.parametrize("who", ["hugo", "ines", "cleo"])
def test_pools_are_recruitings_own(who: str, pool: Any, request: Any) -> None:
    client = request.getfixturevalue(f"as_{who}")
    assert client.get("/recruiter/pools").status_code == 403
    assert client.get(f"/recruiter/pools/{pool.id}").status_code in (403, 404)


def test_a_private_pool_does_not_exist_for_others(as_otto: Any, make: Any, cast: Any) -> None:
    private = make.pool("Quiet", owner=cast.ada, sharing=Sharing.PRIVATE)
    member = make.pool_member(private, make.candidate())
    assert as_otto.get(f"/recruiter/pools/{private.id}").status_code == 404
    assert as_otto.submit(f"/recruiter/pool-members/{member.id}/removal").status_code == 404
    assert "Quiet" not in as_otto.get("/recruiter/pools").text


def test_a_colleague_works_with_a_shared_pool_but_does_not_change_it(as_otto: Any, pool: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    ready = make.pool_stage(pool, "Ready")
    moved = as_otto.submit(
        f"/recruiter/pool-members/{member.id}/moves", {"to": ready.id, "from_stage": member.stage_id}
    )
    assert moved.status_code == 303
    assert as_otto.get(f"/recruiter/pools/{pool.id}/settings").status_code == 403
    assert as_otto.submit(f"/recruiter/pools/{pool.id}/archiving").status_code == 403


def test_a_stale_move_shows_the_card_where_it_stands(as_ada: Any, pool: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate("Nora Neu"), stage="Contacted")
    new, ready = make.pool_stage(pool), make.pool_stage(pool, "Ready")
    answer = as_ada.submit(
        f"/recruiter/pool-members/{member.id}/moves",
        {"to": ready.id, "from_stage": new.id, "next": f"/recruiter/pool-members/{member.id}/card"},
        headers={"HX-Request": "true", "HX-Target": f"member_{member.id}"},
    )
    assert answer.status_code == 409
    assert f"cards_{make.pool_stage(pool, 'Contacted').id}" in answer.text
    assert "Someone moved this person meanwhile" in answer.text


def test_a_move_answers_the_card_and_the_counts(as_ada: Any, pool: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate("Nora Neu"))
    ready = make.pool_stage(pool, "Ready")
    headers = {"HX-Request": "true", "HX-Target": f"member_{member.id}"}
    answer = as_ada.submit(
        f"/recruiter/pool-members/{member.id}/moves",
        {"to": ready.id, "from_stage": member.stage_id, "next": f"/recruiter/pool-members/{member.id}/card"},
        headers=headers, follow_redirects=True,
    )  # fmt: skip
    assert f'hx-swap-oob="afterbegin:#cards_{ready.id}"' in answer.text
    assert "Nora Neu is now in Ready." in answer.text


def test_the_reason_and_the_reminder_are_kept(as_ada: Any, pool: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    address = f"/recruiter/pool-members/{member.id}"
    assert as_ada.submit(address, {"why": "Bound until May", "come_back_on": "2031-05-02"}).status_code == 303
    page = as_ada.get(address).text
    assert "Bound until May" in page
    assert "2031-05-02" in page
    refused = as_ada.submit(address, {"why": "typed", "come_back_on": "2001-01-01"})
    assert refused.status_code == 409
    assert "typed" in refused.text
    assert as_ada.submit(address, {"why": "typed", "come_back_on": "soon"}).status_code == 422


def test_taking_out_is_undone_by_a_press(as_ada: Any, pool: Any, make: Any) -> None:
    member = make.pool_member(pool, make.candidate())
    as_ada.submit(f"/recruiter/pool-members/{member.id}/removal", {"why": "no_interest"})
    assert member.left_why is LeftWhy.NO_INTEREST
    assert "Put back" in as_ada.get(f"/recruiter/pool-members/{member.id}").text
    assert as_ada.submit(f"/recruiter/pool-members/{member.id}/return").status_code == 303
    assert member.left_at is None


def test_from_the_record_into_a_pool(as_ada: Any, pool: Any, make: Any) -> None:
    candidate = make.candidate("Nora Neu")
    record = f"/recruiter/candidates/{candidate.id}"
    assert "In no pool yet." in as_ada.get(record).text
    joined = as_ada.submit(f"{record}/pools", {"pool": pool.id, "why": "Spoke at our meetup"}, follow_redirects=True)
    assert "Spoke at our meetup" in joined.text
    assert "added this person to the pool" in joined.text
    assert as_ada.submit(f"{record}/pools", {"pool": 0}).status_code == 404


def test_quick_add_puts_somebody_into_a_pool(as_ada: Any, pool: Any) -> None:
    form = {"name": "Nora Neu", "email": "nora.neu@example.org", "lawful_basis": "legitimate_interest", "country": "", "job": 0,
            "pool": pool.id}  # fmt: skip
    added = as_ada.submit("/recruiter/candidates/new", form)
    assert added.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(PoolMember).where(PoolMember.pool_id == pool.id)) == 1


def test_the_ticked_ones_join_after_a_page_that_shows_who_will(as_ada: Any, pool: Any, make: Any) -> None:
    people = [make.candidate() for _n in range(3)]
    make.pool_member(pool, people[0])
    form = {"act": "pool", "ids": ",".join(str(one.id) for one in people)}
    assert "3 people chosen" in as_ada.submit("/recruiter/candidates/bulk", form).text
    shown = as_ada.submit("/recruiter/candidates/bulk", {**form, "checked": "1", "pool": pool.id, "why": "From the fair"}).text
    assert "Add 2 people" in shown and "They are in the pool already" in shown and people[0].full_name in shown
    done = as_ada.submit("/recruiter/candidates/acts", {**form, "pool": pool.id, "why": "From the fair"})
    assert "2 people are in" in as_ada.get(done.location).text
    assert as_ada.submit(f"{done.location}/undoing").status_code == 303
    assert set(db.session.scalars(select(PoolMember.left_why))) == {None, LeftWhy.UNDONE}


def test_when_all_join_one_comes_to_the_pool(as_ada: Any, pool: Any, make: Any) -> None:
    done = as_ada.submit("/recruiter/candidates/acts", {"act": "pool", "ids": str(make.candidate().id), "pool": pool.id})
    assert done.location == f"/recruiter/pools/{pool.id}"


def test_a_pool_must_be_chosen(as_ada: Any, pool: Any, make: Any) -> None:
    answer = as_ada.submit("/recruiter/candidates/acts", {"act": "pool", "ids": str(make.candidate().id), "why": "Kept words"})
    assert answer.status_code == 422 and "Choose a pool" in answer.text and "Kept words" in answer.text


def test_stages_are_edited_as_rows(as_ada: Any, pool: Any, make: Any) -> None:
    address = f"/recruiter/pools/{pool.id}/stages"
    page = as_ada.submit(address, {"action": "add", "rows-0-id": "1", "rows-0-name": "New"})
    assert 'name="rows-1-name"' in page.text
    stages = [make.pool_stage(pool, name) for name in ("New", "Ready")]
    saved = {f"rows-{at}-id": stage.id for at, stage in enumerate(stages)}
    saved |= {"rows-0-name": "Met", "rows-1-name": "Ready", "rows-2-id": "", "rows-2-name": "Signed"}
    assert as_ada.submit(address, saved).status_code == 303
    board = as_ada.get(f"/recruiter/pools/{pool.id}").text
    assert "Met" in board
    assert "Signed" in board
    assert "Contacted</span>" not in board
    make.pool_member(pool, make.candidate(), stage="Signed")
    refused = as_ada.submit(address, {"rows-0-id": stages[0].id, "rows-0-name": "Met"})
    assert refused.status_code == 409
    assert "Move them first" in refused.text


def test_archiving_puts_a_pool_away_and_brings_it_back(as_ada: Any, pool: Any) -> None:
    as_ada.submit(f"/recruiter/pools/{pool.id}/archiving")
    assert "Hearing engineers</a>" not in as_ada.get("/recruiter/pools").text
    assert "Hearing engineers" in as_ada.get("/recruiter/pools?archived=1").text
    as_ada.submit(f"/recruiter/pools/{pool.id}/reopening")
    assert db.session.get_one(Pool, pool.id).archived_at is None


def many_members(pool: Any, make: Any, number: int) -> None:
    stage = make.pool_stage(pool)
    rows = [
        {"full_name": f"Person {at}", "name_key": f"person {at}", "interest_key": float(at % 40), "interest_rank": 0}
        for at in range(number)
    ]
    ids = db.session.scalars(insert(Candidate).returning(Candidate.id), rows).all()
    members = [{"pool_id": pool.id, "candidate_id": one, "stage_id": stage.id, "stage_since": now(), "why": "",
                "how": "recruiter", "added_at": now()} for one in ids]  # fmt: skip
    db.session.execute(insert(PoolMember.__table__), members)


def test_two_thousand_members_cost_as_many_statements_as_two(as_ada: Any, pool: Any, make: Any, queries: Any) -> None:
    addresses = (f"/recruiter/pools/{pool.id}", f"/recruiter/pools/{pool.id}?view=list", "/recruiter/pools")
    many_members(pool, make, 2)
    few = []
    for address in addresses:
        with queries as sent:
            as_ada.get(address)
        few.append(sent.count)
    many_members(pool, make, 1_998)
    for address, small in zip(addresses, few, strict=True):
        with queries as sent:
            page = as_ada.get(address)
        assert sent.count <= small <= 14, sent.statements
        assert len(page.text) < 150_000


def test_a_column_shows_more_when_asked(as_ada: Any, pool: Any, make: Any) -> None:
    many_members(pool, make, 70)
    stage = make.pool_stage(pool)
    page = as_ada.get(f"/recruiter/pools/{pool.id}").text
    assert page.count('class="board-card"') == 30
    last = page.rpartition('id="member_')[2].partition('"')[0]
    more = as_ada.get(
        f"/recruiter/pools/{pool.id}/columns/{stage.id}?after={last}",
        headers={"HX-Request": "true", "HX-Target": f"more_{stage.id}"},
    )
    assert more.text.count('class="board-card"') == 30
    assert f'id="more_{stage.id}"' in more.text
    for strange in ("-1", "abc", "99999999999999999999"):
        assert as_ada.get(f"/recruiter/pools/{pool.id}/columns/{stage.id}?after={strange}").status_code == 200

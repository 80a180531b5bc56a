"""Two records become one, and are two again to the last row; whatever table points at a person."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, LargeBinary, String, Table, insert, select, update
from sqlalchemy import Enum as SqlEnum

from app.candidates.commands import add_tag, count_anew, current_consents, write_note
from app.candidates.commands.consents import is_open
from app.candidates.merging import kept_instead, merge_candidates, standing_merges, undo_merge
from app.candidates.merging.choices import COUNTED, OWN, PARTS, UNITED, Side
from app.candidates.merging.refusals import (
    AlreadyUndone,
    KeptIsGone,
    LaterMerge,
    MergedOnward,
    NotThere,
    SamePerson,
    UsedSince,
)
from app.candidates.merging.rows import plain, real
from app.candidates.merging.schema import CANDIDATES, LEDGER, pointers, unknown_columns
from app.candidates.models import (
    Candidate,
    CandidateTag,
    ConsentAction,
    ContactKind,
    ContactPoint,
    Document,
    DocumentKind,
    DuplicatePair,
    Experience,
    InterestProfile,
    Merge,
    MergeChange,
    Note,
    PairState,
    Purpose,
)
from app.candidates.sign_in import candidate_for_email
from app.compliance.commands import erase_candidate
from app.compliance.models import ErasureReason
from app.core.activity import Activity
from app.core.actors import Actor, user_actor
from app.core.clock import now, today
from app.core.files import keep_file, stage_file
from app.core.refusals import Refused, Stale
from app.core.types import UtcDateTime
from app.extensions import Base, db
from app.hiring.models import Application, ApplicationState
from app.insights.timeline import candidate_timeline
from app.mailing.commands.suppressing import is_suppressed, suppress_address
from app.mailing.models import SuppressionReason
from app.search.index import reindex
from tests.make import Cast, Make
from tests.world import make_world

MEMORY = {"activities", "changed_values", "activity_addresses", "merges", "merge_changes", "duplicate_checks"}
"""That two were one and are two again is remembered; everything else is as it was."""


@pytest.fixture
def ada(cast: Cast) -> Actor:
    return user_actor(cast.ada.id)


class Filler:
    """Rows of any table, from what its columns ask for: a new table needs no maker here."""

    def __init__(self, stranger: int) -> None:
        self.stranger, self.numbers = stranger, count(7001)

    def fill(self, candidate_id: int) -> None:
        """At least one row in every table that points at a candidate."""
        for pointer in pointers():
            if db.session.execute(select(pointer.column).where(pointer.column == candidate_id).limit(1)).first() is None:
                self.add(pointer.table, {pointer.column.name: candidate_id})

    def add(self, table: Table, given: dict[str, Any]) -> dict[str, Any]:
        values = {**{column.name: self.value(table, column) for column in table.columns if self.needed(column)}, **given}
        return dict(db.session.execute(insert(table).values(values).returning(*table.columns)).mappings().one())

    def needed(self, column: Any) -> bool:
        own_key = column.primary_key and not column.foreign_keys and isinstance(column.type, Integer)
        return not (column.nullable or column.default is not None or own_key)

    def value(self, table: Table, column: Any) -> Any:
        for key in column.foreign_keys:
            return self.stranger if key.column.table is CANDIDATES else self.any_of(key.column)
        number, kind = next(self.numbers), column.type
        if isinstance(kind, SqlEnum):
            return next(iter(kind.enum_class))  # type: ignore[arg-type]
        for of, made in ((Boolean, False), (Integer, number), (JSON, {}), (UtcDateTime, now()), (DateTime, now()),
                         (Date, today()), (LargeBinary, b"\x00\xff"), (String, f"made {number}")):  # fmt: skip
            if isinstance(kind, of):
                return made
        raise AssertionError(f"{table.name}.{column.name}: tell the filler what a {kind!r} is")

    def any_of(self, column: Any) -> Any:
        present = db.session.scalar(select(column).limit(1))
        return present if present is not None else self.add(column.table, {})[column.name]


def snapshot() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table, as plain values."""
    db.session.flush()
    rows = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in MEMORY:
            found = db.session.execute(select(*[column for column in table.columns if column.name != "vector"])).mappings()
            keys = [column.name for column in table.primary_key.columns]
            rows[table.name] = {tuple(row[key] for key in keys): plain(row) for row in found}
    for row in rows["candidates"].values():
        row.pop("version")
    for row in rows["search_documents"].values():  # made anew: which words there are counts, not their order
        row.update({name: sorted(words.split()) for name, words in row.items() if isinstance(words, str)})
    return rows


def differences(before: Any, after: Any) -> list[str]:
    found = []
    for table, rows in before.items():
        for key in rows.keys() | after[table].keys():
            one, other = rows.get(key), after[table].get(key)
            if one != other:
                columns = {name for name in one if one[name] != other.get(name)} if one and other else ""
                found.append(f"{table} {key}: {columns or ('gone' if one else 'new')}")
    return sorted(found)


def two_rich_records(make: Make, cast: Cast) -> tuple[int, int]:
    """A row in every table that points at a person, for both; and most of what cannot stand twice."""
    world = make_world(make, cast)
    kept, lost = cast.carla, world.stranger
    filler = Filler(make.candidate("Third Person").id)
    for person in (kept, lost):
        filler.fill(person.id)
    for table in {pointer.table for pointer in pointers()}:
        columns = [pointer.column.name for pointer in pointers() if pointer.table is table]
        if len(columns) == 2:
            filler.add(table, {columns[0]: kept.id, columns[1]: lost.id})
    shared_pool = make.pool("Both are in it", owner=cast.ada)
    community = make.community("Both joined")
    question = make.community_question(community)
    for person in (kept, lost):
        make.pool_member(shared_pool, person)
        membership = make.membership(person, community)
        filler.add(Base.metadata.tables["membership_answers"], {"membership_id": membership.id, "question_id": question.id})
        make.add(CandidateTag(candidate_id=person.id, tag_id=make.tag("known twice").id))
        make.consent(person, Purpose.NEWSLETTER)
        make.add(Experience(candidate_id=person.id, title="Engineer", employer="Acme", employer_key="acme", position=0))
        make.add(ContactPoint(candidate_id=person.id, kind=ContactKind.EMAIL, value="shared@example.org",
                              value_key="shared@example.org", verified_at=now() if person is lost else None))  # fmt: skip
    make.consent(lost, Purpose.EVENTS, ConsentAction.WITHDRAWN)
    make.consent(kept, Purpose.EVENTS, ConsentAction.GIVEN)
    suppress_address("fritz@example.org", SuppressionReason.UNSUBSCRIBED)
    make.add(DuplicatePair(first_id=kept.id, second_id=lost.id, reason="shared_phone", strength=3))
    make.add(DuplicatePair(first_id=lost.id, second_id=filler.stranger, reason="shared_phone", strength=3,
                           state=PairState.DIFFERENT))  # fmt: skip
    count_anew([kept.id, lost.id])
    reindex([kept.id, lost.id, filler.stranger])
    return kept.id, lost.id


def test_whatever_points_at_a_person_is_put_back_to_the_last_row(make: Make, cast: Cast, ada: Actor) -> None:
    kept, lost = two_rich_records(make, cast)
    before = snapshot()
    merge = merge_candidates(kept, lost, by=ada, choices={"full_name": Side.LOST, "place": Side.LOST})
    for pointer in pointers():
        left = db.session.execute(select(pointer.column).where(pointer.column == lost)).first()
        assert left is None, f"{pointer.table.name}.{pointer.column.name} still names the lost record"
    assert len(differences(before, snapshot())) > len(pointers())
    assert undo_merge(merge, by=ada) == 0
    assert differences(before, snapshot()) == []


def test_every_column_of_a_candidate_has_its_rule() -> None:
    chosen = {column for part in PARTS for column in part.columns}
    assert chosen | UNITED | COUNTED | OWN == set(CANDIDATES.columns.keys())


def test_every_table_with_a_candidate_is_known_to_the_walk(app: Any) -> None:
    assert unknown_columns() == [], "say in app/candidates/merging/schema.py what a merge does to these"
    assert {"applications", "messages", "contact_points", "pool_members"} <= {one.table.name for one in pointers()}
    assert LEDGER.isdisjoint(one.table.name for one in pointers())


def test_rows_come_back_from_the_ledger_as_they_were() -> None:
    table = Base.metadata.tables["documents"]
    row = {"expires_on": date(2027, 1, 31), "kind": DocumentKind.RESUME, "created_at": now(), "facts": {"a": [1]}, "number": "ü"}
    assert real(table, plain(row)) == row


def test_fields_are_chosen_and_gaps_are_filled(make: Make, ada: Actor) -> None:
    kept = make.candidate("Ana Muster", headline="Builder", current_title="", added_at=now() - timedelta(days=5))
    lost = make.candidate("Anna Muster", headline="Maker", current_title="Engineer", languages={"de": "C1"},
                          added_at=now() - timedelta(days=50), restricted_at=now())  # fmt: skip
    oldest = lost.added_at
    merge_candidates(kept.id, lost.id, by=ada, choices={"full_name": Side.LOST})
    assert (kept.full_name, kept.name_key) == ("Anna Muster", "anna muster")
    assert (kept.headline, kept.current_title, kept.title_key) == ("Builder", "Engineer", "engineer")
    assert kept.languages == {"de": "C1"} and kept.added_at == oldest
    assert kept.restricted_at is not None, "the stricter state counts"


def test_lists_are_united_without_doubles(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(email="one@example.org", tags=("a", "b")), make.candidate(email="two@example.org", tags=("b", "c"))
    merge_candidates(kept.id, lost.id, by=ada, primary={ContactKind.EMAIL: "two@example.org"})
    points = db.session.scalars(select(ContactPoint).where(ContactPoint.candidate_id == kept.id)).all()
    assert {(point.value, point.is_primary) for point in points} == {("one@example.org", False), ("two@example.org", True)}
    assert db.session.query(CandidateTag).filter_by(candidate_id=kept.id).count() == 3


def test_the_shell_is_empty_and_leads_on(make: Make, ada: Actor) -> None:
    first, second, third = (make.candidate(email=f"{name}@example.org", headline="Known") for name in ("a", "b", "c"))
    merge_candidates(second.id, first.id, by=ada)
    merge_candidates(third.id, second.id, by=ada)
    assert kept_instead(first.id) == kept_instead(second.id) == third.id
    assert (first.full_name, first.headline, first.is_erased) == ("", "", True)
    found = candidate_for_email("a@example.org")
    assert found is not None and found.id == third.id


def test_what_came_after_the_merge_stays_with_the_kept_one(make: Make, cast: Cast, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    old = write_note(lost, body="Before", by=ada)
    merge = merge_candidates(kept.id, lost.id, by=ada)
    new = write_note(kept, body="After", by=ada)
    add_tag(kept, name="later", by=ada)
    undo_merge(merge, by=ada)
    assert (db.session.get_one(Note, old.id).candidate_id, db.session.get_one(Note, new.id).candidate_id) == (lost.id, kept.id)


def test_a_field_changed_since_keeps_its_new_value(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(headline="", city=""), make.candidate(headline="Maker", city="Bonn")
    merge = merge_candidates(kept.id, lost.id, by=ada)
    db.session.execute(update(Candidate).where(Candidate.id == kept.id).values(headline="Changed since"))
    undo_merge(merge, by=ada)
    db.session.refresh(kept)
    assert (kept.headline, kept.city, lost.headline) == ("Changed since", "", "Maker")


def test_mail_about_an_application_goes_back_with_it(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    application = make.application(lost)
    merge = merge_candidates(kept.id, lost.id, by=ada)
    note = make.note(kept, application_id=application.id)
    undo_merge(merge, by=ada)
    assert db.session.get_one(Note, note.id).candidate_id == lost.id


def test_an_application_made_since_with_the_others_document_keeps_them_together(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    file = keep_file(stage_file(b"resume", "text/plain"))
    db.session.flush()
    document = make.add(Document(candidate_id=lost.id, file_id=file.id, kind=DocumentKind.RESUME, filename="cv.txt"))
    merge = merge_candidates(kept.id, lost.id, by=ada)
    make.application(kept, resume_id=document.id)
    with pytest.raises(UsedSince):
        undo_merge(merge, by=ada)


@pytest.mark.parametrize("state", [ApplicationState.ACTIVE, ApplicationState.HIRED])
def test_two_standing_applications_for_one_job_are_decided_first(make: Make, ada: Actor, state: ApplicationState) -> None:
    kept, lost, job = make.candidate(), make.candidate(), make.job()
    for person in (kept, lost):
        make.application(person, job, state=state)
    with pytest.raises(Refused, match=job.title):
        merge_candidates(kept.id, lost.id, by=ada)
    assert db.session.query(Merge).count() == 0


def test_a_rejected_application_stands_beside_a_new_one(make: Make, ada: Actor) -> None:
    kept, lost, job = make.candidate(), make.candidate(), make.job()
    make.application(kept, job)
    make.application(lost, job, state=ApplicationState.REJECTED)
    merge_candidates(kept.id, lost.id, by=ada)
    assert db.session.query(Application).filter_by(candidate_id=kept.id).count() == 2


def test_who_unsubscribed_is_not_revived(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(email="in@example.org"), make.candidate(email="out@example.org")
    suppress_address("out@example.org", SuppressionReason.UNSUBSCRIBED)
    merge = merge_candidates(kept.id, lost.id, by=ada)
    assert is_suppressed("in@example.org", SuppressionReason.UNSUBSCRIBED)
    undo_merge(merge, by=ada)
    assert not is_suppressed("in@example.org") and is_suppressed("out@example.org")


@pytest.mark.parametrize(("later", "open_after"), [(ConsentAction.GIVEN, False), (ConsentAction.CONFIRMED, True)])
def test_a_no_is_only_answered_by_the_persons_own_yes(
    make: Make, ada: Actor, later: ConsentAction, open_after: bool
) -> None:
    kept, lost = make.candidate(), make.candidate()
    make.consent(lost, Purpose.NEWSLETTER, ConsentAction.WITHDRAWN, at=now() - timedelta(days=9))
    make.consent(kept, Purpose.NEWSLETTER, later)
    merge_candidates(kept.id, lost.id, by=ada)
    assert is_open(current_consents(kept.id).get(Purpose.NEWSLETTER)) is open_after


def test_a_no_said_while_they_were_one_holds_for_both(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    make.consent(lost)
    merge = merge_candidates(kept.id, lost.id, by=ada)
    make.consent(kept, Purpose.NEWSLETTER, ConsentAction.WITHDRAWN)
    undo_merge(merge, by=ada)
    assert not is_open(current_consents(lost.id).get(Purpose.NEWSLETTER))


def test_the_stricter_wish_about_mail_counts(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    until = now() + timedelta(days=30)
    make.add(InterestProfile(candidate_id=kept.id))
    make.add(InterestProfile(candidate_id=lost.id, paused_until=until))
    merge_candidates(kept.id, lost.id, by=ada)
    assert db.session.query(InterestProfile).filter_by(candidate_id=kept.id).one().paused_until == until


def test_history_of_both_stands_in_one_timeline(make: Make, cast: Cast, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    add_tag(lost, name="from before", by=ada)
    rows = db.session.query(Activity).filter_by(candidate_id=lost.id).count()
    merge_candidates(kept.id, lost.id, by=ada)
    said = [entry.sentence for entry in candidate_timeline(cast.ada, kept).entries]
    assert "changed the tags" in said and "merged another record into this one" in said
    assert db.session.query(Activity).filter_by(candidate_id=lost.id).count() == rows, "history is not rewritten"


def test_stale_same_and_gone_records_are_refused(make: Make, ada: Actor) -> None:
    kept, lost = make.candidate(), make.candidate()
    with pytest.raises(Stale):
        merge_candidates(kept.id, lost.id, by=ada, versions=(kept.version, lost.version + 1))
    with pytest.raises(SamePerson):
        merge_candidates(kept.id, kept.id, by=ada)
    merge = merge_candidates(kept.id, lost.id, by=ada, versions=(kept.version, lost.version))
    with pytest.raises(NotThere):
        merge_candidates(kept.id, lost.id, by=ada)
    undo_merge(merge, by=ada)
    with pytest.raises(AlreadyUndone):
        undo_merge(merge, by=ada)


def test_merges_are_undone_in_turn(make: Make, ada: Actor) -> None:
    kept, one, two, other = (make.candidate() for _ in range(4))
    first, second = merge_candidates(kept.id, one.id, by=ada), merge_candidates(kept.id, two.id, by=ada)
    with pytest.raises(LaterMerge):
        undo_merge(first, by=ada)
    onward = merge_candidates(other.id, kept.id, by=ada)
    with pytest.raises(MergedOnward):
        undo_merge(second, by=ada)
    assert [merge.id for merge in standing_merges(other.id)] == [onward.id]
    for merge in (onward, second, first):
        undo_merge(merge, by=ada)
    assert not any(person.is_erased for person in (kept, one, two, other))


def test_erasing_the_person_erases_the_ledger_and_the_shells_remains(make: Make, cast: Cast, ada: Actor) -> None:
    kept, lost = make.candidate("Kept Person"), make.candidate("Quixotic Lostperson", headline="Quixotic")
    merge = merge_candidates(kept.id, lost.id, by=ada)
    assert db.session.query(MergeChange).count() > 0
    erase_candidate(kept, by=ada, reason=ErasureReason.ASKED)
    assert db.session.query(MergeChange).count() == 0
    everything = str(snapshot())
    assert "Quixotic" not in everything and "quixotic" not in everything
    with pytest.raises(KeptIsGone):
        undo_merge(db.session.get_one(Merge, merge.id), by=ada)



"""Every table that reaches a person stands in the register of personal data."""

from sqlalchemy import Enum, String, Table

from app.compliance.register import REGISTER, About, candidate_tables
from app.extensions import Base

PERSONAL_NAMES = ("candidate_id", "email", "full_name", "name", "address", "phone", "given_name", "recipient_name",
                  "signed_name", "user_id", "author_id")  # fmt: skip
GROUND = {"activities", "stored_files", "throttle_counts", "form_keys", "alembic_version", "lane_states"}
"""Tables of core and of the sender's lanes that look personal and are not, besides those the register names."""


def reaches_a_person(table: Table) -> bool:
    targets = {key.column.table.name for key in table.foreign_keys}
    own = any(column.name in PERSONAL_NAMES for column in table.columns)
    return own or bool(targets & {"candidates", "applications"})


def test_every_table_that_reaches_a_person_is_registered() -> None:
    missing = [
        table.name
        for table in Base.metadata.tables.values()
        if reaches_a_person(table) and table.name not in REGISTER and table.name not in GROUND
    ]
    assert missing == [], "say in app/compliance/registrations.py what an erasure does to these"


def test_every_table_with_a_candidate_is_about_candidates() -> None:
    wrong = [
        table.name
        for table in Base.metadata.tables.values()
        if "candidate_id" in table.columns and table.name not in ("erasures", "tombstones")
        if REGISTER[table.name].about is not About.CANDIDATES
    ]
    assert wrong == []


def test_blank_values_name_columns_that_exist() -> None:
    for entry in candidate_tables():
        assert set(entry.blank or {}) <= set(entry.table.columns.keys()), entry.table.name


KEPT_WORDS = frozenset(
    {
        "applications.locale", "applications.screening", "applications.source", "applications.source_key",
        "candidates.locale", "candidates.source", "candidates.source_key", "messages.basis", "messages.cause",
        "messages.content_hash", "messages.lane", "messages.locale", "messages.mail_id", "messages.reason",
        "messages.sender", "offers.currency", "offers.title", "touchpoints.medium", "touchpoints.source",
        "interviews.cancelled_because", "interviews.time_zone", "interviews.uid",
        "referrals.locale", "referrals.referrer_name", "referrals.referrer_email", "referrals.referrer_key", "referrals.refused_hash",
        "campaign_hits.method", "activities.kind", "activities.subject_kind", "message_attempts.outcome",
    }
)
"""Text that stays behind: codes, languages, channels, ids, a job's title, a colleague's name. Nothing the person wrote or is called."""


def test_no_text_stays_behind_unless_it_says_nothing_about_anybody() -> None:
    left = {
        f"{entry.table.name}.{column.name}"
        for entry in candidate_tables()
        if entry.blank is not None
        for column in entry.table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum) and column.name not in entry.blank
    }
    assert left - KEPT_WORDS == set()


def test_no_row_points_at_a_document_that_goes() -> None:
    for entry in candidate_tables():
        pointing = {key.parent.name for key in entry.table.foreign_keys if key.column.table.name == "documents"}
        assert entry.blank is None or pointing <= set(entry.blank), entry.table.name


def test_whatever_looks_personal_and_is_not_says_why() -> None:
    assert [name for name, entry in REGISTER.items() if entry.about is About.NOBODY and not entry.note] == []

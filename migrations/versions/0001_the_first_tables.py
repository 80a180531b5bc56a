"""The first tables

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.core.types import JsonValue, UtcDateTime
from app.search.index import create_index, drop_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("data", JsonValue, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_application", ["application_id", "id"], unique=False)
        batch_op.create_index("ix_activities_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index("ix_activities_job", ["job_id", "id"], unique=False)
        batch_op.create_index("ix_activities_kind", ["kind", "id"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("counts", JsonValue, nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("messages_cancelled", sa.Integer(), nullable=False),
        sa.Column("scrubbed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_erasures_candidate_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "form_keys",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_keys")),
    )
    with op.batch_alter_table("form_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_keys_created_at"), ["created_at"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_name", sa.String(length=200), nullable=False),
        sa.Column("postal_address", sa.String(length=500), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("default_locale", sa.String(length=10), nullable=False),
        sa.Column("default_country", sa.String(length=2), nullable=False),
        sa.Column("set_up_at", UtcDateTime(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "lane_states",
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("window_start", UtcDateTime(), nullable=False),
        sa.Column("sent_in_window", sa.Integer(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("pause_reason", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_lane_states")),
    )
    op.create_table(
        "mail_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_templates")),
        sa.UniqueConstraint("name", "locale", name=op.f("uq_mail_templates_name_locale")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=50000), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_texts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_texts", schema=None) as batch_op:
        batch_op.create_index("ix_notice_texts_name", ["name", "locale", "version"], unique=False)

    op.create_table(
        "pipeline_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipeline_templates")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reject_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reject_reasons")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_dirty",
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_search_dirty")),
    )
    op.create_table(
        "site_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_wordings")),
        sa.UniqueConstraint("name", "locale", name=op.f("uq_site_wordings_name_locale")),
    )
    op.create_table(
        "skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
        sa.UniqueConstraint("name_key", name=op.f("uq_skills_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_files_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_files_sha256"), ["sha256"], unique=False)

    op.create_table(
        "suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("address_hash", "reason", name=op.f("uq_suppressions_address_hash_reason")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("suppressions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suppressions_address_hash"), ["address_hash"], unique=False)

    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name_key", name=op.f("uq_tags_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "throttle_counts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", UtcDateTime(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_throttle_counts")),
    )
    with op.batch_alter_table("throttle_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_counts_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstones")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tombstones_address_hash"), ["address_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_tombstones_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "activity_addresses",
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_addresses_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_activity_addresses")),
    )
    with op.batch_alter_table("activity_addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_addresses_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "changed_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", sa.String(length=4000), nullable=True),
        sa.Column("new", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_changed_values_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_values")),
    )
    with op.batch_alter_table("changed_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changed_values_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_changed_values_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "title_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("words_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("evergreen", sa.Boolean(), nullable=False),
        sa.Column("remote_policy", sa.String(length=40), nullable=False),
        sa.Column("employment_type", sa.String(length=40), nullable=False),
        sa.Column("pay_from", sa.Integer(), nullable=True),
        sa.Column("pay_to", sa.Integer(), nullable=True),
        sa.Column("pay_currency", sa.String(length=3), nullable=False),
        sa.Column("pay_period", sa.String(length=40), nullable=False),
        sa.Column("benefits", sa.String(length=2000), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=True),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.Column("description", sa.String(length=30000), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("resume_rule", sa.String(length=40), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("close_note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_jobs_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("slug", name=op.f("uq_jobs_slug")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_jobs_team", ["team_id", "confidential", "state"], unique=False)

    op.create_table(
        "template_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("public_name", sa.String(length=200), nullable=False),
        sa.Column("public_text", sa.String(length=300), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"], ["pipeline_templates.id"], name=op.f("fk_template_stages_template_id_pipeline_templates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_stages")),
    )
    with op.batch_alter_table("template_stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_stages_template_id"), ["template_id"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("deactivated_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_users_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_team_id"), ["team_id"], unique=False)

    op.create_table(
        "apply_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("values", JsonValue, nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_apply_drafts_file_id_stored_files")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_apply_drafts_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apply_drafts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_apply_drafts_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("apply_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_apply_drafts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_apply_drafts_job_id"), ["job_id"], unique=False)

    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=False),
        sa.Column("preferred_name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("current_title", sa.String(length=200), nullable=False),
        sa.Column(
            "title_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("current_employer", sa.String(length=200), nullable=False),
        sa.Column(
            "employer_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column(
            "city_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("seniority", sa.String(length=40), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("notice_period_days", sa.Integer(), nullable=True),
        sa.Column("salary_minor", sa.Integer(), nullable=True),
        sa.Column("salary_currency", sa.String(length=3), nullable=False),
        sa.Column("work_authorisation", sa.String(length=200), nullable=False),
        sa.Column("languages", JsonValue, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "source_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("contacted_at", UtcDateTime(), nullable=True),
        sa.Column("contacted_rank", sa.Integer(), nullable=False),
        sa.Column("human_signal_at", UtcDateTime(), nullable=True),
        sa.Column("interest_key", sa.Double(), nullable=True),
        sa.Column("interest_rank", sa.Integer(), nullable=False),
        sa.Column("trend_key", sa.Double(), nullable=True),
        sa.Column("restricted_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("confirmations", JsonValue, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_candidates_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("candidates", schema=None) as batch_op:
        batch_op.create_index("ix_candidates_added", ["added_at", "id"], unique=False)
        batch_op.create_index("ix_candidates_city", ["city_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_city_name", ["city_key", "name_key"], unique=False)
        batch_op.create_index("ix_candidates_contacted", ["contacted_rank", "contacted_at", "id"], unique=False)
        batch_op.create_index("ix_candidates_employer", ["employer_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_interest", ["interest_rank", "interest_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_name", ["name_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_owner", ["owner_id", "id"], unique=False)
        batch_op.create_index("ix_candidates_source", ["source_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_title", ["title_key", "id"], unique=False)
        batch_op.create_index("ix_candidates_updated", ["updated_at", "id"], unique=False)

    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("shape", JsonValue, nullable=False),
        sa.Column("header_key", sa.String(length=64), nullable=False),
        sa.Column("mapping", JsonValue, nullable=False),
        sa.Column("duplicates", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("tags", JsonValue, nullable=False),
        sa.Column("lawful_basis", sa.String(length=60), nullable=False),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column("next_row", sa.Integer(), nullable=False),
        sa.Column("counts", JsonValue, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_import_batches_created_by_id_users")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_import_batches_file_id_stored_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index("ix_import_batches_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batches_header_key"), ["header_key"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column(
            "email_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id_users")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_invitations_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_email_key"), ["email_key"], unique=False)

    op.create_table(
        "job_locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column(
            "city_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_locations_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_locations")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job_locations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_locations_job_id"), ["job_id"], unique=False)

    op.create_table(
        "job_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_members_job_id_jobs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_job_members_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_members")),
        sa.UniqueConstraint("job_id", "user_id", "role", name=op.f("uq_job_members_job_id_user_id_role")),
    )
    with op.batch_alter_table("job_members", schema=None) as batch_op:
        batch_op.create_index("ix_job_members_user", ["user_id", "job_id"], unique=False)

    op.create_table(
        "mail_template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_mail_template_versions_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["mail_templates.id"], name=op.f("fk_mail_template_versions_template_id_mail_templates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_template_versions")),
        sa.UniqueConstraint("template_id", "number", name=op.f("uq_mail_template_versions_template_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_openings_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sa.UniqueConstraint("application_id", name=op.f("uq_openings_application_id")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_openings_job_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "password_resets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_resets_user_id"), ["user_id"], unique=False)

    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_postings_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_job_id"), ["job_id"], unique=False)
        batch_op.create_index("ix_postings_live", ["channel", "withdrawn_at", "published_at"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("help", sa.String(length=500), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("options", JsonValue, nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_questions_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_job", ["job_id", "position"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("sharing", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("sort", sa.String(length=60), nullable=False),
        sa.Column("columns", JsonValue, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("owner_id", "name_key", name=op.f("uq_saved_views_owner_id_name_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.create_index("ix_saved_views_sharing", ["sharing"], unique=False)

    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("agent", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_staff_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("public_name", sa.String(length=200), nullable=False),
        sa.Column("public_text", sa.String(length=300), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_stages_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.create_index("ix_stages_job", ["job_id", "position"], unique=False)

    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("to_stage_id", sa.Integer(), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("silence_reason", sa.String(length=300), nullable=False),
        sa.Column("letters_due_at", UtcDateTime(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("stop_reason", sa.String(length=40), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bulk_acts_by_id_users")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_bulk_acts_job_id_jobs")),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["reject_reasons.id"], name=op.f("fk_bulk_acts_reason_id_reject_reasons")
        ),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stages.id"], name=op.f("fk_bulk_acts_to_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_acts_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bulk_acts_job_id"), ["job_id"], unique=False)

    op.create_table(
        "candidate_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_links_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_links")),
    )
    with op.batch_alter_table("candidate_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_links_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "candidate_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_sessions_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_candidate_sessions_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("candidate_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_sessions_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "candidate_skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_skills_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name=op.f("fk_candidate_skills_skill_id_skills")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_skills")),
        sa.UniqueConstraint("candidate_id", "skill_id", name=op.f("uq_candidate_skills_candidate_id_skill_id")),
    )
    with op.batch_alter_table("candidate_skills", schema=None) as batch_op:
        batch_op.create_index("ix_candidate_skills_skill", ["skill_id", "candidate_id"], unique=False)

    op.create_table(
        "candidate_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_tags_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_candidate_tags_tag_id_tags")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_tags")),
        sa.UniqueConstraint("candidate_id", "tag_id", name=op.f("uq_candidate_tags_candidate_id_tag_id")),
    )
    with op.batch_alter_table("candidate_tags", schema=None) as batch_op:
        batch_op.create_index("ix_candidate_tags_tag", ["tag_id", "candidate_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("agent", sa.String(length=300), nullable=True),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_consents_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_consents_recorded_by_id_users")),
        sa.ForeignKeyConstraint(["text_id"], ["notice_texts.id"], name=op.f("fk_consents_text_id_notice_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_candidate", ["candidate_id", "purpose", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consents_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "contact_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("value_key", sa.String(length=320), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_contact_points_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
        sa.UniqueConstraint(
            "candidate_id", "kind", "value_key", name=op.f("uq_contact_points_candidate_id_kind_value_key")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.create_index("ix_contact_points_value", ["kind", "value_key"], unique=False)

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("fills_record", sa.Boolean(), nullable=False),
        sa.Column("reading", sa.String(length=40), nullable=False),
        sa.Column("reading_note", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=200000), nullable=False),
        sa.Column("facts", JsonValue, nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_documents_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_documents_created_by_id_users")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_documents_file_id_stored_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index("ix_documents_due", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_expires_on"), ["expires_on"], unique=False)

    op.create_table(
        "education_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school", sa.String(length=200), nullable=False),
        sa.Column(
            "school_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("degree", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("started", sa.String(length=7), nullable=True),
        sa.Column("ended", sa.String(length=7), nullable=True),
        sa.Column("graduated", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_education_entries_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_entries")),
    )
    with op.batch_alter_table("education_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_education_entries_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_education_entries_graduated"), ["graduated"], unique=False)
        batch_op.create_index(batch_op.f("ix_education_entries_school_key"), ["school_key"], unique=False)

    op.create_table(
        "experience_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column(
            "employer_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("location", sa.String(length=200), nullable=False),
        sa.Column("started", sa.String(length=7), nullable=True),
        sa.Column("ended", sa.String(length=7), nullable=True),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_experience_entries_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience_entries")),
    )
    with op.batch_alter_table("experience_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experience_entries_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_experience_entries_employer_key"), ["employer_key"], unique=False)

    op.create_table(
        "import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("problems", JsonValue, nullable=False),
        sa.Column("before", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_rows_batch_id_import_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.create_index("ix_import_rows_batch", ["batch_id", "number"], unique=True)
        batch_op.create_index(batch_op.f("ix_import_rows_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "magic_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("next_path", sa.String(length=300), nullable=False),
        sa.Column("on_request", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_magic_links_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_magic_links")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("magic_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_magic_links_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("recipient_kind", sa.String(length=40), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("template_version_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("merge_values", JsonValue, nullable=False),
        sa.Column("links", JsonValue, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=False),
        sa.Column("in_reply_to", sa.String(length=300), nullable=False),
        sa.Column("mail_id", sa.String(length=200), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=False),
        sa.Column("never_twice", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=60), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_messages_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["users.id"], name=op.f("fk_messages_planned_by_id_users")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["mail_template_versions.id"],
            name=op.f("fk_messages_template_version_id_mail_template_versions"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("cause", name=op.f("uq_messages_cause")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_messages_mail_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_address_key"), ["address_key"], unique=False)
        batch_op.create_index("ix_messages_application", ["application_id", "id"], unique=False)
        batch_op.create_index("ix_messages_campaign", ["campaign_id", "state"], unique=False)
        batch_op.create_index("ix_messages_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index(
            "ix_messages_lane_due",
            ["lane", "due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_messages_state", ["state", "id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=20000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_notes_author_id_users")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_notes_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_notes_candidate", ["candidate_id", "id"], unique=False)

    op.create_table(
        "notice_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("lawful_basis", sa.String(length=60), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=True),
        sa.Column("given_how", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_notice_duties_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_duties")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_duties_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index("ix_notice_duties_due", ["given_at", "due_at"], unique=False)

    op.create_table(
        "notices_given",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_notices_given_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["notice_texts.id"], name=op.f("fk_notices_given_text_id_notice_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_given")),
    )
    with op.batch_alter_table("notices_given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_given_candidate_id"), ["candidate_id"], unique=False)

    op.create_table(
        "search_documents",
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("vector", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_search_documents_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_search_documents")),
    )
    op.create_table(
        "todos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_todos_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_todos_created_by_id_users")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_todos_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_todos")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("todos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_todos_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_todos_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index("ix_todos_owner", ["owner_id", "done_at", "due_on"], unique=False)

    op.create_table(
        "touchpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("medium", sa.String(length=60), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("detail", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_touchpoints_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoints")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("touchpoints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_touchpoints_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_touchpoints_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_touchpoints_candidate", ["candidate_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_touchpoints_job_id"), ["job_id"], unique=False)

    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("board_rank", sa.Integer(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("stage_entered_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reply_by_missed_at", UtcDateTime(), nullable=True),
        sa.Column("public_stage_id", sa.Integer(), nullable=True),
        sa.Column("closed_publicly_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("given_email", sa.String(length=320), nullable=False),
        sa.Column("given_phone", sa.String(length=40), nullable=False),
        sa.Column("given_link", sa.String(length=500), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("resume_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "source_key",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("suspicious", sa.String(length=60), nullable=False),
        sa.Column("screening", sa.String(length=10), nullable=False),
        sa.Column("withdrawal_reason", sa.String(length=1000), nullable=False),
        sa.Column("newer_resume_id", sa.Integer(), nullable=True),
        sa.Column("notice_text_id", sa.Integer(), nullable=True),
        sa.Column("pool_text_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_applications_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_applications_job_id_jobs")),
        sa.ForeignKeyConstraint(
            ["newer_resume_id"], ["documents.id"], name=op.f("fk_applications_newer_resume_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["notice_text_id"], ["notice_texts.id"], name=op.f("fk_applications_notice_text_id_notice_texts")
        ),
        sa.ForeignKeyConstraint(
            ["pool_text_id"], ["notice_texts.id"], name=op.f("fk_applications_pool_text_id_notice_texts")
        ),
        sa.ForeignKeyConstraint(["resume_id"], ["documents.id"], name=op.f("fk_applications_resume_id_documents")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_applications_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index("ix_applications_applied", ["applied_at", "id"], unique=False)
        batch_op.create_index(
            "ix_applications_board", ["job_id", "state", "stage_id", "board_rank", "id"], unique=False
        )
        batch_op.create_index("ix_applications_candidate", ["candidate_id", "id"], unique=False)
        batch_op.create_index(
            "ix_applications_duties",
            ["job_id", "state", "reply_by", "suspicious", "confirmed_at", "applied_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_applications_promised",
            ["state", "reply_by", "id"],
            unique=False,
            sqlite_where=sa.text("reply_by_missed_at IS NULL AND reply_by IS NOT NULL"),
            postgresql_where=sa.text("reply_by_missed_at IS NULL AND reply_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_applications_reply_by", ["state", "reply_by", "id", "job_id", "suspicious"], unique=False
        )
        batch_op.create_index(
            "ix_applications_shelf",
            ["job_id", "state"],
            unique=False,
            sqlite_where=sa.text("suspicious != ''"),
            postgresql_where=sa.text("suspicious != ''"),
        )
        batch_op.create_index(
            "uq_applications_active",
            ["job_id", "candidate_id"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "kept_mails",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_kept_mails_message_id_messages")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_kept_mails")),
    )
    op.create_table(
        "message_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_message_attempts_message_id_messages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attempts")),
    )
    with op.batch_alter_table("message_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_message_attempts_message", ["message_id", "id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=10000), nullable=False),
        sa.Column("choices", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_answers_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("application_id", "question_id", name=op.f("uq_answers_application_id_question_id")),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("pay_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("message", sa.String(length=4000), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("viewed_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("decline_reason", sa.String(length=1000), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_offers_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_offers_made_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_offers_application_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rejections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("silence_reason", sa.String(length=300), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_rejections_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_rejections_by_id_users")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_rejections_message_id_messages")),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["reject_reasons.id"], name=op.f("fk_rejections_reason_id_reject_reasons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejections")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rejections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rejections_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "uq_rejections_standing",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "review_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_review_requests_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_review_requests_asked_by_id_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_requests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_requests")),
        sa.UniqueConstraint("application_id", "user_id", name=op.f("uq_review_requests_application_id_user_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("review_requests", schema=None) as batch_op:
        batch_op.create_index("ix_review_requests_user", ["user_id", "answered_at"], unique=False)

    op.create_table(
        "stage_stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_stage_stays_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_stage_stays_job_id_jobs")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["users.id"], name=op.f("fk_stage_stays_moved_by_id_users")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_stage_stays_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_stays")),
    )
    with op.batch_alter_table("stage_stays", schema=None) as batch_op:
        batch_op.create_index("ix_stage_stays_application", ["application_id", "id"], unique=False)
        batch_op.create_index("ix_stage_stays_job", ["job_id", "stage_id", "application_id"], unique=False)
        batch_op.create_index("ix_stage_stays_stage", ["stage_id", "entered_at"], unique=False)

    op.create_table(
        "bulk_act_items",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("from_stage_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("rejection_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["bulk_acts.id"], name=op.f("fk_bulk_act_items_act_id_bulk_acts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_bulk_act_items_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stages.id"], name=op.f("fk_bulk_act_items_from_stage_id_stages")),
        sa.ForeignKeyConstraint(
            ["rejection_id"], ["rejections.id"], name=op.f("fk_bulk_act_items_rejection_id_rejections")
        ),
        sa.PrimaryKeyConstraint("act_id", "application_id", name=op.f("pk_bulk_act_items")),
    )
    with op.batch_alter_table("bulk_act_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_act_items_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_bulk_act_items_outcome", ["act_id", "outcome", "application_id"], unique=False)
    create_index(op.get_bind())


def downgrade() -> None:
    drop_index(op.get_bind())
    with op.batch_alter_table("bulk_act_items", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_act_items_outcome")
        batch_op.drop_index(batch_op.f("ix_bulk_act_items_application_id"))

    op.drop_table("bulk_act_items")
    with op.batch_alter_table("stage_stays", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_stays_stage")
        batch_op.drop_index("ix_stage_stays_job")
        batch_op.drop_index("ix_stage_stays_application")

    op.drop_table("stage_stays")
    with op.batch_alter_table("review_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_review_requests_user")

    op.drop_table("review_requests")
    with op.batch_alter_table("rejections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_rejections_standing",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_rejections_application_id"))

    op.drop_table("rejections")
    op.drop_table("offers")
    op.drop_table("answers")
    with op.batch_alter_table("message_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_message_attempts_message")

    op.drop_table("message_attempts")
    op.drop_table("kept_mails")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_applications_active",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
        batch_op.drop_index(
            "ix_applications_shelf",
            sqlite_where=sa.text("suspicious != ''"),
            postgresql_where=sa.text("suspicious != ''"),
        )
        batch_op.drop_index("ix_applications_reply_by")
        batch_op.drop_index(
            "ix_applications_promised",
            sqlite_where=sa.text("reply_by_missed_at IS NULL AND reply_by IS NOT NULL"),
            postgresql_where=sa.text("reply_by_missed_at IS NULL AND reply_by IS NOT NULL"),
        )
        batch_op.drop_index("ix_applications_duties")
        batch_op.drop_index("ix_applications_candidate")
        batch_op.drop_index("ix_applications_board")
        batch_op.drop_index("ix_applications_applied")

    op.drop_table("applications")
    with op.batch_alter_table("touchpoints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_touchpoints_job_id"))
        batch_op.drop_index("ix_touchpoints_candidate")
        batch_op.drop_index(batch_op.f("ix_touchpoints_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_touchpoints_application_id"))

    op.drop_table("touchpoints")
    with op.batch_alter_table("todos", schema=None) as batch_op:
        batch_op.drop_index("ix_todos_owner")
        batch_op.drop_index(batch_op.f("ix_todos_candidate_id"))
        batch_op.drop_index(batch_op.f("ix_todos_application_id"))

    op.drop_table("todos")
    op.drop_table("search_documents")
    with op.batch_alter_table("notices_given", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_given_candidate_id"))

    op.drop_table("notices_given")
    with op.batch_alter_table("notice_duties", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_duties_due")
        batch_op.drop_index(batch_op.f("ix_notice_duties_candidate_id"))

    op.drop_table("notice_duties")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index("ix_notes_candidate")
        batch_op.drop_index(batch_op.f("ix_notes_application_id"))

    op.drop_table("notes")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_state")
        batch_op.drop_index(
            "ix_messages_lane_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_messages_candidate")
        batch_op.drop_index("ix_messages_campaign")
        batch_op.drop_index("ix_messages_application")
        batch_op.drop_index(batch_op.f("ix_messages_address_key"))

    op.drop_table("messages")
    with op.batch_alter_table("magic_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_magic_links_candidate_id"))

    op.drop_table("magic_links")
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_rows_candidate_id"))
        batch_op.drop_index("ix_import_rows_batch")

    op.drop_table("import_rows")
    with op.batch_alter_table("experience_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experience_entries_employer_key"))
        batch_op.drop_index(batch_op.f("ix_experience_entries_candidate_id"))

    op.drop_table("experience_entries")
    with op.batch_alter_table("education_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_education_entries_school_key"))
        batch_op.drop_index(batch_op.f("ix_education_entries_graduated"))
        batch_op.drop_index(batch_op.f("ix_education_entries_candidate_id"))

    op.drop_table("education_entries")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_expires_on"))
        batch_op.drop_index("ix_documents_due")
        batch_op.drop_index("ix_documents_candidate")

    op.drop_table("documents")
    with op.batch_alter_table("contact_points", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_points_value")

    op.drop_table("contact_points")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_expires_at"))
        batch_op.drop_index("ix_consents_candidate")

    op.drop_table("consents")
    with op.batch_alter_table("candidate_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_candidate_tags_tag")

    op.drop_table("candidate_tags")
    with op.batch_alter_table("candidate_skills", schema=None) as batch_op:
        batch_op.drop_index("ix_candidate_skills_skill")

    op.drop_table("candidate_skills")
    with op.batch_alter_table("candidate_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_sessions_candidate_id"))

    op.drop_table("candidate_sessions")
    with op.batch_alter_table("candidate_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_links_candidate_id"))

    op.drop_table("candidate_links")
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_acts_job_id"))
        batch_op.drop_index("ix_bulk_acts_due")

    op.drop_table("bulk_acts")
    with op.batch_alter_table("stages", schema=None) as batch_op:
        batch_op.drop_index("ix_stages_job")

    op.drop_table("stages")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sessions_user_id"))

    op.drop_table("staff_sessions")
    with op.batch_alter_table("saved_views", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_views_sharing")

    op.drop_table("saved_views")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_job")

    op.drop_table("questions")
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index("ix_postings_live")
        batch_op.drop_index(batch_op.f("ix_postings_job_id"))

    op.drop_table("postings")
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_resets_user_id"))

    op.drop_table("password_resets")
    op.drop_table("openings")
    op.drop_table("mail_template_versions")
    with op.batch_alter_table("job_members", schema=None) as batch_op:
        batch_op.drop_index("ix_job_members_user")

    op.drop_table("job_members")
    with op.batch_alter_table("job_locations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_locations_job_id"))

    op.drop_table("job_locations")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_email_key"))

    op.drop_table("invitations")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_header_key"))
        batch_op.drop_index("ix_import_batches_due")

    op.drop_table("import_batches")
    with op.batch_alter_table("candidates", schema=None) as batch_op:
        batch_op.drop_index("ix_candidates_updated")
        batch_op.drop_index("ix_candidates_title")
        batch_op.drop_index("ix_candidates_source")
        batch_op.drop_index("ix_candidates_owner")
        batch_op.drop_index("ix_candidates_name")
        batch_op.drop_index("ix_candidates_interest")
        batch_op.drop_index("ix_candidates_employer")
        batch_op.drop_index("ix_candidates_contacted")
        batch_op.drop_index("ix_candidates_city_name")
        batch_op.drop_index("ix_candidates_city")
        batch_op.drop_index("ix_candidates_added")

    op.drop_table("candidates")
    with op.batch_alter_table("apply_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_apply_drafts_job_id"))
        batch_op.drop_index(batch_op.f("ix_apply_drafts_expires_at"))

    op.drop_table("apply_drafts")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_team_id"))

    op.drop_table("users")
    with op.batch_alter_table("template_stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_stages_template_id"))

    op.drop_table("template_stages")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_team")
        batch_op.drop_index("ix_jobs_state")

    op.drop_table("jobs")
    with op.batch_alter_table("changed_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_changed_values_candidate_id"))
        batch_op.drop_index(batch_op.f("ix_changed_values_activity_id"))

    op.drop_table("changed_values")
    with op.batch_alter_table("activity_addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_addresses_candidate_id"))

    op.drop_table("activity_addresses")
    with op.batch_alter_table("tombstones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tombstones_candidate_id"))
        batch_op.drop_index(batch_op.f("ix_tombstones_address_hash"))

    op.drop_table("tombstones")
    with op.batch_alter_table("throttle_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_counts_ends_at"))

    op.drop_table("throttle_counts")
    op.drop_table("teams")
    op.drop_table("tags")
    with op.batch_alter_table("suppressions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suppressions_address_hash"))

    op.drop_table("suppressions")
    with op.batch_alter_table("stored_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_files_sha256"))

    op.drop_table("stored_files")
    op.drop_table("skills")
    op.drop_table("site_wordings")
    op.drop_table("search_dirty")
    op.drop_table("reject_reasons")
    op.drop_table("pipeline_templates")
    with op.batch_alter_table("notice_texts", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_texts_name")

    op.drop_table("notice_texts")
    op.drop_table("mail_templates")
    op.drop_table("lane_states")
    op.drop_table("installation")
    with op.batch_alter_table("form_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_keys_created_at"))

    op.drop_table("form_keys")
    op.drop_table("erasures")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_kind")
        batch_op.drop_index("ix_activities_job")
        batch_op.drop_index("ix_activities_candidate")
        batch_op.drop_index("ix_activities_application")

    op.drop_table("activities")

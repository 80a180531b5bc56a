"""The packages in their order, loaded so that their tables, activities, reactions and registrations exist."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from app.config import Settings

ORDER = (
    "core", "accounts", "intelligence", "candidates", "mailing", "jobs", "hiring", "search", "talent", "events",
    "campaigns", "insights", "compliance",
)  # fmt: skip
"""Bottom to top; pyproject.toml holds the same order as a contract."""

FURNITURE = ("models", "activities", "policy", "registrations", "reactions", "tasks")


def load_packages() -> None:
    """Import what declares something by being imported."""
    for module in ("activity", "files", "form_keys", "throttle"):
        import_module(f"app.core.{module}")
    for package in ORDER[1:]:
        for name in FURNITURE:
            if find_spec(f"app.{package}.{name}") is not None:
                import_module(f"app.{package}.{name}")


def register_faces(app: Flask, settings: Settings) -> None:
    from app import api, portal, recruiter
    from app.candidates.wording import source_name
    from app.talent.wording import member_answer

    app.jinja_env.filters.update(source_name=source_name, member_answer=member_answer)
    recruiter.init_face(app)
    portal.init_face(app)
    api.init_face(app)
    if settings.development:
        import_module("app.development").init_development(app)

"""`/healthz`: this process answers. `/readyz`: the database can be written and is migrated."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from app.extensions import db
from app.web.access import bare, public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
@bare
def show_health() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def show_readiness() -> tuple[Response, int]:
    revision = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return (jsonify(status="ready"), 200) if revision else (jsonify(status="not migrated"), 503)

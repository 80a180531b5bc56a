"""The candidates' face: careers site, applying, and a home behind a magic link."""

import sys

from flask import Flask, g

from app.core.transaction import in_transaction
from app.talent.queries.communities import has_open_community
from app.web.faces import build_face


def communities_open() -> bool:
    """Whether the site's navigation leads to communities; an error page without a transaction does not ask."""
    if "communities_open" not in g:
        g.communities_open = in_transaction() and has_open_community()
    return bool(g.communities_open)


def init_face(app: Flask) -> None:
    """Mount every page of the portal at the root."""
    app.jinja_env.globals["communities_open"] = communities_open
    app.register_blueprint(build_face(sys.modules[__name__]))

"""The candidates' face: careers site, applying, and a home behind a magic link."""

import sys

from flask import Flask

from app.web.faces import build_face


def init_face(app: Flask) -> None:
    """Mount every page of the portal at the root."""
    app.register_blueprint(build_face(sys.modules[__name__]))

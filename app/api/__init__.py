"""Machines: health, readiness; later JSON and webhooks."""

import sys

from flask import Flask

from app.web.faces import build_face


def init_face(app: Flask) -> None:
    """Mount every machine address."""
    app.register_blueprint(build_face(sys.modules[__name__]))

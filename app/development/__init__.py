"""Pages that exist only while developing: the gallery of components, and the mailbox where no mail server is set."""

from flask import Blueprint, Flask, render_template

from app.config import Settings
from app.development.mailbox import blueprint as mailbox
from app.web.access import public


def init_development(app: Flask) -> None:
    @app.get("/dev/components", endpoint="development.components")
    @public
    def show_components() -> str:
        return render_template("components/gallery.html")

    settings: Settings = app.extensions["settings"]
    if not settings.sends_mail:
        face = Blueprint("development", __name__)
        face.register_blueprint(mailbox)
        app.register_blueprint(face)

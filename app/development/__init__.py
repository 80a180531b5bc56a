"""Pages that exist only while developing: the gallery of components."""

from flask import Flask, render_template

from app.web.access import public


def init_development(app: Flask) -> None:
    @app.get("/dev/components", endpoint="development.components")
    @public
    def show_components() -> str:
        return render_template("components/gallery.html")

"""The employer's colour as a style sheet: shades of it that can be read, light and dark."""

from typing import Any

from flask import Blueprint, Response, g, url_for

from app.core.colours import brand_shades
from app.web.access import public

blueprint = Blueprint("brand", __name__)

DEFAULT = "#3b5bdb"


@blueprint.get("/brand.css")
@public
def show_brand() -> Response:
    """Addressed with the colour in `v`, so that browsers keep it until the colour changes."""
    response = Response(style_sheet(_accent()), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@blueprint.app_context_processor
def link_brand() -> dict[str, Any]:
    if g.get("site") is None:
        return {}
    return {"brand_css_url": url_for("portal.careers.brand.show_brand", v=_accent().lstrip("#"))}


def style_sheet(accent: str) -> str:
    """`--accent` carries text of `--on-accent`; `--accent-text` is read on the page."""
    light, dark = brand_shades(accent)
    values = {
        "--accent": (light.accent, dark.accent),
        "--on-accent": (light.on_accent, dark.on_accent),
        "--accent-text": (light.text, dark.text),
    }
    lines = "".join(f"{name}:light-dark({of_light},{of_dark});" for name, (of_light, of_dark) in values.items())
    return f"@layer tokens{{:root{{{lines}}}}}"


def _accent() -> str:
    return g.site.accent if g.get("site") else DEFAULT

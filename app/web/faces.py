"""Building a face from its folders: one name in four places (DESIGN §6).

`app/recruiter/hiring/board.py` holds `blueprint = Blueprint("board", __name__)`; its views are
`recruiter.hiring.board.<view>`. Modules without a `blueprint` are forms and such.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from flask import Blueprint


def build_face(package: ModuleType, *, url_prefix: str | None = None) -> Blueprint:
    """A blueprint with one nested blueprint per area folder and one per page module in it."""
    face = Blueprint(package.__name__.rpartition(".")[2], package.__name__, url_prefix=url_prefix)
    for area in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        if area.ispkg:
            face.register_blueprint(_build_area(import_module(f"{package.__name__}.{area.name}")))
    return face


def _build_area(package: ModuleType) -> Blueprint:
    area = Blueprint(package.__name__.rpartition(".")[2], package.__name__)
    for page in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        blueprint = getattr(import_module(f"{package.__name__}.{page.name}"), "blueprint", None)
        if blueprint is not None:
            area.register_blueprint(blueprint)
    return area

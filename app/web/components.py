"""The component macros as one global, `ui`, so that they also work in blocks rendered alone.

Every macro of templates/components/*.html whose name does not begin with an underscore is `ui.<name>`; the README there lists them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from jinja2 import Environment

from app.web.assets import init_assets
from app.web.calling import call_quickly

FOLDER = "components"
PAGES = frozenset({"gallery.html"})
THEMES = ("light", "dark")
AVATAR_TONES = 6
SAME_FOR_ALL = frozenset({"icon", "kbd"})
"""Components that say the same whoever reads them: what they became is remembered. A page has a hundred of them."""
REMEMBERED = 2048

Macro = Callable[..., Any]


class Components:
    """Merges the macros of all component templates; templates are looked up again in development, kept in production."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, Macro] = {}

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._environment.auto_reload:
            self._macros = self._collect()
        elif not self._macros:
            self._macros = {
                name: _remembered(macro) if name in SAME_FOR_ALL else macro for name, macro in self._collect().items()
            }
            vars(self).update(self._macros)
        try:
            return self._macros[name]
        except KeyError:
            raise LookupError(
                f"There is no component named {name!r}; templates/components/README.md lists them."
            ) from None

    def names(self) -> list[str]:
        return sorted(self._collect())

    def _collect(self) -> dict[str, Macro]:
        macros: dict[str, Macro] = {}
        for path in self._environment.list_templates(filter_func=_is_component):
            module = vars(self._environment.get_template(path).module)
            for name, macro in module.items():
                if name.startswith("_") or not callable(macro):
                    continue
                if name in macros:
                    raise RuntimeError(f"The component {name!r} is defined twice, once in {path}.")
                macros[name] = macro
        return macros


def _remembered(macro: Macro) -> Macro:
    """The macro, drawn once for the same words. Text and markup of the same letters are two things."""

    @lru_cache(REMEMBERED, typed=True)
    def drawn(_root: str, *args: Any, **named: Any) -> Any:
        return macro(*args, **named)

    def draw(*args: Any, **named: Any) -> Any:
        return drawn(request.script_root if has_request_context() else "", *args, **named)

    return draw


def _is_component(path: str) -> bool:
    folder, _, file = path.rpartition("/")
    return folder == FOLDER and file.endswith(".html") and file not in PAGES and not file.startswith("_")


def theme() -> str:
    """What the visitor chose: light, dark, or system when nothing (or nonsense) is stored."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else "system"


def initials(name: object) -> str:
    """The first letters of the first and the last word: "Anna-Lena Müller" becomes AM."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


def avatar_tone(name: object) -> int:
    """The same colour for the same name on every page and in every process."""
    return sum(str(name or "").encode()) % AVATAR_TONES


def share(value: float, whole: float) -> float:
    """`value` as percent of `whole`, between 0 and 100, for lengths in charts."""
    return round(min(100.0, max(0.0, 100.0 * value / whole)), 2) if whole > 0 else 0.0


def attribute_names(attrs: dict[str, Any]) -> dict[str, Any]:
    """Attributes as HTML wants them: `True` is the bare name, `False` and `None` are left out."""
    return {
        name: name if value is True else value
        for name, value in attrs.items()
        if value is not None and value is not False
    }


def init_components(app: Flask) -> None:
    """Registers `ui`, `asset` and `theme` and the few filters the component templates use."""
    call_quickly(app)
    environment: Environment = app.jinja_env
    environment.globals.update(ui=Components(environment), theme=theme)
    environment.filters.update(initials=initials, avatar_tone=avatar_tone, share=share, attribute_names=attribute_names)
    init_assets(app)

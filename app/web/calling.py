"""How a template calls things: as Jinja does, without asking each of them three times whether it wants the context."""

from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.runtime import Context, Macro

PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType})
WANTED = "jinja_pass_arg"
"""What Jinja's `pass_context` and its like leave on a function."""
WAY_OF_ESCAPING = getattr(pass_eval_context(lambda _context: None), WANTED)
"""That is all `gettext` wants of a template."""


class QuickContext(Context):
    """A page calls some seven hundred macros and functions; Jinja spends longer on asking about them than many of them take."""

    def call(__self, __called: Any, *args: Any, **named: Any) -> Any:
        kind = type(__called)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind not in PLAIN:
            return super().call(__called, *args, **named)
        elif (wanted := getattr(__called, WANTED, None)) is not None:
            if wanted is not WAY_OF_ESCAPING:
                return super().call(__called, *args, **named)
            args = (__self.eval_ctx, *args)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        try:
            return __called(*args, **named)
        except StopIteration:
            return super().call(_exhausted)


def _exhausted() -> Any:
    raise StopIteration


def call_quickly(app: Flask) -> None:
    """Before the first template is loaded."""
    app.jinja_env.context_class = QuickContext

"""How a template calls things: as Jinja does, without asking each of them three times whether it wants the context."""

from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2.runtime import Context, Macro

PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType})
PASSED = "jinja_pass_arg"
"""What Jinja's `pass_context` and its like leave on a function."""


class QuickContext(Context):
    """A page calls some seven hundred macros and functions; Jinja spends longer on asking about them than many of them take."""

    def call(__self, __called: Any, *args: Any, **named: Any) -> Any:
        kind = type(__called)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind not in PLAIN or getattr(__called, PASSED, None) is not None:
            return super().call(__called, *args, **named)
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

"""Answering with a page or with the part of it that was asked for; views never test for HTMX."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from jinja2_fragments.flask import render_block

LAYOUT_BLOCKS = frozenset({"title", "main", "head_extra", "hero"})
Rows = Mapping[str, tuple[str, Mapping[str, Any]]]


def show(template: str, status: int = 200, *, also: Sequence[str] = (), rows: Rows | None = None, **context: Any) -> Response:
    """The page, or the block or row named by `HX-Target`.

    `also` names blocks sent along out of band; `rows` maps an id prefix such as `application_` to the partial of a
    repeated row and its variables. Toasts always travel along. A history restore gets the whole page.
    """
    target = _target()
    html = _fragment(template, target, rows or {}, context) if target else None
    if html is None:
        response = make_response(render_template(template, **context), status)
        if target:
            response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML show:window:top"})
            if request.method == "GET":
                response.headers["HX-Push-Url"] = request.full_path.rstrip("?")
    else:
        along = [_out_of_band(render_block(template, block, **context)) for block in also if block != target]
        response = make_response("".join([html, *along, render_template("layouts/_toasts.html", oob=True)]), status)
    response.vary.update(["HX-Request", "HX-Target"])
    return response


def show_rows(*rendered: str, status: int = 200) -> Response:
    """Several rendered fragments as one answer, toasts included; for acts that change more than one row."""
    response = make_response("".join([*rendered, render_template("layouts/_toasts.html", oob=True)]), status)
    response.vary.update(["HX-Request", "HX-Target"])
    return response


def redirect_to(endpoint: str, **values: Any) -> Response:
    """303 to a GET of ours."""
    return make_response(redirect(url_for(endpoint, **values), 303))


def redirect_back(target: str | None, fallback: str) -> Response:
    """303 to `target` when it is a path of this site, else to `fallback`."""
    return make_response(redirect(own_path(target) or fallback, 303))


_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")


def own_path(target: str | None) -> str | None:
    """`target` when it is an absolute path within this site (no host, no backslash, no control character)."""
    return target if target and len(target) <= 2000 and _OWN_PATH.match(target) else None


def flash_undo(sentence: object, action: str, *, fields: Mapping[str, Any] | None = None) -> None:
    """A toast with an undo button that posts to `action`."""
    flash({"text": str(sentence), "undo_url": action, "fields": dict(fields or {})}, "success")  # type: ignore[arg-type]


def _target() -> str:
    if not request.headers.get("HX-Request") or request.headers.get("HX-History-Restore-Request"):
        return ""
    return request.headers.get("HX-Target") or "body"


def _fragment(template: str, target: str, rows: Rows, context: Mapping[str, Any]) -> str | None:
    if target in current_app.jinja_env.get_template(template).blocks and target not in LAYOUT_BLOCKS:
        return str(render_block(template, target, **context))
    for prefix, (partial, variables) in rows.items():
        if target.startswith(prefix):
            return render_template(partial, **{**context, **variables})
    return None


def _out_of_band(html: str) -> str:
    return re.sub(r"<([a-z][a-z0-9-]*)", r'<\1 hx-swap-oob="true"', html.lstrip(), count=1)

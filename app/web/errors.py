"""Error pages of both faces: a clear sentence, a way on, nothing about the machine."""

from contextlib import suppress
from logging import getLogger
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.core.refusals import Refused, Stale, TooMany
from app.core.transaction import reading
from app.extensions import db
from app.web.identify import forget_identity, site

log = getLogger(__name__)


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(StaleDataError, lambda error: show_refusal(Stale()))
    app.register_error_handler(IntegrityError, show_conflict)
    app.register_error_handler(DataError, show_unfit)
    app.register_error_handler(OperationalError, show_database_trouble)
    app.register_error_handler(Exception, show_failure)


def show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return make_response(error.get_response())
    sentence = error.description if code == 403 and error.description != type(error).description else None
    headers = dict(error.get_headers()) if code == 405 else {}
    return error_page(code, sentence=sentence, headers={k: v for k, v in headers.items() if k == "Allow"})


def show_refusal(refusal: Refused) -> Response:
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    return error_page(refusal.status, sentence=str(refusal), headers=headers)


def show_conflict(error: IntegrityError) -> Response:
    log.info("a constraint refused a write: %s", type(error.orig).__name__)
    return error_page(409, sentence=_("Someone was faster, or this was sent twice. Look again before you repeat it."))


def show_unfit(error: DataError) -> Response:
    log.info("the database refused a value: %s", type(error.orig).__name__)
    return error_page(400, sentence=_("Something in this form is longer or larger than can be stored."))


def show_database_trouble(error: OperationalError) -> Response:
    text = str(error.orig)
    if "disk is full" in text or "No space left" in text:
        return error_page(507)
    log.exception("the database did not answer")
    return error_page(503, headers={"Retry-After": "5"})


def show_failure(error: Exception) -> Response:
    log.exception("request %s failed", g.get("request_id", "-"))
    return error_page(500)


def error_page(code: int, *, sentence: str | None = None, headers: dict[str, str] | None = None) -> Response:
    """The error page of the face the request was for. Runs outside any transaction; only a page that is not there asks
    the database for the employer's name, when no view has.
    """
    forget_identity()
    db.session.rollback()
    if code == 404 and g.site is None:
        _know_the_site()
    if request_ctx.url_adapter is None:  # a host that is not ours: no page of ours can be addressed
        return Response(f"{code}", code, mimetype="text/plain")
    face = "recruiter" if request.path.startswith("/recruiter") else "portal"
    context: dict[str, Any] = {"code": code, "face": face, "sentence": sentence, "request_id": g.get("request_id")}
    response = make_response(render_template("errors/error.html", **context), code)
    response.headers.update(headers or {})
    if request.headers.get("HX-Request"):
        response.headers["HX-Reswap"] = "none"
    response.vary.update(["HX-Request", "HX-Target"])
    return response


def _know_the_site() -> None:
    """A missing page is the employer's too. Best effort: the database may be what is missing."""
    with suppress(Exception), reading():
        g.site = site()

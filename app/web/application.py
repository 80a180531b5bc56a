"""The application class: one procession for every request — read, identify, check, act, commit."""

import secrets
from collections.abc import Callable
from logging import getLogger
from typing import Any

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from app.core.transaction import reading, run_after_transaction, transaction
from app.extensions import db
from app.web.access import check_access, declared_access, session_has_ended
from app.web.csrf import check_csrf
from app.web.identify import forget_identity, identify

log = getLogger(__name__)
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Perennial(Flask):
    """Flask, with the one transaction rule (DESIGN §4) in `dispatch_request`.

    A constraint that fails at commit must still reach the error handlers, hence not `after_request`.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        g.request_id = secrets.token_hex(6)
        rule = request.url_rule
        if request.routing_exception is not None or rule is None or rule.endpoint == "static":
            return super().dispatch_request()
        access = declared_access(self.view_functions[rule.endpoint])
        if access.bare:
            forget_identity()
            return super().dispatch_request()
        if access.largest_body and request.method not in READING_METHODS:
            find_out_who()
            request.max_content_length = access.largest_body if g.get("user") is not None else None
        read_whole_body()
        find_out_who()
        if request.method not in READING_METHODS and not session_has_ended(access):
            check_csrf(access)
        if (answer := check_access(access)) is not None:
            return answer
        if access.prepare is not None:
            request.view_args = {**(request.view_args or {}), "prepared": access.prepare(**(request.view_args or {}))}
        return self._act(access.reads or request.method in READING_METHODS)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view and no hook is a coroutine; Flask would look into each of them for every request."""
        return func

    def _act(self, reads_only: bool) -> Response:
        dispatch = super().dispatch_request
        try:
            if reads_only:
                with reading():
                    return self.make_response(dispatch())
            with transaction():
                response = self.make_response(dispatch())
                if response.status_code >= 400:
                    raise _RolledBack(response)
                return response
        except _RolledBack as kept:
            return kept.response
        finally:
            run_after_transaction()


class _RolledBack(Exception):
    """Carries the answer of a request whose writes must not stay."""

    def __init__(self, response: Response) -> None:
        self.response = response


def find_out_who() -> None:
    with reading():
        identify()
        db.session.expunge_all()


def read_whole_body() -> None:
    """Take in the body before any transaction begins: a slow upload must hold no lock."""
    if request.method not in READING_METHODS:
        _ = request.form, request.files



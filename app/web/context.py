"""What every template may use: permissions, the viewer, dates in the viewer's zone, money, safe Markdown."""

from typing import Any

from babel.numbers import format_currency
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import get_locale
from markupsafe import Markup

from app.accounts.permissions import Permission
from app.core.clock import now, today
from app.core.languages import LOCALES
from app.core.markdown import markdown_html
from app.web.counts import spell_counts
from app.web.csrf import csrf_token
from app.web.dates import show_ago, show_date, show_datetime, show_number, show_time
from app.web.translations import init_translations


def init_context(app: Flask) -> None:
    init_translations(app)
    spell_counts(app)
    app.jinja_env.globals.update(
        csrf_token=csrf_token, get_locale=get_locale, may=may, now=now, today=today, Permission=Permission
    )
    app.jinja_env.filters.update(
        datetime=show_datetime, date=show_date, ago=show_ago, money=show_money, markdown=markdown_html, nl2br=show_lines,
        datetimeformat=show_datetime, dateformat=show_date, timeformat=show_time, numberformat=show_number,
    )  # fmt: skip
    app.jinja_env.filters["number"] = app.jinja_env.filters["numberformat"]
    app.context_processor(lambda: {"viewer": g.get("user"), "site": _site()})


def may(permission: str | Permission) -> bool:
    """Whether the viewer's role grants `permission` (its name, such as `JOBS_EDIT`)."""
    user = g.get("user")
    wanted = permission if isinstance(permission, Permission) else Permission[permission]
    return user is not None and user.may(wanted)


def select_locale() -> str:
    """A colleague's own language; on the portal the one chosen there, else the browser's, else the person's on record.

    Whoever walks from a job's page to their own keeps reading the same language; the record's is for mail.
    """
    if not has_request_context():  # a command or a sweep, which says itself whose language it speaks
        return "en"
    if g.get("user") is not None:
        return g.user.locale if g.user.locale in LOCALES else "en"
    chosen = request.cookies.get("locale", "")
    if chosen in LOCALES:
        return chosen
    if asked := request.accept_languages.best_match(LOCALES):
        return asked
    if g.get("candidate") is not None and g.candidate.locale in LOCALES:
        return str(g.candidate.locale)
    site = g.get("site")
    return site.default_locale if site is not None else "en"


def select_time_zone() -> str:
    """The signed-in colleague's own; everybody else reads the employer's."""
    user = g.get("user")
    return user.time_zone if user is not None else str(current_app.config["TIME_ZONE"])


def show_money(minor: int | None, currency: str) -> str:
    """Minor units as money in the reader's language, without decimals when there are none."""
    if minor is None:
        return ""
    if minor % 100:
        return str(format_currency(minor / 100, currency, locale=get_locale()))
    pattern = "¤#,##0" if str(get_locale()) == "en" else "#,##0 ¤"
    return str(format_currency(minor // 100, currency, pattern, locale=get_locale(), currency_digits=False))


def show_lines(text: str) -> Markup:
    """Plain text with its line breaks."""
    return Markup("<br>").join(text.split("\n"))


def _site() -> dict[str, Any]:
    known = g.get("site")
    return {"name": known.name, "demo": known.demo} if known else {}

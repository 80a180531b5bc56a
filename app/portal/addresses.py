"""Addresses the portal gives out: absolute ones for machines and cards, and where a visitor came from."""

import re
from typing import Any

from flask import current_app, request, url_for

from app.campaigns.links import read_via

_SOURCE = re.compile(r"[^a-z0-9._-]+")


def public_url(endpoint: str, **values: Any) -> str:
    """The absolute address of a page, built from BASE_URL and never from the request."""
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, **values)}"


def job_url(slug: str, source: str | None = None) -> str:
    return public_url("portal.careers.job.show_job", slug=slug, src=source)


def source() -> str | None:
    """The channel that brought the visitor (`src` or `utm_source`), carried along in addresses instead of a cookie."""
    named = request.values.get("src") or request.args.get("utm_source") or ""
    return _SOURCE.sub("-", named.casefold()).strip("-")[:60] or None


def came_by() -> tuple[str, int | None]:
    """The channel as it is stored, and the newsletter it names when a link of ours truly carried it."""
    return read_via(source())


def apply_path(slug: str) -> str:
    came_from = source()
    return f"/jobs/{slug}/apply" + (f"?src={came_from}" if came_from else "")

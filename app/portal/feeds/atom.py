"""Jobs as an Atom feed (RFC 4287)."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app, g
from flask_babel import gettext as _

from app.core.clock import now
from app.jobs.places import places_line
from app.portal.addresses import public_url
from app.portal.feeds.answers import feed_answer
from app.portal.feeds.entries import Entry, entries, xml_text
from app.web.access import public

blueprint = Blueprint("atom", __name__)

ATOM = "http://www.w3.org/2005/Atom"


@blueprint.get("/feeds/jobs.atom")
@public
def show_atom() -> Response:
    """Every live job, newest first."""
    found = entries()
    company = g.site.name if g.site else "Perennial"
    feed = Element("feed", xmlns=ATOM)
    _add(feed, "id", public_url("portal.feeds.atom.show_atom"))
    _add(feed, "title", _("Jobs at %(company)s", company=company))
    _add(feed, "updated", max((entry.updated_at for entry in found), default=_epoch()).isoformat())
    SubElement(SubElement(feed, "author"), "name").text = xml_text(company)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=public_url("portal.feeds.atom.show_atom"))
    SubElement(feed, "link", rel="alternate", type="text/html", href=public_url("portal.careers.jobs.show_jobs"))
    for entry in found:
        _add_entry(feed, entry)
    return feed_answer(tostring(feed, encoding="utf-8", xml_declaration=True), "application/atom+xml")


def _add_entry(feed: Element, entry: Entry) -> None:
    job = entry.job
    element = SubElement(feed, "entry")
    _add(element, "id", f"{current_app.config['BASE_URL']}/jobs/{job.slug}")
    _add(element, "title", entry.title)
    _add(element, "published", entry.published_at.isoformat())
    _add(element, "updated", entry.updated_at.isoformat())
    SubElement(element, "link", rel="alternate", type="text/html", href=entry.url("atom"))
    _add(element, "summary", " · ".join(part for part in (places_line(job.locations), job.summary) if part))
    _add(element, "content", entry.html).set("type", "html")


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = xml_text(text)
    return element


def _epoch() -> datetime:
    return now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)

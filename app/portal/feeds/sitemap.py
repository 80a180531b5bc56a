"""What search engines should know of."""

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app

from app.portal.addresses import job_url, public_url
from app.portal.feeds.answers import feed_answer
from app.portal.feeds.entries import entries
from app.talent.queries.communities import public_communities
from app.web.access import public

blueprint = Blueprint("sitemap", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "portal.careers.home.show_home",
    "portal.careers.jobs.show_jobs",
    "portal.careers.texts.show_privacy",
    "portal.careers.texts.show_imprint",
    "portal.careers.texts.show_accessibility",
)
PRIVATE = ("/recruiter/", "/me", "/m/", "/u/", "/c/", "/o/", "/language/")


@blueprint.get("/sitemap.xml")
@public
def show_sitemap() -> Response:
    """The public pages, every community that takes members and every live job."""
    found = Element("urlset", xmlns=SITEMAP)
    for page in PAGES:
        SubElement(SubElement(found, "url"), "loc").text = public_url(page)
    communities = public_communities()
    if communities:
        SubElement(SubElement(found, "url"), "loc").text = public_url("portal.communities.communities.show_communities")
    for community in communities:
        url = SubElement(found, "url")
        SubElement(url, "loc").text = public_url("portal.communities.community.show_community", slug=community.slug)
        SubElement(url, "lastmod").text = community.updated_at.isoformat(timespec="seconds")
    for entry in entries():
        url = SubElement(found, "url")
        SubElement(url, "loc").text = job_url(entry.job.slug)
        SubElement(url, "lastmod").text = entry.updated_at.isoformat(timespec="seconds")
    return feed_answer(tostring(found, encoding="utf-8", xml_declaration=True), "application/xml")


@blueprint.get("/robots.txt")
@public
def show_robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    return feed_answer("\n".join([*lines, f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml", ""]), "text/plain")

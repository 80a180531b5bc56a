"""Feeds: valid whatever a title holds, complete, and asked for cheaply."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.jobs.models import Job, JobLocation, RemotePolicy
from tests.make import Cast, Make

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "A & B ]]> <b>bold</b> &amp;lt;script&gt; \u202e\ufffe \x0b end"
FEEDS = ("/feeds/jobs.atom", "/feeds/jobs.json", "/feeds/indeed.xml", "/sitemap.xml", "/robots.txt")


@pytest.fixture
def hostile(make: Make, cast: Cast) -> Job:
    job = make.job(title=HOSTILE, slug="hostile", department=HOSTILE, summary=HOSTILE)
    job.description = f"{HOSTILE} a < b & c > d `x && y` <script>alert(1)</script> ]]>"
    db.session.flush()
    return job


def test_the_atom_feed_is_valid_and_escapes_what_it_must(client: FlaskClient, cast: Cast, hostile: Job) -> None:
    feed = ElementTree.fromstring(client.get("/feeds/jobs.atom").data)
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        for needed in ("id", "title", "updated", "published", "content"):
            assert (entry.findtext(f"{ATOM}{needed}") or "").strip()
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 2
    link = entries[0].find(f"{ATOM}link")
    assert link is not None and link.get("href", "").endswith("?src=atom")
    content = next(e.findtext(f"{ATOM}content") or "" for e in entries if "hostile" in (e.findtext(f"{ATOM}id") or ""))
    assert "<script" not in content


def test_indeed_gets_every_job_in_cdata_without_entities_once_per_place(
    client: FlaskClient, cast: Cast, hostile: Job, make: Make
) -> None:
    make.add(JobLocation(job_id=cast.job.id, city="Paris", country="FR", position=1))
    raw = client.get("/feeds/indeed.xml").text
    assert raw.startswith('<?xml version="1.0" encoding="utf-8"?>')
    assert "&lt;" not in raw and "&amp;" not in raw and "&gt;" not in raw
    jobs = ElementTree.fromstring(raw).findall("job")
    assert len(jobs) == 3
    references = [job.findtext("referencenumber") for job in jobs]
    assert len(set(references)) == 3
    for job in jobs:
        for needed in ("title", "date", "requisitionid", "url", "company", "city", "country", "description"):
            assert job.findtext(needed), needed
        assert "<script" not in (job.findtext("description") or "")
    assert any("]]>" in (job.findtext("title") or "") for job in jobs)


def test_the_date_boards_read_is_the_one_on_the_page(client: FlaskClient, cast: Cast) -> None:
    date = ElementTree.fromstring(client.get("/feeds/indeed.xml").data).findtext("job/date")
    assert f'datetime="{date}"' in client.get(f"/jobs/{cast.job.slug}").text


def test_the_json_board_has_the_known_shape(client: FlaskClient, cast: Cast, hostile: Job) -> None:
    answer = client.get("/feeds/jobs.json")
    board: dict[str, Any] = json.loads(answer.data)
    assert board["meta"]["total"] == 2
    mine = next(job for job in board["jobs"] if job["id"] == cast.job.id)
    assert mine["title"] == "Backend Engineer"
    assert mine["location"] == {"name": "Berlin, Germany"}
    assert mine["pay_input_ranges"][0]["min_cents"] == 6_000_000
    assert mine["absolute_url"].startswith("http://localhost/jobs/backend-engineer")
    assert "&lt;h3&gt;" in mine["content"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_sitemap_names_jobs_and_pages_and_robots_names_the_sitemap(client: FlaskClient, cast: Cast) -> None:
    places = [element.text for element in ElementTree.fromstring(client.get("/sitemap.xml").data).iter() if element.text]
    assert f"http://localhost/jobs/{cast.job.slug}" in places
    assert "http://localhost/jobs" in places
    robots = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    assert "Disallow: /recruiter/" in robots


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_asked_again_with_its_mark_costs_nothing(client: FlaskClient, cast: Cast, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_valid_too(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    if path.endswith((".xml", ".atom")):
        ElementTree.fromstring(answer.data)


def test_a_remote_job_without_a_place_is_one_entry(client: FlaskClient, make: Make, cast: Cast) -> None:
    job = make.job(remote_policy=RemotePolicy.REMOTE)
    db.session.query(JobLocation).filter_by(job_id=job.id).delete()
    references = [one.text for one in ElementTree.fromstring(client.get("/feeds/indeed.xml").data).iter("referencenumber")]
    assert f"{job.id}-0" in references


def test_feeds_ask_few_questions_however_many_jobs(client: FlaskClient, make: Make, cast: Cast, queries: Any) -> None:
    for _ in range(30):
        make.job()
    with queries as sent:
        client.get("/feeds/jobs.atom")
    assert sent.count <= 4

"""The careers site as visitors and search engines meet it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.actors import SYSTEM
from app.core.clock import now
from app.extensions import db
from app.jobs.commands import close_job
from app.jobs.models import CloseReason, EmploymentType, JobLocation, JobState, Posting, RemotePolicy
from tests.make import Cast, Make

HOSTILE = '</script><script>alert(1)</script> ]]> & "q" \u05e9\u05dc\u05d5\u05dd ' + "x" * 120


def structured(page: str) -> dict[str, Any]:
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(data) == 1
    return json.loads(data[0])


def test_the_job_page_says_everything_and_asks_little(client: FlaskClient, cast: Cast, queries: Any) -> None:
    path = f"/jobs/{cast.job.slug}"
    with queries as sent:
        page = client.get(path)
    assert page.status_code == 200
    assert sent.count <= 6
    for said in ("Backend Engineer", "Berlin, Germany", "€60,000 – €80,000 per year", "In review", "within 7 days"):
        assert said in page.text
    assert page.text.count(f'href="{path}/apply"') == 2
    assert "set-cookie" not in {name.lower() for name, _ in page.headers}


def test_no_inner_stage_name_is_ever_public(client: FlaskClient, cast: Cast) -> None:
    page = client.get(f"/jobs/{cast.job.slug}").text
    assert "Screening" not in page
    assert "Applied" not in page


def test_search_engines_get_a_complete_posting(client: FlaskClient, cast: Cast) -> None:
    cast.job.employment_type = EmploymentType.INTERNSHIP
    db.session.flush()
    data = structured(client.get(f"/jobs/{cast.job.slug}").text)
    assert data["@type"] == "JobPosting"
    assert data["employmentType"] == "INTERN"
    assert data["jobLocation"][0]["address"] == {
        "@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"
    }  # fmt: skip
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "minValue": 60000, "maxValue": 80000, "unitText": "YEAR"
    }  # fmt: skip
    assert data["hiringOrganization"]["name"] == "Larkspur"
    assert data["url"] == f"http://localhost/jobs/{cast.job.slug}"
    assert {"title", "description", "datePosted", "identifier", "directApply"} <= set(data)
    assert "<h3>The work</h3>" in data["description"]


def test_a_remote_job_is_told_by_where_one_may_live(client: FlaskClient, make: Make, cast: Cast) -> None:
    job = make.job(remote_policy=RemotePolicy.REMOTE)
    data = structured(client.get(f"/jobs/{job.slug}").text)
    assert data["jobLocationType"] == "TELECOMMUTE"
    assert data["applicantLocationRequirements"] == [{"@type": "Country", "name": "DE"}]
    assert "jobLocation" not in data


def test_a_hostile_title_and_description_stay_text(client: FlaskClient, make: Make, cast: Cast) -> None:
    typed = f"{HOSTILE}\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://evil.example/p.png)"
    job = make.job(title=HOSTILE[:200], slug="hostile", description=typed, summary=HOSTILE, benefits=HOSTILE, department=HOSTILE)
    page = client.get("/jobs/hostile").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert structured(page)["title"] == job.title
    assert "<script>alert" not in client.get("/jobs").text + client.get("/").text


def test_the_source_travels_in_addresses_and_never_in_a_cookie(client: FlaskClient, cast: Cast) -> None:
    page = client.get(f"/jobs/{cast.job.slug}?utm_source=Linked%20In%22%3E")
    assert f'href="/jobs/{cast.job.slug}/apply?src=linked-in"' in page.text
    assert f"/jobs/{cast.job.slug}?src=newsletter" in client.get("/jobs?src=newsletter").text
    assert client.get_cookie("src") is None


@pytest.mark.parametrize("state", [JobState.DRAFT])
def test_what_was_never_public_does_not_exist(client: FlaskClient, make: Make, cast: Cast, state: JobState) -> None:
    draft = make.job("Draft", state=state)
    secret = make.job("Secret", confidential=True)
    unposted = make.job("Unposted", published=False)
    planned = make.job("Planned", published=False)
    make.add(Posting(job_id=planned.id, published_at=now() + timedelta(days=1)))
    for job in (draft, secret, unposted, planned):
        assert client.get(f"/jobs/{job.slug}").status_code == 404
        for surface in ("/", "/jobs", f"/jobs?q={job.title}", "/feeds/jobs.atom", "/feeds/jobs.json", "/feeds/indeed.xml",
                        "/sitemap.xml"):  # fmt: skip
            assert job.slug not in client.get(surface).text
    for nobody in ("/jobs/1", "/jobs/nobody", "/jobs/%00", "/jobs/" + "x" * 3000):
        assert client.get(nobody).status_code == 404


def test_a_closed_job_says_what_happened_and_leaves_every_surface(client: FlaskClient, make: Make, cast: Cast) -> None:
    similar = make.job("Backend Engineer Payments")
    close_job(cast.job, reason=CloseReason.HIRED, by=SYSTEM)
    db.session.flush()
    page = client.get(f"/jobs/{cast.job.slug}")
    assert page.status_code == 410
    assert "We found somebody for it." in page.text
    assert similar.slug in page.text
    assert 'href="/me"' in page.text
    assert "/apply" not in page.text
    for surface in ("/", "/jobs", "/feeds/jobs.atom", "/feeds/jobs.json", "/feeds/indeed.xml", "/sitemap.xml"):
        text = client.get(surface).text
        assert f"/jobs/{cast.job.slug}<" not in text and f"/jobs/{cast.job.slug}?" not in text
        assert f'/jobs/{cast.job.slug}"' not in text


def test_a_job_that_was_public_and_became_confidential_is_unknown(client: FlaskClient, cast: Cast) -> None:
    cast.job.confidential = True
    db.session.flush()
    assert client.get(f"/jobs/{cast.job.slug}").status_code == 404


def test_the_list_is_filtered_by_everything_at_once_in_the_address(client: FlaskClient, make: Make, cast: Cast) -> None:
    nurse = make.job("Krankenpfleger für Säuglinge", city="Köln", department="Care", employment_type=EmploymentType.PART_TIME,
                     remote_policy=RemotePolicy.ON_SITE)  # fmt: skip
    make.add(JobLocation(job_id=nurse.id, city="Bonn", city_key="bonn", country="DE", position=1))
    for found in ("q=sauglinge", "q=KÖLN", "q=pfleger+bonn", "location=bonn", "department=Care", "type=part_time",
                  "q=pfleger&location=köln&department=Care&type=part_time&remote=on_site"):  # fmt: skip
        page = client.get(f"/jobs?{found}").text
        assert nurse.slug in page
        assert cast.job.slug not in page
    assert "No job fits all of that" in client.get("/jobs?q=pfleger&location=berlin").text
    for nonsense in ("q=%25", "q=%00", "type=x", "remote=x", "page=0", "page=99999999", "page=-1", "q=" + "x" * 5000):
        assert client.get(f"/jobs?{nonsense}").status_code == 200


def test_a_long_list_has_pages_and_asks_few_questions(client: FlaskClient, make: Make, cast: Cast, queries: Any) -> None:
    for _ in range(60):
        make.job()
    with queries as sent:
        first = client.get("/jobs").text
    assert sent.count <= 7
    assert first.count('class="job-link"') == 50
    assert client.get("/jobs?page=2").text.count('class="job-link"') == 11


def test_the_site_speaks_german_and_remembers_it_only_when_asked(client: FlaskClient, cast: Cast) -> None:
    assert 'lang="de"' in client.get("/", headers={"Accept-Language": "de"}).text[:200]
    chosen = client.get("/language/de?next=/jobs")
    assert (chosen.status_code, chosen.location) == (303, "/jobs")
    assert 'lang="de"' in client.get("/jobs").text[:200]
    assert client.get("/language/xx").status_code == 404


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client: FlaskClient, cast: Cast, target: str) -> None:
    assert client.get("/language/en", query_string={"next": target}).location == "/"


def test_a_new_installation_leads_to_its_set_up(client: FlaskClient) -> None:
    assert client.get("/").location == "/recruiter/set-up"
    assert client.get("/jobs").status_code == 200


def test_the_texts_around_the_jobs_are_there_in_both_languages(client: FlaskClient, cast: Cast) -> None:
    for path, english, german in (("/privacy", "People decide", "Menschen entscheiden"),
                                  ("/accessibility", "WCAG 2.2", "WCAG 2.2"), ("/imprint", "Larkspur", "Larkspur")):  # fmt: skip
        assert english in client.get(path).text
        assert german in client.get(path, headers={"Accept-Language": "de"}).text


def test_the_colour_is_kept_by_browsers_until_it_changes(client: FlaskClient, cast: Cast) -> None:
    sheet = client.get("/brand.css?v=3b5bdb")
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--accent:light-dark(#3b5bdb," in sheet.text

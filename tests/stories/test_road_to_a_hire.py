"""From a file of old contacts to somebody's first day, through both faces, by HTTP only."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest

from app.candidates.notices import ensure_notices
from app.candidates.tasks import advance_imports, read_waiting_documents
from app.core.clock import at, now, today
from app.hiring.commands import ensure_reject_reasons
from app.jobs.commands import ensure_pipeline_templates
from app.mailing.commands import ensure_templates
from app.mailing.tasks import send_due_messages
from app.search.tasks import index_changed_candidates
from tests.intelligence.documents import text_pdf
from tests.stories.walking import Walker, link_in, mails_to, words_of

PEOPLE = """name;email;title;employer;city;country;skills
Alma Anders;alma@example.org;Backend Engineer;Green Ltd;Dublin;IE;Python, Flask
Bruno Berg;bruno@example.org;Gardener;Rose GmbH;Wien;AT;Pruning
Clara Conti;clara@example.org;Engineer;Blue SpA;Milano;IT;Python
"""
RESUME = "Alma Anders\nalma@example.org\n+353 1 234 5678\nDublin\n\nBackend Engineer at Green Ltd, 2019 - 2023\nPython, Flask, PostgreSQL\n" * 2
FORBIDDEN = re.compile(r"reject|screen(ed|ing) out|score|knock", re.IGNORECASE)


@pytest.fixture
def worker(sweep: Any) -> Any:
    """What the worker would do now."""

    def run(rounds: int = 3) -> None:
        for _round in range(rounds):
            for work in (advance_imports, read_waiting_documents, index_changed_candidates, send_due_messages):
                sweep(work)

    return run


@pytest.fixture
def installation(cast: Any) -> None:
    ensure_notices()
    ensure_templates()
    ensure_reject_reasons()
    ensure_pipeline_templates()


def test_the_road_to_a_hire(installation: None, cast: Any, as_ada: Any, app: Any, worker: Any) -> None:
    ada, alma, ben = Walker(as_ada), Walker(app.test_client()), Walker(app.test_client())

    # Old contacts come in from a file, and can be found
    ada.open("/recruiter/imports").send("/recruiter/imports", {"file": (io.BytesIO(PEOPLE.encode()), "people.csv")})
    batch = ada.path
    ada.send(batch, {"lawful_basis": ada.choice("lawful_basis", "onsent"), "source": "old list", "evidence": "Met at fairs, 2024"})
    worker()
    ada.open(batch).send("/run")
    worker()
    assert "Alma Anders" in ada.open("/recruiter/candidates?q=skill:python city:Dublin").text
    assert "Bruno Berg" not in ada.text

    # A job is made, described, priced and published
    ada.open("/recruiter/jobs/new").send("/recruiter/jobs", {
        "title": "Platform Engineer", "city": "Berlin", "country": "DE", "openings": "1",
        "template": ada.choice("template", "") or "1",
    })  # fmt: skip
    job = ada.path.rpartition("/")[0]
    ada.send("/description", {"summary": "Keep the lights on.", "description": "## The work\n\nBuild things that last."})
    ada.open(f"{job}/edit").send("/edit", {"pay_from": "60000", "pay_to": "80000"})
    ada.open(f"{job}/posting").send("/posting")
    public = re.search(r"/jobs/(platform-engineer[\w-]*)", Walker(app.test_client()).open("/jobs").html)
    assert public is not None
    slug = public.group(1)

    # Two people apply; one we know, one we do not
    assert "Platform Engineer" in alma.open(f"/jobs/{slug}").text
    apply(alma, slug, name="Alma Anders", email="alma@example.org", resume=(io.BytesIO(text_pdf(RESUME)), "cv.pdf"))
    apply(ben, slug, name="Ben Brook", email="ben@example.org", link="https://example.org/ben")
    worker()

    # Each mailbox answers, and its owner stands on their own page
    alma_home, ben_home = confirm(alma, "alma@example.org"), confirm(ben, "ben@example.org")
    status = alma.open(alma_home).text
    assert "Platform Engineer" in status and "You will hear from us" in status
    assert not FORBIDDEN.search(status)

    # The board shows both; Alma moves on, and reads it
    board = ada.open(f"{job}/board")
    assert "Alma Anders" in board.text and "Ben Brook" in board.text
    alma_application, ben_application = application_of(ada, job, "Alma"), application_of(ada, job, "Ben")
    move(ada, alma_application, "Team interview")
    assert alma.open(alma_home).text != status
    assert not FORBIDDEN.search(alma.text)

    # Ben is rejected, by mistake at first; the mail waits, so that nobody learns of the mistake
    before = ben.open(ben_home).text
    reject(ada, ben_application)
    worker()
    assert now_reads(ben, ben_home) == where_it_stands(before)
    ada.open(ben_application).send("/rejection/undoing")
    with at(now() + timedelta(days=12)):
        worker()
    assert len(mails_to("ben@example.org")) == 1, "the mail of a rejection that was taken back left"

    # The second time it is meant: after its delay the mail leaves, and only then the page says so
    reject(ada, ben_application)
    assert now_reads(ben, ben_home) == where_it_stands(before)
    with at(now() + timedelta(days=12)):
        worker()
    told = mails_to("ben@example.org")[-1]
    assert "Platform Engineer" in words_of(told) and not FORBIDDEN.search(words_of(told))
    assert where_it_stands(ben.open(ben_home).text) != where_it_stands(before)
    assert not FORBIDDEN.search(ben.text)

    # Alma gets an offer, reads it and signs
    ada.open(f"{alma_application}/offers/new").send("/offers", {
        "title": "Platform Engineer", "pay": "72000", "starts_on": (today() + timedelta(days=60)).isoformat(),
        "expires_on": (today() + timedelta(days=20)).isoformat(),
    })  # fmt: skip
    if "Draft" in ada.text:
        ada.open(alma_application).send("/sending")
    worker()
    offer = re.search(r"/me/offers/\d+", alma.open(alma_home).html)
    assert offer is not None
    alma.open(offer.group()).send("/acceptance", {"signed_name": "Alma Anders"})
    worker()

    # Hired: the job is closed as filled and leaves the site, the timeline tells it all
    assert "Hired" in ada.open(alma_application).text
    ada.open(f"{job}/closing").send("/closing", {"reason": ada.choice("reason", "Filled")})
    assert Walker(app.test_client())._client.get(f"/jobs/{slug}").status_code == 410
    assert slug not in Walker(app.test_client()).open("/jobs").html
    person = re.search(r"/recruiter/candidates/\d+", ada.open(alma_application).html)
    assert person is not None
    timeline = ada.open(person.group()).text
    for said in ("Platform Engineer", "offer", "hired"):
        assert said.casefold() in timeline.casefold(), said

    # The report counts what happened
    report = ada.open(job.replace("/jobs/", "/insights/jobs/")).text
    assert re.search(r"Received\D{0,40}2\b", report), report[:600]

    # Ben wants to be forgotten, and is
    ben.open("/me/data").send("/me/erasure", {"word": "erase"})
    worker()
    for path in ("/recruiter/candidates?q=Ben", f"{job}/applications", f"{job}/board", "/recruiter/"):
        assert "Ben Brook" not in ada.open(path).text, path


def apply(visitor: Walker, slug: str, **fields: Any) -> None:
    visitor.open(f"/jobs/{slug}/apply").send("/apply", fields, without=("began",))
    assert visitor.path.partition("?")[0] == f"/jobs/{slug}/applied"


def confirm(visitor: Walker, address: str) -> str:
    """Open the link of the newest mail, press its button; answers the page it leads to."""
    link = link_in(mails_to(address)[-1])
    visitor.open(link).send(link)
    return visitor.path


def application_of(ada: Walker, job: str, name: str) -> str:
    found = re.search(rf'href="(/recruiter/applications/\d+)"[^>]*>[^<]*{name}', ada.open(f"{job}/applications").html)
    assert found, f"no application of {name}"
    return found.group(1)


def move(ada: Walker, application: str, stage: str) -> None:
    ada.open(application)
    ada.send("/moves", {"to": ada.choice("to", stage)})


def reject(ada: Walker, application: str) -> None:
    ada.open(f"{application}/rejection").send("/rejection")


def where_it_stands(text: str) -> str:
    found = re.search(r"Where it stands(.{0,200})", text)
    return found.group(1) if found else text


def now_reads(visitor: Walker, path: str) -> str:
    return where_it_stands(visitor.open(path).text)

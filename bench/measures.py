"""What is measured, each beside the bar of PRODUCT §21 that it answers to. Times are milliseconds at one client."""

import math
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from app.demo.seed_staff import BENCH_PASSWORD, STAFF
from bench.client import Answer, Client
from bench.server import Installation, Size, working

RESUME = Path(__file__).with_name("resume.pdf")
BIG_JOB = 1
BUILT_IN_SORTS = ("name", "-added", "-updated", "-contacted", "-interest", "title", "employer", "city")
MILLION = 1_000_000
FIVE_CONDITIONS = "{word} AND (city:Berlin OR city:Wien OR (skill:Python NOT tag:speaker)) AND added:>30d"


@dataclass(frozen=True)
class Measured:
    """One row of the table."""

    what: str
    times: list[float]
    bar: float | None = None
    queries: int | None = None
    kilobytes: float | None = None
    most_kilobytes: float | None = None
    """The bar of a weight; such a row has no times."""

    @property
    def within(self) -> bool | None:
        """Whether it keeps its bar; None where none is set."""
        if self.most_kilobytes is not None:
            return (self.kilobytes or 0) <= self.most_kilobytes
        return None if self.bar is None else self.p95 <= self.bar

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        """Nearest rank."""
        return sorted(self.times)[math.ceil(0.95 * len(self.times)) - 1]


class Visit:
    """The one client, signed in as the recruiter of the large job, and a visitor of the portal."""

    def __init__(self, port: int, installation: Installation, size: Size, *, rounds: int) -> None:
        self.port, self.installation, self.size, self.rounds = port, installation, size, rounds
        self.staff, self.visitor = Client(port), Client(port)
        self.rng = random.Random(7)

    def sign_in(self) -> None:
        self.staff.sign_in(STAFF[0][0], BENCH_PASSWORD)

    def measure(
        self, what: str, ask: Callable[[], Answer], *, bar: float | None = None, expect: int = 200, rounds: int = 0
    ) -> Measured:
        """Ask `rounds` times, once more first to warm up (and to wait until a worker has started). Raises when an answer is not the expected one."""
        answers = [ask() for _round in range((rounds or self.rounds) + 1)]
        wrong = {answer.status for answer in answers} - {expect}
        if wrong:
            raise AssertionError(f"{what} was answered {wrong}: {answers[-1].body[:300]}")
        counted = answers[1:]
        return Measured(
            what,
            [answer.milliseconds for answer in counted],
            bar,
            max(answer.queries for answer in counted),
            max(answer.wire_bytes for answer in counted) / 1000,
        )

    def page(self, what: str, path: str, *, bar: float | None = None) -> Measured:
        return self.measure(what, lambda: self.staff.get(path), bar=bar)


def candidate_list(visit: Visit) -> Iterator[Measured]:
    first = visit.staff.get("/recruiter/candidates")
    second = visit.staff.get(_link(first, "after="))
    for name, path in (
        ("first", "/recruiter/candidates"),
        ("next", _link(first, "after=")),
        ("previous", _link(second, "before=")),
        ("last", _link(first, "last=")),
    ):
        yield visit.page(f"candidate list, {name} page", path, bar=30)
    for sort in BUILT_IN_SORTS:
        yield visit.page(f"candidate list by {sort}", f"/recruiter/candidates?{urlencode({'sort': sort})}", bar=30)
        yield visit.page(f"candidate list by {sort}, last", f"/recruiter/candidates?{urlencode({'sort': sort, 'last': 1})}", bar=30)


def query(visit: Visit) -> Iterator[Measured]:
    """The bars of the million hold where a million are seeded: `--candidates 1000000`."""
    rare, common = (180, 250) if visit.size.candidates >= MILLION else (60, None)
    for word, note, bar in (("kestrel", "a word of 1 in 100", rare), ("agile", "a word of 1 in 3", common)):
        q = FIVE_CONDITIONS.format(word=word)
        yield visit.page(f"query of 5 conditions, {note}: page and count", f"/recruiter/candidates?{urlencode({'q': q})}", bar=bar)
    yield visit.page("query skill:python city:berlin", f"/recruiter/candidates?{urlencode({'q': 'skill:python city:berlin'})}")
    yield visit.page("exact count of a word of 1 in 3, fetched after the page", "/recruiter/candidates/count?q=agile&exact=1")
    every = ",".join(("title", "employer", "city", "country", "remote", "skill", "tag", "pool", "stage", "job", "owner", "applied", "phone"))
    yield visit.page("candidate list with thirteen columns", f"/recruiter/candidates?{urlencode({'columns': every})}")
    yield visit.page("names that sound like one nobody has", "/recruiter/candidates?q=shmidtt")
    suggestions = f"/recruiter/candidates/suggest?{urlencode({'q': 'skill:py', 'cursor': 8})}"
    yield visit.page("suggestions while typing", suggestions)


def profile(visit: Visit) -> Iterator[Measured]:
    def ask() -> Answer:
        return visit.staff.get(f"/recruiter/candidates/{visit.rng.randint(1, visit.size.candidates)}")

    yield visit.measure("profile", ask, bar=30)


def home(visit: Visit) -> Iterator[Measured]:
    yield visit.page("home", "/recruiter/", bar=30)
    yield visit.page("home: strip of the quarter, fetched after it", "/recruiter/strip")


def board(visit: Visit) -> Iterator[Measured]:
    yield visit.page("board of a job with 2,000 applications, first paint", f"/recruiter/jobs/{BIG_JOB}/board", bar=60)


def move(visit: Visit) -> Iterator[Measured]:
    """One application of the large job to and fro between its first two stages."""
    page = visit.staff.get(f"/recruiter/jobs/{BIG_JOB}/board")
    application = re.search(r'action="/recruiter/applications/(\d+)/moves"', page.body)
    if application is None:
        raise AssertionError("the board shows no application that can be moved")
    number, token = application.group(1), page.csrf_token()
    stages = [1, 2]
    card = visit.staff.get(f"/recruiter/applications/{number}")
    if visit.staff.post(f"/recruiter/applications/{number}/moves", {"csrf_token": token, "from_stage": "1", "to": "2"}).status != 303:
        raise AssertionError(f"the first application of the board cannot be moved ({card.status})")
    stages.reverse()

    def ask() -> Answer:
        fields = {"csrf_token": token, "from_stage": str(stages[0]), "to": str(stages[1])}
        stages.reverse()
        return visit.staff.post(f"/recruiter/applications/{number}/moves", fields)

    yield visit.measure("a move", ask, bar=25, expect=303)


def screen(visit: Visit) -> Iterator[Measured]:
    yield visit.page("screening, first of 2,000", f"/recruiter/jobs/{BIG_JOB}/screen")


def report(visit: Visit) -> Iterator[Measured]:
    yield visit.page("funnel of the job with 2,000", f"/recruiter/insights/jobs/{BIG_JOB}")


def portal(visit: Visit) -> Iterator[Measured]:
    path = _public_job(visit)
    yield visit.measure("public job page", lambda: visit.visitor.get(path), bar=15)
    yield visit.measure("public job list", lambda: visit.visitor.get("/jobs"), bar=30)


def apply(visit: Visit) -> Iterator[Measured]:
    """A stranger applies with a résumé each time; reading it is a task of the worker, which does not run here."""
    path = _public_job(visit)
    token = visit.visitor.get(f"{path}/apply").csrf_token()
    resume = RESUME.read_bytes()

    def ask() -> Answer:
        number = visit.rng.randrange(10**9)
        fields = {"csrf_token": token, "name": f"Visitor {number}", "email": f"visitor.{number}@example.net", "phone": "", "link": ""}
        return visit.visitor.post(f"{path}/apply", fields, {"resume": ("resume.pdf", resume)})

    yield visit.measure("apply with a PDF", ask, bar=150, expect=303)


def bulk(visit: Visit) -> Iterator[Measured]:
    """Everybody in the large job at once: from the press of the button until the worker has done the last one.

    Each time it is taken back before the next; that is not in the figure.
    """
    address = f"/recruiter/jobs/{BIG_JOB}"
    token = visit.staff.get(f"{address}/board").csrf_token()
    everybody = {"csrf_token": token, "all": "1", "query": ""}
    rehearsal = visit.staff.post(f"{address}/bulk", {**everybody, "act": "reject"})
    reason = re.search(r'<option value="(\d+)"', rehearsal.body)
    if reason is None:
        raise AssertionError("the page of a bulk rejection offers no reason")
    rejection = {**everybody, "reason": reason.group(1), "tell": "y", "delay": "2"}
    with working(visit.installation, visit.port):
        for what, path, fields in (
            ("bulk move of everybody in the large job", f"{address}/bulk-moves", {**everybody, "to": "2"}),
            ("bulk rejection of everybody in the large job", f"{address}/bulk-rejections", rejection),
        ):
            yield visit.measure(what, partial(_done_and_undone, visit, path, fields), bar=2_000, expect=303, rounds=min(3, visit.rounds))


def _done_and_undone(visit: Visit, path: str, fields: dict[str, str]) -> Answer:
    began = time.perf_counter()
    answer = visit.staff.post(path, fields)
    if answer.status != 303:
        return answer
    page = _wait_while_busy(visit, answer.location)
    milliseconds = (time.perf_counter() - began) * 1000
    act = re.search(r"/recruiter/bulk-acts/(\d+)/undoing", page.body)
    if act is None:
        raise AssertionError("a bulk act offers no undoing")
    undoing = visit.staff.post(f"/recruiter/bulk-acts/{act.group(1)}/undoing", {"csrf_token": fields["csrf_token"]})
    _wait_while_busy(visit, undoing.location)
    return replace(answer, milliseconds=milliseconds)


def _wait_while_busy(visit: Visit, path: str) -> Answer:
    """The page of an act asks for itself again for as long as the act is being worked on."""
    for _look in range(3_000):
        page = visit.staff.get(path)
        if 'hx-trigger="every' not in page.body:
            return page
        time.sleep(0.02)
    raise AssertionError("a bulk act takes longer than a minute")


def weight(visit: Visit) -> Iterator[Measured]:
    """Not times: bytes of a first visit, page and assets, compressed. The figure stands in the last column."""
    for what, client, path, most in (
        ("weight of the board, first visit", visit.staff, f"/recruiter/jobs/{BIG_JOB}/board", 150),
        ("weight of the candidate list, first visit", visit.staff, "/recruiter/candidates", 150),
        ("weight of a job page, first visit", visit.visitor, _public_job(visit), 80),
    ):
        yield Measured(what, [], kilobytes=client.first_visit_bytes(path) / 1000, most_kilobytes=most)


def _public_job(visit: Visit) -> str:
    page = visit.visitor.get("/jobs")
    found = re.search(r'href="(/jobs/[a-z0-9-]+)', page.body)
    if found is None:
        raise AssertionError("the public job list links no job")
    return found.group(1)


def _link(page: Answer, part: str) -> str:
    """The first address of the candidate list on `page` that contains `part`."""
    for found in re.findall(r'href="(/recruiter/candidates\?[^"]+)"', page.body):
        if part in found:
            return unescape(found)
    raise AssertionError(f"the list links no page with {part}")


MEASURES = (candidate_list, query, profile, home, board, move, screen, report, portal, apply, bulk, weight)

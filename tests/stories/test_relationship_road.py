"""From a community to somebody's first day: nobody is looking for a job, then a newsletter comes. By HTTP only."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from app.campaigns.tasks import advance_campaigns, judge_waiting_hits
from app.candidates.notices import ensure_notices
from app.candidates.tasks import read_waiting_documents
from app.core.clock import at, now, today
from app.hiring.commands import ensure_reject_reasons
from app.jobs.commands import ensure_pipeline_templates
from app.mailing.commands import ensure_templates
from app.mailing.tasks import send_due_messages
from app.search.tasks import index_changed_candidates
from tests.intelligence.documents import text_pdf
from tests.stories.walking import Walker, link_in, mails_to, words_of

NINA = "nina@example.org"
RESUME = "Nina Nyman\nnina@example.org\n+353 1 234 5678\nDublin\n\nGardener at Rose Ltd, 2019 - 2023\nPruning, Irrigation\n" * 2
LETTER = "Hello {{{{first_name|there}}}},\n\nwe look for somebody: [the job](http://localhost/jobs/{slug}).\n\nAda"
SWEEPS: tuple[Callable[[], int], ...] = (
    advance_campaigns, send_due_messages, judge_waiting_hits, read_waiting_documents, index_changed_candidates,
)  # fmt: skip


@pytest.fixture
def worker(sweep: Any) -> Callable[[], None]:
    """What the worker would do now."""

    def run() -> None:
        for _round in range(3):
            for work in SWEEPS:
                sweep(work)

    return run


@pytest.fixture
def installation(cast: Any) -> None:
    ensure_notices()
    ensure_templates()
    ensure_reject_reasons()
    ensure_pipeline_templates()


def test_the_relationship_road(
    installation: None, cast: Any, as_ada: Any, as_hugo: Any, as_ines: Any, app: Any, worker: Callable[[], None]
) -> None:
    ada, hugo, ines, nina = Walker(as_ada), Walker(as_hugo), Walker(as_ines), Walker(app.test_client())
    community = open_community(ada)
    join(nina, community, worker)
    job, slug = publish_job(ada)
    campaign = send_newsletter(ada, community, slug)
    worker()

    # The mail carries a way out and a link that is ours; it leads to the job, and the address carries the newsletter on
    letter = mails_to(NINA)[-1]
    assert "Hello Nina" in words_of(letter)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with at(now() + timedelta(minutes=10)):  # within seconds only programs follow links
        nina.follow(link_in(letter, r"/c/(?:[\w-]+\.)*"))
    assert nina.path.startswith(f"/jobs/{slug}?") and "src=newsletter" in nina.path
    applying = re.search(rf'href="(/jobs/{slug}/apply\?src=newsletter[^"]*)"', nina.html)
    assert applying is not None
    nina.open(applying.group(1))
    nina.send("/apply", {"name": "Nina Nyman", "email": NINA, "resume": (io.BytesIO(text_pdf(RESUME)), "cv.pdf")}, without=("began",))
    worker()

    # Her own page and the board know of it; it names the newsletter
    home = confirmed(nina)
    application = application_on_board(ada, job, "Nina Nyman")
    ada.open(application)
    assert re.search(r"Newsletter\W+Spring letter", ada.text), "the application does not name the newsletter that brought it"
    ada.send("/moves", {"to": ada.choice("to", "Team interview")})
    assert "Your application is at: Conversations" in nina.open(home).text

    # Two colleagues meet her; everybody is invited with something for the calendar
    interview = arrange(ada, application, cast)
    worker()
    for person in (NINA, cast.hugo.email, cast.ines.email):
        assert invitation_in(mails_to(person)[-1])["SUMMARY"], person
    assert "Interview on" in nina.open(home).text

    # Afterwards each judges alone: what others found is shown once one's own card is in
    with at(now() + timedelta(minutes=80)):
        hugo.open(interview).send("/outcome", {"outcome": "held"})
        give_card(hugo, interview, "yes", "Hugo would hire her.")
        ines.open(f"{application}/debrief")
        assert "Hugo would hire her." not in ines.text
        give_card(ines, interview, "strong_yes", "Ines would hire her today.")
        assert "Hugo would hire her." in ines.text and "Ines would hire her today." in ines.text
        assert "Hugo would hire her." in ada.open(f"{application}/debrief").text
        for page in (home, "/me", "/me/messages"):
            assert "would hire" not in nina.open(page).text

        make_offer(ada, application)
        worker()
        offer = re.search(r"/me/offers/\d+", nina.open(home).html)
        assert offer is not None
        nina.open(offer.group()).send("/acceptance", {"signed_name": "Nina Nyman"})
        worker()

        # It is told in words on both sides
        assert "Hired" in ada.open(application).text
        assert "You are hired" in nina.open(home).text and "We met: Getting to know each other" in nina.text
        person = re.search(r"/recruiter/candidates/\d+", ada.html)
        assert person is not None
        timeline = told(ada, person.group())
        for said in ("came to us", "joined the community Gardeners who read", "gave a consent: Newsletter", "Spring letter",
                     "applied for Head Gardener", "scheduled an interview", "gave a scorecard", "sent an offer", "was hired"):
            assert said.casefold() in timeline, said
        assert "Somebody for the roses" in nina.open("/me/messages").text
        assert "Gardeners who read" in nina.open("/me/preferences").text
        assert re.search(r"Came to us through\W+Newsletter", nina.open("/me/data").text)

        # And the newsletter is credited with all of it
        ada.open(campaign)
        assert funnel(ada, "Last touch") == ["1", "1", "1", "1"]
        assert funnel(ada, "First touch") == ["0", "0", "0", "0"], "a community brought her first"
        behind = re.findall(r'href="(/recruiter/candidates\?q=campaign[^"]+)"', ada.html)
        for act in ("sent", "clicked", "last+applied", "last+interviewed", "last+offered", "last+hired"):
            opens = next(one for one in behind if act in one.replace("%20", "+"))
            assert "Nina Nyman" in ada.open(opens).text, opens


def open_community(ada: Walker) -> str:
    ada.open("/recruiter/communities/new").send("/communities", {
        "name": "Gardeners who read", "headline": "A letter a season.", "story": "We grow roses and tell how.",
        "offers": "News before anybody else.", "sample": "Dear reader, …", "welcome": "Good to have you.",
    })  # fmt: skip
    page = ada.path
    ada.send("/opening")
    slug = re.search(r"/communities/([a-z][\w-]+)", ada.open(page).html)
    assert slug is not None
    return f"{page} {slug.group(1)}"


def join(nina: Walker, community: str, worker: Callable[[], None]) -> None:
    """A form without an account, a mail, its button; then what she wants to read."""
    slug = community.split()[1]
    nina.open(f"/communities/{slug}").send("/join", {"name": "Nina Nyman", "email": NINA, "consent_newsletter": "y",
                                                     "consent_tracking": "y"}, without=("began",))  # fmt: skip
    assert "look into your mail" in nina.text
    worker()
    link = link_in(mails_to(NINA)[-1], f"/communities/{slug}/confirm/")
    nina.open(link).send(link)
    assert "You are a member" in nina.text
    assert 'value="newsletter"' in nina.open("/me/preferences").html or "Newsletter" in nina.text
    nina.send("/preferences", {})
    assert "Gardeners who read" in nina.open("/me/preferences").text
    worker()


def publish_job(ada: Walker) -> tuple[str, str]:
    ada.open("/recruiter/jobs/new").send("/recruiter/jobs", {
        "title": "Head Gardener", "city": "Dublin", "country": "IE", "openings": "1", "template": ada.choice("template", "") or "1",
    })  # fmt: skip
    job = ada.path.rpartition("/")[0]
    ada.send("/description", {"summary": "Roses, mostly.", "description": "## The work\n\nA garden that lasts."})
    ada.open(f"{job}/edit").send("/edit", {"pay_from": "48000", "pay_to": "56000"})
    ada.open(f"{job}/posting").send("/posting")
    slug = re.search(r"/jobs/(head-gardener[\w-]*)", ada.open(job).html)
    assert slug is not None
    return job, slug.group(1)


def send_newsletter(ada: Walker, community: str, slug: str) -> str:
    """Written, aimed at the community, checked, confirmed."""
    ada.open("/recruiter/campaigns/new").send("/campaigns", {"name": "Spring letter", "locale": "en"})
    campaign = ada.path.partition("/text")[0]
    ada.send("/text/en", {"subject": "Somebody for the roses", "preheader": "A job, this time", "body": LETTER.format(slug=slug)})
    number = community.split(maxsplit=1)[0].rpartition("/")[2]
    ada.open(f"{campaign}/audience").send("/audience", {"add": f"communities:{number}", "query": "consent:newsletter"})
    assert re.search(r"Will get it\W+1\b", ada.open(f"{campaign}/audience").text)
    ada.open(f"{campaign}/check").send("/sending", {"when": "now"})
    return campaign


def confirmed(nina: Walker) -> str:
    """Her page of the application, by the link in the receipt."""
    link = link_in(mails_to(NINA)[-1])
    nina.open(link).send(link)
    found = re.search(r"/me/applications/\d+", nina.path) or re.search(r"/me/applications/\d+", nina.open("/me").html)
    assert found is not None
    return found.group()


def application_on_board(ada: Walker, job: str, name: str) -> str:
    assert name in ada.open(f"{job}/board").text
    found = re.search(rf'href="(/recruiter/applications/\d+)"[^>]*>[^<]*{name}', ada.open(f"{job}/applications").html)
    assert found is not None
    return found.group(1)


def arrange(ada: Walker, application: str, cast: Any) -> str:
    """In half an hour, so that everybody is still signed in when it is over."""
    begins = (now() + timedelta(minutes=30)).astimezone(ZoneInfo(cast.ada.time_zone or "UTC"))
    ada.open(f"{application}/interviews/new").send("/interviews", {
        "kind": "video", "title": "Getting to know each other", "day": begins.date().isoformat(),
        "clock": begins.strftime("%H:%M"), "minutes": "45", "time_zone": "Europe/Dublin", "link": "https://meet.example.org/roses",
        f"seat-{cast.hugo.id}": "lead", f"seat-{cast.ines.id}": "interviewer", f"seat-{cast.ada.id}": "",
    })  # fmt: skip
    assert re.fullmatch(r"/recruiter/interviews/\d+", ada.path)
    return ada.path


def invitation_in(mail: Any) -> Any:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]


def give_card(colleague: Walker, interview: str, overall: str, takeaway: str) -> None:
    colleague.open(f"{interview}/scorecard").send("/scorecard", {"overall": overall, "takeaway": takeaway})
    assert colleague.path.endswith("/debrief")


def make_offer(ada: Walker, application: str) -> None:
    ada.open(f"{application}/offers/new").send("/offers", {
        "title": "Head Gardener", "pay": "52000", "starts_on": (today() + timedelta(days=60)).isoformat(),
        "expires_on": (today() + timedelta(days=20)).isoformat(),
    })  # fmt: skip
    ada.open(application).send("/sending")


def told(ada: Walker, person: str) -> str:
    """The whole timeline, page by page."""
    ada.open(person)
    text = ada.text
    while older := re.search(r'href="([^"]*[?&](?:amp;)?(?:before|older)=[^"]*)"', ada.html):
        ada.open(older.group(1).replace("&amp;", "&"))
        text += ada.text
    return text.casefold()


def funnel(ada: Walker, counted_by: str) -> list[str]:
    """The numbers of a row: applied, interviewed, offered, hired."""
    row = re.search(rf'<tr><th scope="row">{counted_by}</th>(.*?)</tr>', ada.html, re.DOTALL)
    assert row is not None
    return re.findall(r">\s*(\d+)\s*<", row.group(1))

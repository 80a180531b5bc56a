"""Sentences, dates and numbers in the reader's language and zone, though both are remembered between requests."""

from datetime import UTC, date, datetime

import pytest
from flask import g
from flask_babel import force_locale, gettext, refresh

from app.web.application import Perennial
from app.web.csrf import csrf_token
from app.web.dates import show_ago, show_date, show_datetime, show_number, show_time

EVENING = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


class Reader:
    def __init__(self, locale: str, time_zone: str) -> None:
        self.locale, self.time_zone = locale, time_zone

    @property
    def id(self) -> int:
        return 1

    def may(self, _permission: object) -> bool:
        return False


@pytest.fixture
def read_as(app: Perennial):
    """`read_as("de", "Europe/Berlin", f)` answers `f()` as that reader gets it."""

    def read(locale: str, time_zone: str, ask):
        with app.test_request_context():
            g.user = Reader(locale, time_zone)
            refresh()
            return ask()

    return read


def test_a_moment_is_on_the_day_it_was_where_the_reader_is(read_as):
    assert read_as("en", "UTC", lambda: show_date(EVENING)) == "Mar 1, 2026"
    assert read_as("en", "Europe/Berlin", lambda: show_date(EVENING)) == "Mar 2, 2026"
    assert read_as("de", "Europe/Berlin", lambda: show_date(EVENING)) == "02.03.2026"
    assert read_as("de", "Asia/Tokyo", lambda: show_date(date(2026, 3, 1))) == "01.03.2026"


def test_one_instant_reads_differently_in_every_zone(read_as):
    assert read_as("de", "UTC", lambda: show_time(EVENING, "short")) == "23:30"
    assert read_as("de", "Europe/Berlin", lambda: show_time(EVENING, "short")) == "00:30"
    assert read_as("de", "Asia/Tokyo", lambda: show_time(EVENING, "short")) == "08:30"
    assert "2. März 2026" in read_as("de", "Europe/Berlin", lambda: show_datetime(EVENING, "long"))
    assert "March 1, 2026" in read_as("en", "UTC", lambda: show_datetime(EVENING, "long"))


def test_nothing_is_shown_for_a_moment_that_never_was(read_as):
    shown = read_as("en", "UTC", lambda: [show_date(None), show_time(None), show_datetime(None), show_ago(None)])
    assert shown == [""] * 4


def test_numbers_carry_the_separators_of_the_language(read_as):
    assert read_as("en", "UTC", lambda: show_number(12345)) == "12,345"
    assert read_as("de", "UTC", lambda: show_number(12345)) == "12.345"


def test_a_sentence_follows_a_change_of_language_within_a_request(app: Perennial, read_as):
    def both() -> tuple[str, str, str]:
        before = gettext("Candidates")
        with force_locale("de"):
            within = app.jinja_env.from_string("{{ _('Candidates') }}").render()
        return before, within, gettext("Candidates")

    assert read_as("en", "UTC", both) == ("Candidates", "Kandidat:innen", "Candidates")


def test_what_people_wrote_is_escaped_in_sentences_and_percent_signs_stay(app: Perennial, read_as):
    def said() -> tuple[str, str]:
        environment = app.jinja_env.overlay(autoescape=True)
        hostile = environment.from_string("{{ _('Tick %(name)s', name='<b>100%</b>') }}").render()
        return hostile, environment.from_string("{{ _('Candidates') }}").render()

    assert read_as("en", "UTC", said) == ("Tick &lt;b&gt;100%&lt;/b&gt;", "Candidates")


def test_a_page_signs_its_forms_once_and_anew_when_somebody_signs_in(app: Perennial):
    with app.test_request_context():
        g.session_secret = ""
        first = csrf_token()
        assert csrf_token() is first
        g.session_secret = "somebody"
        assert csrf_token().partition(".")[2] != first.partition(".")[2]

"""A person on one or two pages of paper."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from babel import Locale
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from app.candidates.models import Candidate, Education, Experience
from app.core.text import one_line
from app.web.context import show_money

if TYPE_CHECKING:
    from app.web.paper import Paper


def profile_pdf(candidate: Candidate, *, pay: bool, own: Sequence[tuple[str, str]] = ()) -> bytes:
    """The record as paper: no notes, no applications; what is expected to be paid only when `pay`."""
    from app.web.paper import Paper  # the writer of PDFs is loaded by whoever asks for one

    paper = Paper(candidate.full_name)
    paper.line_of_text(candidate.full_name, size=18, bold=True)
    paper.ln(1)
    paper.line_of_text(_joined(candidate.current_title, candidate.current_employer) or candidate.headline, size=10.5)
    paper.line_of_text(_joined(candidate.city, candidate.region, _country(candidate.country)), muted=True)
    paper.heading(_("How to reach"))
    for point in candidate.contact_points:
        paper.fact(_("E-mail") if point.kind.value == "email" else _("Phone"), point.value)
    for link in candidate.links:
        paper.fact(_("Web address"), link.url)
    _about(paper, candidate, pay, own)
    if candidate.skills:
        paper.heading(_("Skills"))
        paper.line_of_text(", ".join(held.skill.name for held in candidate.skills))
    _entries(paper, candidate)
    return bytes(paper.output())


def _about(paper: "Paper", candidate: Candidate, pay: bool, own: Sequence[tuple[str, str]]) -> None:
    salary = ""
    if pay and candidate.salary_minor is not None:
        salary = show_money(candidate.salary_minor, candidate.salary_currency or "EUR")
    facts = [
        (_("Headline"), candidate.headline if candidate.current_title or candidate.current_employer else ""),
        (_("Seniority"), str(candidate.seniority.label) if candidate.seniority else ""),
        (_("Languages"), ", ".join(f"{_language(code)} {level}".strip() for code, level in (candidate.languages or {}).items())),
        (_("Available from"), format_date(candidate.available_from) if candidate.available_from else ""),
        (_("Notice period in days"), str(candidate.notice_period_days or "")),
        (_("Work authorisation"), candidate.work_authorisation),
        (_("Yearly pay expected"), salary),
        *own,
    ]
    if any(value for _label, value in facts):
        paper.heading(_("At a glance"))
        for label, value in facts:
            paper.fact(str(label), value)


def _entries(paper: "Paper", candidate: Candidate) -> None:
    if candidate.experience:
        paper.heading(_("Experience"))
        for job in candidate.experience:
            _entry(paper, _joined(job.title, job.employer), job, job.summary)
    if candidate.education:
        paper.heading(_("Education"))
        for study in candidate.education:
            _entry(paper, _joined(study.degree, study.field, study.school), study, "")


def _entry(paper: "Paper", title: str, entry: Experience | Education, summary: str) -> None:
    paper.line_of_text(title, bold=True)
    paper.line_of_text("–".join(part for part in (entry.started, entry.ended) if part), size=8.5, muted=True)
    for line in summary.splitlines()[:12]:
        paper.line_of_text(one_line(line), size=9)
    paper.ln(1.5)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _country(code: str) -> str:
    return str((get_locale() or Locale("en")).territories.get(code, code)) if code else ""


def _language(code: str) -> str:
    return str((get_locale() or Locale("en")).languages.get(code, code))

"""A person on one or two pages of paper, in the letters of any script the font has."""

from collections.abc import Sequence
from pathlib import Path

from babel import Locale
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from app.candidates.models import Candidate, Education, Experience
from app.core.clock import today
from app.core.text import one_line
from app.web.context import show_money

FONTS = Path(__file__).resolve().parents[2] / "web" / "fonts"
FAMILY = "DejaVu"
MARGIN, LINE = 20, 5.2
INK, MUTED, RULE = (23, 23, 28), (96, 96, 106), (214, 214, 220)


class Paper(FPDF):
    """A4 with the employer's discretion at its foot."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FAMILY, style, FONTS / name)
        self.set_text_shaping(True)
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.set_title(title)
        self.set_lang(str(get_locale() or "en"))
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self._ink(7.5, MUTED)
        said = _("Confidential. As known on %(day)s.", day=format_date(today(), "long"))
        self.cell(0, 5, said)
        self.cell(0, 5, f"{self.page_no()}", align="R")

    def line_of_text(self, text: str, *, size: float = 9.5, bold: bool = False, muted: bool = False) -> None:
        """One paragraph; empty text is no paragraph."""
        if text:
            self._ink(size, MUTED if muted else INK, bold=bold)
            self.multi_cell(0, size * 0.55, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def heading(self, text: str) -> None:
        if self.will_page_break(20):
            self.add_page()
        self.ln(4)
        self.set_draw_color(*RULE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(3)
        self.line_of_text(text, size=10.5, bold=True)
        self.ln(1)

    def fact(self, label: str, value: str) -> None:
        """A label and beside it what it says."""
        if not value:
            return
        self._ink(9, MUTED)
        top = self.get_y()
        self.multi_cell(42, LINE, label, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        self._ink(9, INK)
        self.set_xy(self.l_margin + 44, top)
        self.multi_cell(0, LINE, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, colour: tuple[int, int, int], *, bold: bool = False) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)


def profile_pdf(candidate: Candidate, *, pay: bool, own: Sequence[tuple[str, str]] = ()) -> bytes:
    """The record as paper: no notes, no applications; what is expected to be paid only when `pay`."""
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


def _about(paper: Paper, candidate: Candidate, pay: bool, own: Sequence[tuple[str, str]]) -> None:
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


def _entries(paper: Paper, candidate: Candidate) -> None:
    if candidate.experience:
        paper.heading(_("Experience"))
        for job in candidate.experience:
            _entry(paper, _joined(job.title, job.employer), job, job.summary)
    if candidate.education:
        paper.heading(_("Education"))
        for study in candidate.education:
            _entry(paper, _joined(study.degree, study.field, study.school), study, "")


def _entry(paper: Paper, title: str, entry: Experience | Education, summary: str) -> None:
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

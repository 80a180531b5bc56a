"""Sheets of paper in the house's type: A4 as PDF, in the letters of any script the font has.

Loads the writer of PDFs, a tenth of a start: import it where a page is asked for (docs/decisions/starting-quickly.md).
"""

from pathlib import Path

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from app.core.clock import today

FONTS = Path(__file__).resolve().parent / "fonts"
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

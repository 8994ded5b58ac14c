"""The slip of paper that brings a committee in: its unit, its code, QR codes and three steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

import segno
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from models.values.codes import written_code
from pages.enrolment.ways import Entrances, Way
from pages.environment import STATIC
from pages.formats import day
from pages.languages import Language
from pages.phrases import say

_FONTS: Final = {"": "Sarabun-Regular.ttf", "B": "Sarabun-Bold.ttf"}
_LEFT: Final = 18.0
_WIDTH: Final = 174.0
"""Millimetres between the margins of A4."""
_QR_SIDE: Final = 50.0
_QR_RIM: Final = 4
"""Modules left white around a QR code, as its standard asks."""
_INK: Final = (20, 26, 38)
_QUIET: Final = (90, 98, 112)
_RULE: Final = (176, 182, 192)
_STEPS: Final = ("slip_step_1", "slip_step_2", "slip_step_3")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: for one person of a unit, or of a desk that serves several units."""

    title: str
    """Whom the code belongs to, e.g. `หน่วย 12 ตำบลทุ่งสมมุติ อ.ตัวอย่าง`."""
    subtitle: str
    place: str
    mark: str
    """The unit's code in the register, to sort the paper by."""
    code: str
    """Tidy; written in groups on the paper."""
    copy: tuple[int, int]
    """Which slip of how many for the same unit."""
    expires_at: datetime
    centre: str
    phone: str
    is_desk: bool = False


def draw_slips(slips: Iterable[Slip], entrances: Entrances, *, is_rehearsal: bool) -> bytes:
    """Return a PDF with one A4 page for each slip."""
    pdf = _Paper(entrances, is_rehearsal=is_rehearsal)
    for slip in slips:
        pdf.slip(slip)
    return bytes(pdf.output())


class _Paper(FPDF):
    """A4 in millimetres, with the Thai face shaped."""

    def __init__(self, entrances: Entrances, *, is_rehearsal: bool) -> None:
        super().__init__(format="A4")
        self.entrances = entrances
        self.is_rehearsal = is_rehearsal
        self.broken: dict[str, list[str]] = {}
        for style, name in _FONTS.items():
            font = STATIC / "vendor" / name
            self.add_font("Sarabun", style, str(font))
        self.set_text_shaping(use_shaping_engine=True, script="thai", language="tha")
        self.set_auto_page_break(auto=False)
        self.set_margins(_LEFT, 14, _LEFT)
        self.set_draw_color(*_RULE)

    def slip(self, slip: Slip) -> None:
        """Draw one slip on a page of its own."""
        self.add_page()
        self._band(slip)
        self.set_y(30)
        self._line(slip.title, 25, "B", 11)
        self._line(slip.subtitle, 15, "", 7.5)
        self._line(slip.place, 13, "", 6.5, _QUIET)
        self._code(slip)
        self._entrances(slip)
        self._steps()
        self._call(slip)

    def _band(self, slip: Slip) -> None:
        self.set_y(14)
        self._line(_th("slip_band"), 13, "B", 6)
        copy = _th("slip_copy", number=slip.copy[0], count=slip.copy[1])
        self._line(f"{slip.mark} · {copy}", 11, "", 6, _QUIET)
        if self.is_rehearsal:
            self.set_xy(_LEFT, 14)
            self.set_font("Sarabun", "B", 13)
            self.cell(_WIDTH, 6, _th("slip_rehearsal"), align=Align.R)
        self.line(_LEFT, 27.5, _LEFT + _WIDTH, 27.5)

    def _code(self, slip: Slip) -> None:
        top = self.get_y() + 3
        self.set_line_width(0.6)
        self.rect(_LEFT, top, _WIDTH, 35)
        self.set_line_width(0.2)
        until = _th("slip_until", day=day(slip.expires_at, Language.TH))
        self.set_y(top + 2.5)
        self._line(f"{_th('slip_code')} · {until}", 12, "", 6, _QUIET, align=Align.C)
        self._line(written_code(slip.code), 52, "B", 24, align=Align.C)
        self.set_y(top + 38)

    def _entrances(self, slip: Slip) -> None:
        self._line(_th("slip_scan"), 13, "B", 7)
        entrances = self.entrances.for_desk() if slip.is_desk else self.entrances
        ways = entrances.ways(slip.code)
        column = _WIDTH / len(ways)
        top = self.get_y() + 1
        for n, way in enumerate(ways):
            self._way(way, _LEFT + n * column, top, column)
        self.set_y(top + _QR_SIDE + 10)

    def _way(self, way: Way, x: float, top: float, width: float) -> None:
        self._qr(way.address, x + (width - _QR_SIDE) / 2, top)
        self.set_xy(x, top + _QR_SIDE)
        self.set_font("Sarabun", "B", 14)
        self.cell(width, 7, _th(f"way_{way.name}"), align=Align.C)

    def _qr(self, address: str, left: float, top: float) -> None:
        """Draw a QR code as runs of dark modules; vectors stay sharp on any printer."""
        rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=_QR_RIM))
        side = _QR_SIDE / len(rows)
        self.set_fill_color(0)
        for y, row in enumerate(rows):
            for x, length in _runs(row):
                self.rect(left + x * side, top + y * side, length * side, side, style="F")

    def _steps(self) -> None:
        for number, key in enumerate(_STEPS, start=1):
            top = self.get_y()
            self.set_font("Sarabun", "B", 22)
            self.cell(10, 8.5, str(number))
            self.set_y(top)
            self._wrapped(_th(key), 15, 7.4, 10)
            self.set_y(self.get_y() + 2)

    def _call(self, slip: Slip) -> None:
        top = self.get_y() + 1
        self.rect(_LEFT, top, _WIDTH, 19)
        self.set_y(top + 2)
        phone = f" {slip.phone}" if slip.phone else ""
        self._line(f"  {_th('slip_call')}: {slip.centre}{phone}", 15, "B", 8)
        self._line(f"  {_th('slip_keep')}", 11.5, "", 6.5, _QUIET)
        self.set_y(top + 22)
        english = " ".join(f"{n}. {_en(key)}" for n, key in enumerate(_STEPS, start=1))
        self.set_text_color(*_QUIET)
        self._wrapped(f"{english} {_en('slip_keep')}", 9.5, 4.8, 0)
        self.set_text_color(*_INK)

    def _wrapped(self, text: str, size: float, height: float, indent: float) -> None:
        """Write a text that every slip bears; where its lines break is worked out once."""
        self.set_font("Sarabun", "", size)
        if text not in self.broken:
            width = _WIDTH - indent
            asked = MethodReturnValue.LINES
            lines = self.multi_cell(width, height, text, dry_run=True, output=asked)
            self.broken[text] = cast("list[str]", lines)
        for line in self.broken[text]:
            self.set_x(_LEFT + indent)
            self.cell(_WIDTH - indent, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _line(  # noqa: PLR0913, PLR0917 - one line of text is exactly these
        self,
        text: str,
        size: float,
        style: str,
        height: float,
        ink: tuple[int, int, int] = _INK,
        align: Align = Align.L,
    ) -> None:
        """Write one line, set smaller where it would not fit."""
        self.set_font("Sarabun", style, size)
        wide = self.get_string_width(text)
        if wide > _WIDTH - 2:
            self.set_font_size(size * (_WIDTH - 2) / wide)
        self.set_text_color(*ink)
        self.cell(_WIDTH, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(*_INK)


def _runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    start: int | None = None
    at = 0
    for at, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None


def _th(key: str, **words: object) -> str:
    return say(f"enrol.{key}", Language.TH, **words)


def _en(key: str) -> str:
    return say(f"enrol.{key}", Language.EN)

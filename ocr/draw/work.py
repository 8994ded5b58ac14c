"""What all parts of a page need while it is drawn, and where its lower part comes to lie."""

from dataclasses import dataclass
from typing import Final

from models.values.forms import Form, PageRows, TablePage
from ocr.draw.clerk import Clerk
from ocr.draw.filling import Filling, Look
from ocr.draw.paper import Paper

_ROW_STRETCH: Final = 1.4
_LAST_Y: Final = 0.975
_AFTER_TABLE: Final = 0.022


@dataclass(frozen=True, slots=True)
class Work:
    """One page of one sheet in the making."""

    form: Form
    page: int
    paper: Paper
    clerk: Clerk
    filling: Filling
    look: Look
    rows: PageRows | None
    place: TablePage | None

    @property
    def row_height(self) -> float:
        """Height of a body row as a share of the page: rows stretch or shrink to fit the room."""
        if self.place is None or self.rows is None:
            return 0.0
        lines = len(self.rows.numbers) + self.rows.has_total
        room = self.place.bottom - self.place.top - self.form.table.header_height
        return min(room / lines, self.place.row_height * _ROW_STRETCH)

    @property
    def table_end(self) -> float:
        """Where the table ends on this page; 0 where there is none."""
        if self.place is None or self.rows is None:
            return 0.0
        lines = len(self.rows.numbers) + self.rows.has_total
        return self.place.top + self.form.table.header_height + lines * self.row_height

    def settled(self, y: float) -> float:
        """Return where a line of the description lies once the table above it has grown."""
        if self.place is None or self.rows is None or y < self.place.top:
            return y
        below = [v for v in _ys(self.form, self.page) if v >= self.place.top]
        first, last = min(below), max(below)
        start = max(first, self.table_end + _AFTER_TABLE)
        scale = min(1.0, (_LAST_Y - start) / max(last - first, 1e-6))
        return start + (y - first) * scale


def _ys(form: Form, page: int) -> tuple[float, ...]:
    lines = [line.y for line in form.printed if line.page == page]
    block, reason = form.signatures, form.reason
    if block.page == page:
        lines += [block.top, block.top + block.pitch * (1 + (block.members + 1) // 2)]
    if reason is not None and reason.page == page:
        lines += [reason.top, reason.top + reason.pitch * reason.lines]
    return tuple(lines)

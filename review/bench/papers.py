"""Sheets for the measures: drawn, photographed and read, so that its errors are the reader's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from models.checks.engine import SheetFacts
from models.values.fields import TOTAL, row_key, row_number
from models.values.forms import Form, form_by_code
from models.values.reading import Cell
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.draw.page import Kind
from ocr.reader import read_sheet

FORMS: Final = ("ส.ส. 5/18", "ส.ส. 5/18 (บช)")
CONDITIONS: Final = (
    ("scanner", 1280),
    ("desk", 960),
    ("desk", 1280),
    ("shadow", 1280),
    ("hard", 1280),
)
"""Preset and long side in pixels; sheets go through them in turn."""

FIRST_SEED: Final = 86_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet with what is written on it (None: a head line left blank) and what was read."""

    form: Form
    numbers: tuple[int, ...]
    truth: Mapping[str, int | None]
    cells: Mapping[str, Cell]

    @property
    def keys(self) -> tuple[str, ...]:
        """Fields in the order of the form."""
        return tuple(self.truth)

    def facts(self, values: Mapping[str, int | None]) -> SheetFacts:
        """Return what the rules know with `values` in the fields; the register has the roll."""
        return SheetFacts(
            form=self.form,
            counts=values,
            numbers=self.numbers,
            registered=self.truth.get("on_roll"),
        )

    def shown(self) -> dict[str, int | None]:
        """Return what stands in the fields when the sheet comes up."""
        return {k: self.cells[k].value if k in self.cells else None for k in self.keys}

    def doubtful(self) -> tuple[str, ...]:
        """Return the fields that the screen puts first."""
        return tuple(k for k in self.keys if not self._is_sure(k))

    def _is_sure(self, key: str) -> bool:
        cell = self.cells.get(key)
        return cell is not None and cell.accepted and cell.value is not None


def papers(count: int) -> Iterator[Paper]:
    """Yield so many drawn sheets, both ballots in turn, under every condition in turn."""
    for i in range(count):
        preset, long_side = CONDITIONS[(i // len(FORMS)) % len(CONDITIONS)]
        yield _paper(form_by_code(FORMS[i % len(FORMS)]), preset, long_side, FIRST_SEED + i)


def _paper(form: Form, preset: str, long_side: int, seed: int) -> Paper:
    filling = sample_filling(form, seed)
    photos = [
        photograph(page, PRESETS[preset], seed + i, long_side)
        for i, page in enumerate(draw_sheet(form, filling, seed))
    ]
    numbers = tuple(sorted(row.number for row in filling.rows))
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    reading = read_sheet(files, form=form.code, numbers=numbers)
    regions = {r.key: r for p in photos for r in p.truth.regions if r.kind is Kind.COUNT}
    keys = (*(c.name for c in form.counts), *map(row_key, numbers), TOTAL)
    truth = {k: _written(k, regions[k].shown, regions[k].value) for k in keys if k in regions}
    return Paper(form, numbers, truth, dict(reading.cells))


def _written(key: str, shown: str, value: int | None) -> int | None:
    """A blank or dash in a row is a nought; in the head it is a line left blank."""
    is_empty = shown == "blank" and row_number(key) is None and key != TOTAL
    return None if is_empty else value

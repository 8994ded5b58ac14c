"""Drawn and photographed sheets of every form: conditions and sizes under control."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.fields import TOTAL, row_number
from models.values.forms import Form, forms
from ocr.bench.sheets import ReadSheet, read_one
from ocr.bench.truth import TrueCell, TrueSheet
from ocr.draw import PRESETS, Photo, draw_sheet, photograph, sample_filling
from ocr.draw.page import Kind, Region

NOT_DIGITS: Final = ("blank", "dash")
FIRST_SEED: Final = 41_000


@dataclass(frozen=True, slots=True)
class Setting:
    """How sheets are photographed: a preset's name and the photo's long side in pixels."""

    preset: str
    long_side: int


SETTINGS: Final = (
    Setting("flat", 2339),
    Setting("scanner", 1280),
    Setting("desk", 1280),
    Setting("shadow", 1280),
    Setting("hard", 1280),
    Setting("desk", 960),
    Setting("desk", 1600),
    Setting("desk", 4000),
)


@dataclass(frozen=True, slots=True)
class DrawnScore:
    """All sheets read under one setting, with nothing told to the reader but the ballot list."""

    setting: Setting
    read: Sequence[ReadSheet]


def score_drawn(sheets_a_form: int) -> list[DrawnScore]:
    """Return drawn sheets of every form read under every setting, each sheet by another hand."""
    return [DrawnScore(s, list(_read_all(i, s, sheets_a_form))) for i, s in enumerate(SETTINGS)]


def _read_all(index: int, setting: Setting, sheets_a_form: int) -> Iterator[ReadSheet]:
    for place, form in enumerate(forms()):
        for again in range(sheets_a_form):
            seed = FIRST_SEED + 1000 * index + 10 * place + again
            yield _read(form, setting, seed)


def _read(form: Form, setting: Setting, seed: int) -> ReadSheet:
    filling = sample_filling(form, seed)
    conditions = PRESETS[setting.preset]
    photos = [
        photograph(page, conditions, seed + i, setting.long_side)
        for i, page in enumerate(draw_sheet(form, filling, seed))
    ]
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    numbers = [row.number for row in filling.rows]
    return read_one(true_sheet(form, photos, numbers), files, None, numbers)


def true_sheet(form: Form, photos: Sequence[Photo], numbers: Sequence[int]) -> TrueSheet:
    """Return what was written on a drawn sheet; spare rows where nobody stands are no cells."""
    regions = [r for p in photos for r in p.truth.regions if r.kind is Kind.COUNT]
    cells = {r.key: _true_cell(r) for r in regions if row_number(r.key) in (None, *numbers)}
    return TrueSheet(form.id, form.code, (), cells)


def _true_cell(region: Region) -> TrueCell:
    if region.shown in NOT_DIGITS:
        is_vote = row_number(region.key) is not None
        empty = region.shown == "blank" and not is_vote and region.key != TOTAL
        return TrueCell(None if empty else region.value, region.shown)
    return TrueCell(region.value, "digits")

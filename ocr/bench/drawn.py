"""Drawn and photographed sheets of every form: conditions and sizes under control."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.values.fields import TOTAL, row_number
from models.values.forms import Form, forms
from models.values.reading import Cell
from ocr.bench.sheets import Compared, ReadSheet, read_one
from ocr.bench.truth import TrueCell, TrueSheet
from ocr.draw import PRESETS, Filling, Photo, draw_sheet, photograph, sample_filling
from ocr.draw.page import Kind, Region

NOT_DIGITS: Final = ("blank", "dash")
FIRST_SEED: Final = 41_000

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Setting:
    """How sheets are photographed: a preset's name and the photo's long side in pixels."""

    preset: str
    long_side: int

    def __str__(self) -> str:
        """Return e.g. `desk, 1280 px`."""
        return f"{self.preset}, {self.long_side} px"


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
QUICK_SETTINGS: Final = (Setting("scanner", 1280), Setting("desk", 1280), Setting("desk", 960))


@dataclass(frozen=True, slots=True, eq=False)
class Misread:
    """A drawn cell that was read wrongly, cut from its photo (red, green, blue)."""

    setting: Setting
    crop: Picture
    stands: int | None
    said: int | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class DrawnScore:
    """All sheets read under one setting, with nothing told to the reader but the ballot list."""

    setting: Setting
    read: Sequence[ReadSheet]
    misread: Sequence[Misread]


def score_drawn(sheets_a_form: int, settings: Sequence[Setting] = SETTINGS) -> list[DrawnScore]:
    """Return drawn sheets of every form read under every setting, each sheet by another hand."""
    scores = []
    for setting in settings:
        pairs = list(_read_all(setting, sheets_a_form))
        misread = [m for _, wrong in pairs for m in wrong]
        scores.append(DrawnScore(setting, [one for one, _ in pairs], misread))
    return scores


def _read_all(setting: Setting, sheets_a_form: int) -> Iterator[tuple[ReadSheet, list[Misread]]]:
    index = SETTINGS.index(setting)
    for place, form in enumerate(forms()):
        for again in range(sheets_a_form):
            yield _read(form, setting, FIRST_SEED + 1000 * index + 10 * place + again)


def _read(form: Form, setting: Setting, seed: int) -> tuple[ReadSheet, list[Misread]]:
    filling = sample_filling(form, seed)
    photos = photographed(form, filling, seed, setting.preset, setting.long_side)
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    numbers = numbers_of(filling)
    read = read_one(true_sheet(form, photos, numbers), files, None, numbers)
    wrong = [(c, c.cell) for c in read.cells if not c.right and c.cell is not None]
    return read, [_misread(setting, photos, c, said) for c, said in wrong]


def photographed(
    form: Form, filling: Filling, seed: int, preset: str, long_side: int
) -> list[Photo]:
    """Return photos of the pages of a filled form."""
    return [
        photograph(page, PRESETS[preset], seed + i, long_side)
        for i, page in enumerate(draw_sheet(form, filling, seed))
    ]


def numbers_of(filling: Filling) -> list[int]:
    """Return the ballot list of a filling."""
    return [row.number for row in filling.rows]


def _misread(setting: Setting, photos: Sequence[Photo], true: Compared, said: Cell) -> Misread:
    with Image.open(BytesIO(photos[said.page].jpeg)) as photo:
        crop = np.asarray(photo.convert("RGB").crop(said.box), np.uint8)
    return Misread(setting, crop, true.true.value, said.value, said.accepted)


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

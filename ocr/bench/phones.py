"""Real sheets as a phone takes them: their scans laid on a desk, curled, shadowed, blurred."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from ocr.bench.drawn import Setting
from ocr.bench.sheets import ReadSheet, read_one
from ocr.bench.truth import TrueSheet
from ocr.draw import PRESETS, DrawnPage, photograph

SETTINGS: Final = tuple(
    Setting(preset, 1280) for preset in ("desk", "sideways", "cut_top", "shadow", "gutter", "hard")
)
QUICK_SETTINGS: Final = SETTINGS[:1]
FIRST_SEED: Final = 100
SEEDS: Final = 2
"""Each sheet is photographed so many times, by other seeds: a photo's luck is large."""


@dataclass(frozen=True, slots=True)
class PhoneScore:
    """All sheets read under one setting with nothing told, each as often as there are seeds."""

    setting: Setting
    read: Sequence[ReadSheet]


def read_by_phone(sheets: Iterable[TrueSheet], setting: Setting) -> PhoneScore:
    """Return the sheets read from photographs of their scans."""
    read = []
    for place, sheet in enumerate(sheets):
        for seed in range(1, SEEDS + 1):
            files = [
                (page.name, _photo(page, number, setting, seed * FIRST_SEED + place))
                for number, page in enumerate(sheet.pages, start=1)
            ]
            read.append(read_one(sheet, files, None, None))
    return PhoneScore(setting, read)


def _photo(scan: Path, number: int, setting: Setting, seed: int) -> bytes:
    with Image.open(scan) as picture:
        paper = np.asarray(picture.convert("RGB"))
    page = DrawnPage("", "", "", number, paper, (), "", ())
    return photograph(page, PRESETS[setting.preset], seed, setting.long_side).jpeg

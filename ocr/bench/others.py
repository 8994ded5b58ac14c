"""Other engines on the very same cells, used as in a first try."""

import importlib.util
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import pytesseract
from cv2.typing import MatLike
from numpy.typing import NDArray

from models.values.fields import TOTAL, row_number
from models.values.forms import form_by_code, forms
from models.values.reading import Box, Ink
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet
from ocr.page.decode import decode
from ocr.page.found import find_page
from ocr.page.rows import read_rows

Picture = NDArray[np.uint8]
Engine = Callable[[Picture], int | None]

_DIGITS = "--psm 7 -c tessedit_char_whitelist=0123456789"


EVERY: Final = 6
"""Every sixth cell is asked for: these engines take longer than all else together."""

DIGITS_END: Final = 0.24
"""The digits' share of the votes cell; the printed bracket with the words follows."""


@dataclass(frozen=True, slots=True)
class Rival:
    """How an engine did: rows with digits exact, non-zero rows exact, wall time a cell."""

    name: str
    rows: Rate
    non_zero: Rate
    ms_a_cell: float


@dataclass(frozen=True, slots=True, eq=False)
class CutCell:
    """A row with digits, as cut from the page and as our cleaning leaves it."""

    value: int | None
    raw: Picture
    cleaned: Picture


def by_tesseract(picture: Picture) -> int | None:
    """Return the number that Tesseract reads in a cut cell."""
    return _number(pytesseract.image_to_string(picture, config=_DIGITS))


def rivals(read: Sequence[ReadSheet], tell: Callable[[str], None]) -> list[Rival]:
    """Return how each engine at hand reads the rows with digits that we found.

    `tell` is given a sentence about an engine that is not at hand.
    """
    engines: dict[str, Engine] = {"pytesseract": by_tesseract}
    if importlib.util.find_spec("rapidocr"):
        engines["rapidocr"] = _rapid()
    else:
        tell("rapidocr is not installed (requirements-bench.lock): it is left out")
    cut = [cell for one in read for cell in cut_cells(one)][::EVERY]
    values = [cell.value for cell in cut]
    raw, cleaned = [cell.raw for cell in cut], [cell.cleaned for cell in cut]
    found = []
    for name, engine in engines.items():
        found.append(_judged(f"{name}, cell as cut", engine, raw, values))
        found.append(_judged(f"{name}, cell as we clean it", engine, cleaned, values))
    return found


def _judged(
    name: str, engine: Engine, pictures: Sequence[Picture], values: Sequence[int | None]
) -> Rival:
    start = time.perf_counter()
    right = [engine(picture) == value for picture, value in zip(pictures, values, strict=True)]
    spent = (time.perf_counter() - start) * 1000
    non_zero = [ok for ok, value in zip(right, values, strict=True) if value]
    return Rival(name, Rate.of(right), Rate.of(non_zero), spent / max(1, len(right)))


def cut_cells(one: ReadSheet) -> Iterator[CutCell]:
    """Yield the rows of a sheet on which digits stand and were found."""
    form = form_by_code(one.sheet.form)
    candidates = [f for f in forms() if f.code == form.code]
    true = {c.key: c.true for c in one.cells}
    for path, scan in zip(one.sheet.pages, one.reading.scans, strict=True):
        photo = decode(path.read_bytes())
        page = find_page(photo, candidates)
        if page.known is None or page.grid is None:
            continue
        rows = read_rows(page.frame, page.relief, page.grid, page.known.form, page.known.page)
        strips = [row.written.strip for row in rows if row.written.strip is not None]
        inked = [c for c in scan.cells if c.ink is Ink.DIGITS and _is_vote(c.key)]
        grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        for cell, strip in zip(inked, strips, strict=True):
            if row_number(cell.key) and true[cell.key].has_digits and grey is not None:
                yield CutCell(true[cell.key].value, _raw(grey, cell.box), strip)


def _is_vote(key: str) -> bool:
    return key == TOTAL or row_number(key) is not None


def _raw(grey: MatLike, box: Box) -> Picture:
    x0, y0, x1, y1 = box
    right = x0 + round(DIGITS_END * (x1 - x0))
    return grey[max(0, y0) : y1, max(0, x0) : right].astype(np.uint8)


def _number(text: str) -> int | None:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else None


def _rapid() -> Engine:
    engine = importlib.import_module("rapidocr").RapidOCR()

    def read(picture: Picture) -> int | None:
        texts = engine(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)).txts
        return _number("".join(texts or ()))

    return read

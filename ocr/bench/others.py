"""Other engines on the very same cells, used as in a first try."""

import importlib.util
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from ocr.bench.rates import Rate
from ocr.bench.sheets import Compared, ReadSheet

Picture = NDArray[np.uint8]
Engine = Callable[[Picture], int | None]

_DIGITS = "--psm 7 -c tessedit_char_whitelist=0123456789"


@dataclass(frozen=True, slots=True)
class Rival:
    """How an engine did: rows with digits exact, non-zero rows exact, wall time a cell."""

    name: str
    rows: Rate
    non_zero: Rate
    ms_a_cell: float


def by_tesseract(picture: Picture) -> int | None:
    """Return the number that Tesseract reads in a cut cell."""
    return _number(pytesseract.image_to_string(picture, config=_DIGITS))


def rivals(read: Sequence[ReadSheet]) -> list[Rival]:
    """Return how each engine at hand reads the rows with digits that we found."""
    engines: dict[str, Engine] = {"pytesseract": by_tesseract}
    if importlib.util.find_spec("rapidocr"):
        engines["rapidocr"] = _rapid()
    cut = list(_cells(read))
    return [_judged(name, engine, cut) for name, engine in engines.items()]


def _judged(name: str, engine: Engine, cut: Sequence[tuple[Compared, Picture]]) -> Rival:
    start = time.perf_counter()
    right = [engine(picture) == one.true.value for one, picture in cut]
    spent = (time.perf_counter() - start) * 1000
    non_zero = [ok for ok, (one, _) in zip(right, cut, strict=True) if one.true.value]
    return Rival(name, Rate.of(right), Rate.of(non_zero), spent / max(1, len(cut)))


def _cells(read: Sequence[ReadSheet]) -> Iterator[tuple[Compared, Picture]]:
    """Yield each row with digits and its cut, a third larger than the ink that we found."""
    for one in read:
        pages = [cv2.imread(str(page), cv2.IMREAD_GRAYSCALE) for page in one.sheet.pages]
        for cell in one.cells:
            if not (cell.is_row and cell.true.has_digits and cell.cell):
                continue
            page = pages[cell.cell.page]
            x0, y0, x1, y1 = cell.cell.box
            pad = max(4, (y1 - y0) // 3)
            if page is not None:
                part = page[max(0, y0 - pad) : y1 + pad, max(0, x0 - pad) : x1 + pad]
                yield cell, part.astype(np.uint8)


def _number(text: str) -> int | None:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else None


def _rapid() -> Engine:
    engine = importlib.import_module("rapidocr").RapidOCR()

    def read(picture: Picture) -> int | None:
        texts = engine(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)).txts
        return _number("".join(texts or ()))

    return read

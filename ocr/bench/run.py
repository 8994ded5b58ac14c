"""One run of the reading bench over a data folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocr.bench.digits import score_sets
from ocr.bench.drawn import score_drawn
from ocr.bench.others import rivals
from ocr.bench.report import Results
from ocr.bench.sheets import read_all
from ocr.bench.truth import load_truth

SHEETS: Final = "sheets"
DIGITS: Final = "digits"


def measure(data: Path, drawn: int, tell: Callable[[str], None]) -> Results:
    """Return what was measured on the real sheets and digit sets in `data`, and on drawn sheets.

    Args:
        data: folder with `sheets/truth.json` and `digits/`; what is absent is left out.
        drawn: sheets to draw of each form under each setting.
        tell: is given a sentence before each step.
    """
    sheets = load_truth(data / SHEETS)
    tell(f"Reading {len(sheets)} real sheets, told form and ballot list" if sheets else NO_SHEETS)
    told = read_all(sheets, told=True)
    if sheets:
        tell("Reading them again with nothing told")
    untold = read_all(sheets, told=False)
    if sheets:
        tell("Reading the same cells with other engines")
    others = rivals(told) if told else []
    tell("Reading digit sets")
    strips = score_sets(data / DIGITS)
    if drawn:
        tell("Drawing and reading sheets of every form")
    return Results(told, untold, others, strips, score_drawn(drawn) if drawn else ())


NO_SHEETS: Final = "No real sheets in the data folder: that part is skipped."

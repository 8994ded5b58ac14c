"""One run of the reading bench over a data folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocr.bench.digits import score_sets
from ocr.bench.others import rivals
from ocr.bench.report import Results
from ocr.bench.sheets import read_all
from ocr.bench.truth import load_truth

SHEETS: Final = "sheets"
DIGITS: Final = "digits"


def measure(data: Path, tell: Callable[[str], None]) -> Results:
    """Return what was measured on the real sheets and digit sets in `data`.

    Args:
        data: folder with `sheets/truth.json` and `digits/`; what is absent is left out.
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
    return Results(told, untold, others, score_sets(data / DIGITS))


NO_SHEETS: Final = "No real sheets in the data folder: that part is skipped."

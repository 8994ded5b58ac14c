"""One run of the reading bench over a data folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from models.values.forms import form_by_code
from ocr.bench import blanks, stages
from ocr.bench.bars import leave_one_out
from ocr.bench.blanks import RunPage
from ocr.bench.digits import score_sets
from ocr.bench.drawn import (
    QUICK_SETTINGS,
    SETTINGS,
    numbers_of,
    photographed,
    score_drawn,
    true_sheet,
)
from ocr.bench.others import rivals
from ocr.bench.report import Results
from ocr.bench.sheets import read_all
from ocr.bench.sizes import LONG_SIDES, read_at, shrunk
from ocr.bench.tried import held_up, try_all
from ocr.bench.truth import TrueSheet, load_truth
from ocr.bench.wrong_papers import score_papers
from ocr.draw import sample_filling

SHEETS: Final = "sheets"
DIGITS: Final = "digits"
NO_SHEETS: Final = "No real sheets in the data folder: that part is skipped."

PARTIES: Final = 57
RUN_FORM: Final = "ส.ส. 5/18 (บช)"
RUN_SEED: Final = 77_000
RUN_SHEETS: Final = 6

TIMED_AT: Final = 1280
"""Long side in pixels of the pages whose steps are timed."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: drawn sheets of each form under each setting, and what is left out."""

    drawn: int = 1
    quick: bool = False


def measure(data: Path, extent: Extent, tell: Tell) -> Results:
    """Return what was measured on the real sheets and digit sets in `data`, and on drawn sheets.

    Args:
        data: folder with `sheets/truth.json` and `digits/`; what is absent is left out.
        extent: how much to measure.
        tell: is given a sentence before each step.
    """
    sheets = load_truth(data / SHEETS)
    real = _real(sheets, extent, tell) if sheets else Results()
    if not sheets:
        tell(NO_SHEETS)
    tell("Reading digit sets")
    return _with_drawn(replace(real, strips=score_sets(data / DIGITS)), extent, tell)


def _real(sheets: Sequence[TrueSheet], extent: Extent, tell: Tell) -> Results:
    tell(f"Reading {len(sheets)} real sheets, told form and ballot list")
    told = read_all(sheets, told=True)
    tell("Reading them again with nothing told")
    untold = read_all(sheets, told=False)
    sizes = []
    for side in LONG_SIDES[1:] if extent.quick else LONG_SIDES:
        tell(f"Reading them at {side} px")
        sizes.append(read_at(sheets, side))
    tell("Timing the steps of a page")
    pages = [shrunk(p.read_bytes(), TIMED_AT) for one in sheets for p in one.pages]
    timed = stages.measure(pages)
    tell("Making the readings worse, leaving committees out")
    tries = try_all(told)
    left_out = leave_one_out(tries, told)
    results = Results(told, untold, sizes, held=held_up(tries), left_out=left_out, stages=timed)
    return results if extent.quick else _compared(results, sheets, tell)


def _compared(results: Results, sheets: Sequence[TrueSheet], tell: Tell) -> Results:
    """Add what takes long: other engines, learned blanks."""
    tell("Reading the same cells with other engines")
    others = rivals(results.told)
    tell("Learning the print of the party-list sheets")
    pages = [
        page
        for sheet in sheets
        if len(sheet.numbers) == PARTIES
        for page in blanks.pages_of(
            sheet, form_by_code(sheet.form), [p.read_bytes() for p in sheet.pages]
        )
    ]
    learned = [blanks.measure("real party-list sheets", pages)]
    return replace(results, rivals=others, blanks=learned)


def _with_drawn(real: Results, extent: Extent, tell: Tell) -> Results:
    """Add the drawn sheets."""
    if not extent.drawn:
        return real
    tell("Drawing and reading papers that do not add up")
    papers = score_papers(extent.drawn)
    settings = QUICK_SETTINGS if extent.quick else SETTINGS
    drawn = []
    for setting in settings:
        tell(f"Drawing and reading sheets of every form: {setting}")
        drawn += score_drawn(extent.drawn, [setting])
    if extent.quick:
        return replace(real, papers=papers, drawn=drawn)
    tell("Learning the print of a drawn run")
    learned = [*real.blanks, blanks.measure("drawn, scanner, 1280 px", list(_drawn_run()))]
    return replace(real, papers=papers, drawn=drawn, blanks=learned)


def _drawn_run() -> Iterator[RunPage]:
    """Yield the pages of some party-list sheets that one printer printed."""
    form = form_by_code(RUN_FORM)
    for seed in range(RUN_SEED, RUN_SEED + RUN_SHEETS):
        filling = replace(sample_filling(form, seed), print_seed=RUN_SEED)
        photos = photographed(form, filling, seed, "scanner", TIMED_AT)
        sheet = replace(true_sheet(form, photos, numbers_of(filling)), name=str(seed))
        yield from blanks.pages_of(sheet, form, [photo.jpeg for photo in photos])

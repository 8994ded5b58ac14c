"""One run of the reading bench over a data folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from models.values.forms import form_by_code
from ocr.bench import blanks, phones, stages
from ocr.bench.bars import leave_one_out
from ocr.bench.blanks import Blanked, RunPage
from ocr.bench.cuts import PHOTOS, score_cuts
from ocr.bench.digits import score_sets
from ocr.bench.drawn import (
    QUICK_SETTINGS,
    SETTINGS,
    numbers_of,
    photographed,
    score_drawn,
    true_sheet,
)
from ocr.bench.extent import Extent, Part
from ocr.bench.others import rivals
from ocr.bench.phones import PhoneScore
from ocr.bench.report import Results
from ocr.bench.sheets import read_all
from ocr.bench.sizes import LONG_SIDES, SizeScore, read_at, shrunk
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

OF_SHEETS: Final = (Part.SHEETS, Part.SIZES, Part.PHONES, Part.STEPS, Part.WORSE, Part.OTHERS)
"""Parts that need the real sheets read."""

Tell = Callable[[str], None]


def measure(data: Path, extent: Extent, tell: Tell) -> Results:
    """Return what was measured on the real sheets and digit sets in `data`, and on drawn sheets.

    Args:
        data: folder with `sheets/truth.json` and `digits/`; what is absent is left out.
        extent: how much to measure.
        tell: is given a sentence before each step.
    """
    sheets = load_truth(data / SHEETS)
    if not sheets:
        tell(NO_SHEETS)
    results = Results()
    if sheets and any(extent.wants(part) for part in OF_SHEETS):
        results = _real(sheets, extent, tell)
    if extent.wants(Part.STRIPS):
        tell("Reading digit sets")
        results = replace(results, strips=score_sets(data / DIGITS))
    results = _with_drawn(results, extent, tell)
    if extent.wants(Part.BLANKS) and sheets:
        results = replace(results, blanks=_blanks(sheets, extent, tell))
    return results


def _real(sheets: Sequence[TrueSheet], extent: Extent, tell: Tell) -> Results:
    tell(f"Reading {len(sheets)} real sheets, told form and ballot list")
    told = read_all(sheets, told=True)
    tell("Reading them again with nothing told")
    results = Results(told, read_all(sheets, told=False))
    if extent.wants(Part.SIZES):
        results = replace(results, sizes=_sizes(sheets, extent, tell))
    if extent.wants(Part.PHONES):
        results = replace(results, phones=_phones(sheets, extent, tell))
    if extent.wants(Part.STEPS):
        tell("Timing the steps of a page")
        pages = [shrunk(p.read_bytes(), TIMED_AT) for one in sheets for p in one.pages]
        results = replace(results, stages=stages.measure(pages))
    if extent.wants(Part.WORSE):
        tell("Making the readings worse, leaving committees out")
        tries = try_all(told)
        results = replace(results, held=held_up(tries), left_out=leave_one_out(tries, told))
    if extent.wants(Part.OTHERS):
        tell("Reading the same cells with other engines")
        results = replace(results, rivals=rivals(told, tell))
    return results


def _sizes(sheets: Sequence[TrueSheet], extent: Extent, tell: Tell) -> list[SizeScore]:
    scores = []
    for side in LONG_SIDES[1:] if extent.quick else LONG_SIDES:
        tell(f"Reading them at {side} px")
        scores.append(read_at(sheets, side))
    return scores


def _phones(sheets: Sequence[TrueSheet], extent: Extent, tell: Tell) -> list[PhoneScore]:
    scores = []
    for setting in phones.QUICK_SETTINGS if extent.quick else phones.SETTINGS:
        tell(f"Photographing and reading them: {setting}")
        scores.append(phones.read_by_phone(sheets, setting))
    return scores


def _blanks(sheets: Sequence[TrueSheet], extent: Extent, tell: Tell) -> list[Blanked]:
    """Return what learned print would add on the real party-list sheets and on a drawn run."""
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
    if not extent.drawn:
        return learned
    tell("Learning the print of a drawn run")
    return [*learned, blanks.measure("drawn, scanner, 1280 px", list(_drawn_run()))]


def _with_drawn(results: Results, extent: Extent, tell: Tell) -> Results:
    """Add the drawn sheets."""
    if extent.wants(Part.PAPERS):
        tell("Drawing and reading papers that do not add up")
        results = replace(results, papers=score_papers(extent.drawn))
    if extent.wants(Part.DRAWN):
        drawn = []
        for setting in QUICK_SETTINGS if extent.quick else SETTINGS:
            tell(f"Drawing and reading sheets of every form: {setting}")
            drawn += score_drawn(extent.drawn, [setting])
        results = replace(results, drawn=drawn)
    if extent.wants(Part.CUTS):
        tell(f"Drawing and photographing {PHOTOS} tables, to measure where rows are cut")
        results = replace(results, cuts=score_cuts(PHOTOS, tell))
    return results


def _drawn_run() -> Iterator[RunPage]:
    """Yield the pages of some party-list sheets that one printer printed."""
    form = form_by_code(RUN_FORM)
    for seed in range(RUN_SEED, RUN_SEED + RUN_SHEETS):
        filling = replace(sample_filling(form, seed), print_seed=RUN_SEED)
        photos = photographed(form, filling, seed, "scanner", TIMED_AT)
        sheet = replace(true_sheet(form, photos, numbers_of(filling)), name=str(seed))
        yield from blanks.pages_of(sheet, form, [photo.jpeg for photo in photos])

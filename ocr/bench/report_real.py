"""What is said of the real sheets."""

from collections.abc import Mapping, Sequence
from typing import Final

from ocr.bench.blanks import Blanked
from ocr.bench.choices import (
    CHOICES,
    accepted,
    accepted_from_nothing,
    anything,
    head,
    is_row,
    non_zero_row,
    right,
    row_with_digits,
    silent_zero,
)
from ocr.bench.markdown import chapter, table
from ocr.bench.others import EVERY, Rival
from ocr.bench.parts import compared_rows
from ocr.bench.phones import SEEDS, PhoneScore
from ocr.bench.plots import Curve, plot
from ocr.bench.rates import Rate
from ocr.bench.sheets import Chosen, ReadSheet, rate, whole_sheets
from ocr.bench.sizes import SizeScore

DEVELOPED_ON: Final = (
    "They are the development set: cleaning, the marks of the training strings and the bars of "
    "`accepted` were chosen while looking at them, so other sheets will read worse than these."
)
PLOT: Final = "real-sheets-by-size.svg"
SEEN_MS: Final = 0.05
"""Steps below this are left out."""

AS_SCANNED: Final = "as scanned (2339)"


def sheets(told: Sequence[ReadSheet], untold: Sequence[ReadSheet]) -> str:
    """Return how all cells were read."""
    rows = [
        [
            name,
            str(rate(told, chosen, lambda c: c.right_alone)) if digits_only else "–",
            str(rate(told, chosen, right)),
            str(rate(untold, chosen, right)),
        ]
        for name, chosen, digits_only in CHOICES
    ]
    both = (told, untold)
    for name, chosen in (("every row", is_row), ("every cell", anything)):
        rows.append(
            [f"sheets with {name} right", "–", *(str(whole_sheets(r, chosen)) for r in both)]
        )
    rows += [
        ["`accepted`: share that is right", "–", *_each(both, accepted, right)],
        ["`accepted`: share of all cells", "–", *_each(both, anything, accepted)],
        ["`accepted`: share of rows with digits", "–", *_each(both, row_with_digits, accepted)],
    ]
    recognised = Rate.of(one.reading.form == one.sheet.form for one in untold)
    rows.append(["form recognised", "–", "told", str(recognised)])
    columns = ["cells exactly right", "digits alone", "joint, form told", "joint, nothing told"]
    pages = sum(len(one.sheet.pages) for one in told)
    why = f"{len(told)} sheets that training never saw, {pages} pages at full size. {DEVELOPED_ON}"
    return chapter("Real sheets", why, table(columns, rows))


def _each(both: Sequence[Sequence[ReadSheet]], chosen: Chosen, asked: Chosen) -> list[str]:
    return [str(rate(read, chosen, asked)) for read in both]


def by_sheet(read: Sequence[ReadSheet]) -> str:
    """Return every sheet in a line: sheets, not cells, are the sample."""
    rows = [
        [
            one.sheet.name,
            _of(rate([one], anything, right)),
            _of(rate([one], head, right)),
            _of(rate([one], accepted, right)),
            f"{100 * rate([one], anything, accepted).share:.0f} %",
            one.reading.outcome.value,
        ]
        for one in read
    ]
    columns = ["sheet", "cells right", "of the head", "`accepted` and right", "reach", "outcome"]
    return chapter("Sheet by sheet", "Nothing told to the reader.", table(columns, rows))


def _of(found: Rate) -> str:
    return f"{found.right} of {found.count}"


def sizes(untold: Sequence[ReadSheet], scores: Sequence[SizeScore]) -> str:
    """Return how the sheets are read when a messenger shrinks them."""
    why = (
        "The same pages re-encoded (JPEG, quality 80), nothing told. The last columns must be 0: "
        "numbers with ink called blank, and numbers accepted for a line left empty."
    )
    rows = [
        [
            name,
            *_figures(read),
            f"{rate(read, anything, silent_zero).right}",
            f"{rate(read, anything, accepted_from_nothing).right}",
        ]
        for name, read in _by_size(untold, scores)
    ]
    columns = ["long side, px", *_FIGURES, "ink called blank", "accepted from nothing"]
    picture = f"\n\n![Real sheets by size](bench/{PLOT})"
    return chapter("Real sheets as smaller pictures", why, table(columns, rows) + picture)


def by_phone(scores: Sequence[PhoneScore]) -> str:
    """Return how the sheets are read when they lie on a desk."""
    why = (
        "The scans of the real sheets photographed by `ocr/draw` with paper, light and lens as in "
        "its presets (`hard`: curled, slanted, shadow, glare, blurred by motion, a thumb), nothing "
        f"told; each sheet {SEEDS} times. The hands and the print are real, the photo is not."
    )
    rows = [
        [
            str(one.setting),
            *_figures(one.read),
            f"{rate(one.read, anything, accepted_from_nothing).right}",
        ]
        for one in scores
    ]
    columns = ["photo", *_FIGURES, "accepted from nothing"]
    return chapter("Real sheets as a phone takes them", why, table(columns, rows))


_FIGURES: Final = (
    *("rows with digits", "header counts", "all cells", "whole sheets"),
    *("`accepted`: right", "of cells"),
)


def _figures(read: Sequence[ReadSheet]) -> list[str]:
    """Return what stands under `_FIGURES`."""
    return [
        str(rate(read, row_with_digits, right)),
        str(rate(read, head, right)),
        str(rate(read, anything, right)),
        str(whole_sheets(read, anything)),
        str(rate(read, accepted, right)),
        f"{100 * rate(read, anything, accepted).share:.1f} %",
    ]


def _by_size(
    untold: Sequence[ReadSheet], scores: Sequence[SizeScore]
) -> list[tuple[str, Sequence[ReadSheet]]]:
    return [(AS_SCANNED, untold), *((str(s.long_side), s.read) for s in scores)]


def plots(untold: Sequence[ReadSheet], scores: Sequence[SizeScore]) -> Mapping[str, str]:
    """Return the curves over sizes by file name."""
    if not untold or not scores:
        return {}
    steps = list(reversed(_by_size(untold, scores)))
    lines: dict[str, tuple[Chosen, Chosen]] = {
        "accepted, right": (accepted, right),
        "all cells": (anything, right),
        "non-zero rows": (non_zero_row, right),
        "accepted, of cells": (anything, accepted),
    }
    curves = [
        Curve(name, [(label, 100 * rate(read, *asked).share) for label, read in steps])
        for name, asked in lines.items()
    ]
    return {PLOT: plot("Real sheets, by long side in px", curves)}


def rivals(own: Sequence[ReadSheet], others: Sequence[Rival]) -> str:
    """Return how other engines read the same cells."""
    rows = [
        [
            "ours, digits alone",
            str(rate(own, row_with_digits, lambda c: c.right_alone)),
            str(rate(own, non_zero_row, lambda c: c.right_alone)),
            "–",
        ],
        [
            "ours, joint",
            str(rate(own, row_with_digits, right)),
            str(rate(own, non_zero_row, right)),
            "–",
        ],
    ]
    rows += [[r.name, str(r.rows), str(r.non_zero), f"{r.ms_a_cell:.0f}"] for r in others]
    columns = ["engine", "rows with digits", "non-zero rows", "ms a cell"]
    why = (
        f"Used as in a first try, on the cell as it is cut from the page and as we clean it; every "
        f"{EVERY}th row with digits for the others, by the clock."
    )
    return chapter("The same cells by other engines, in the same run", why, table(columns, rows))


def parts(told: Sequence[ReadSheet]) -> str:
    """Return what sums and words add."""
    why = "The same scans, decided again with a part left out; form and ballot list told."
    columns = ["", "sums off", "words off", "all"]
    return chapter("What each part adds", why, table(columns, compared_rows(told)))


def blanks(found: Sequence[Blanked]) -> str:
    """Return what the learned print of a run would add."""
    why = (
        "The print that other sheets of the same run show in a cell, taken out before its digits "
        "are read (digits alone; each sheet by the print of the others). It does not help: the "
        "rows of one page show each other's dots and brackets already, and the networks learned "
        "to read with dots. So the reader learns no blanks."
    )
    rows = [[b.run, str(b.without), str(b.with_blank)] for b in found]
    return chapter("Learned blanks", why, table(["print run", "without", "with"], rows))


def cost(
    untold: Sequence[ReadSheet], scores: Sequence[SizeScore], stages: Mapping[str, float]
) -> str:
    """Return the process CPU of a page, by size and by step."""
    rows = [
        [name, *(f"{ms:.0f}" for ms in _spread(read)), f"{_rest(read):.1f}"]
        for name, read in _by_size(untold, scores)
    ]
    columns = ["long side, px", "mean", "median", "95th percentile", "joint decision and the rest"]
    body = table(columns, rows)
    if stages:
        steps = [[step, f"{ms:.1f}"] for step, ms in stages.items() if ms >= SEEN_MS]
        whole = sum(stages.values())
        steps.append(["whole page", f"{whole:.1f}"])
        body += "\n\n" + table(["step of a page of 1280 px", "ms"], steps)
    why = "Process CPU in ms a page, from bytes to decision; the models are loaded before."
    return chapter("Process CPU", why, body)


def _spread(read: Sequence[ReadSheet]) -> tuple[float, float, float]:
    single = sorted(s.ms for one in read for s in one.reading.scans)
    mean = sum(single) / max(1, len(single))
    return mean, _quantile(single, 0.5), _quantile(single, 0.95)


def _rest(read: Sequence[ReadSheet]) -> float:
    """Return the CPU of a page outside its scan; a scan's time holds its share of the decision."""
    pages = sum(len(one.reading.scans) for one in read)
    return max(0.0, sum(one.cpu_ms - one.scan_ms for one in read) / max(1, pages))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

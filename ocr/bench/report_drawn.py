"""What is said of digit sets and drawn sheets."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from ocr.bench.choices import accepted, anything, head, right, row_with_digits, silent_zero
from ocr.bench.cuts import FAR_MM, CutScore
from ocr.bench.digits import StripScore
from ocr.bench.drawn import DrawnScore
from ocr.bench.gallery import MOST
from ocr.bench.markdown import chapter, table
from ocr.bench.plots import Curve, plot
from ocr.bench.sheets import Chosen, ReadSheet, rate
from ocr.page.images import Floats

BY_SIZE: Final = "drawn-sheets-by-size.svg"
BY_PHOTO: Final = "drawn-sheets-by-photo.svg"
USUAL: Final = 1280
"""Long side in pixels that LINE sends."""

GALLERY: Final = "misread.png"

LINES: Final[Mapping[str, tuple[Chosen, Chosen]]] = {
    "accepted, right": (accepted, right),
    "rows with digits": (row_with_digits, right),
    "all cells": (anything, right),
    "accepted, of cells": (anything, accepted),
}


def strips(scores: Sequence[StripScore]) -> str:
    """Return how strips of digit sets were read."""
    title = "Digit sets that training never saw"
    if not scores:
        return f"### {title}\n\nNo digit sets were at hand (`make bench DATA=dir`)."
    rows = [[s.name, str(s.exact), str(s.sure), f"{s.ms:.2f}"] for s in scores]
    columns = ["strips, read alone", "exact", "right at p >= 0.99", "CPU ms a strip"]
    return f"### {title}\n\n{table(columns, rows)}"


def cuts(scores: Sequence[CutScore]) -> str:
    """Return how far rows are cut from where they stand."""
    rows = [[s.condition, *_offsets(s.rows_mm), f"{s.refused}"] for s in scores]
    columns = ["photo", "rows read", "median mm", "95 % mm", "largest mm"]
    columns += [f"rows beyond {FAR_MM:g} mm", "pages refused"]
    why = (
        f"Tables of every form, drawn and photographed at {USUAL} px: by how far the worse of the "
        "two lines of each row is missed, on the paper. A page is refused where the reader is not "
        "sure of its rows. This counts the ruled lines that were found, before cells are cut."
    )
    return chapter("Where rows are cut", why, table(columns, rows))


def _offsets(rows_mm: Floats) -> list[str]:
    if not rows_mm.size:
        return ["0", "–", "–", "–", "0"]
    middle, most = np.percentile(rows_mm, [50, 95])
    figures = [f"{mm:.2f}" for mm in (middle, most, rows_mm.max())]
    return [str(rows_mm.size), *figures, str(int((rows_mm > FAR_MM).sum()))]


def sheets(scores: Sequence[DrawnScore]) -> str:
    """Return how drawn sheets were read under every setting."""
    rows = [
        [
            str(score.setting),
            str(rate(score.read, row_with_digits, right)),
            str(rate(score.read, head, right)),
            str(rate(score.read, anything, right)),
            str(rate(score.read, accepted, right)),
            f"{100 * rate(score.read, anything, accepted).share:.0f} %",
            str(rate(score.read, anything, silent_zero).right),
            f"{_ms_a_page(score.read):.0f}",
        ]
        for score in scores
    ]
    columns = ["photo", "rows with digits", "header counts", "all cells", "`accepted`: right"]
    columns += ["of cells", "ink called blank", "ms a page"]
    why = (
        "Every form, drawn and photographed by `ocr/draw` with hands that training never saw but "
        "by the generator that it learned from: this measures conditions, not handwriting. "
        "The reader is told the ballot list, not the form."
    )
    misread = sum(len(score.misread) for score in scores)
    gallery = (
        f"\n\nMisread cells ({min(misread, MOST)} of {misread}), those that the machine stood by "
        f"first and in red:\n\n![Misread cells of drawn sheets](bench/{GALLERY})"
    )
    body = table(columns, rows)
    body += f"\n\n![By photo](bench/{BY_PHOTO})\n\n![By size](bench/{BY_SIZE})"
    return chapter("Drawn sheets", why, body + (gallery if misread else ""))


def plots(scores: Sequence[DrawnScore]) -> Mapping[str, str]:
    """Return curves over the sizes of a photo on a desk and over conditions at 1280 px."""
    desk = sorted(
        (s for s in scores if s.setting.preset == "desk"), key=lambda s: s.setting.long_side
    )
    alike = [s for s in scores if s.setting.long_side == USUAL]
    return {
        BY_SIZE: plot(
            "Drawn sheets on a desk, by long side in px",
            _curves([(str(s.setting.long_side), s) for s in desk]),
        ),
        BY_PHOTO: plot(
            "Drawn sheets at 1280 px, by condition", _curves([(s.setting.preset, s) for s in alike])
        ),
    }


def _curves(steps: Sequence[tuple[str, DrawnScore]]) -> list[Curve]:
    return [
        Curve(name, [(label, 100 * rate(s.read, *asked).share) for label, s in steps])
        for name, asked in LINES.items()
    ]


def _ms_a_page(read: Sequence[ReadSheet]) -> float:
    scans = [scan.ms for one in read for scan in one.reading.scans]
    return sum(scans) / max(1, len(scans))

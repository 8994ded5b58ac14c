"""Readings made worse on purpose: what no handful of real sheets can show often enough.

Papers whose own sums are wrong, hands that always write one figure like another, sheets without
words, tables of which one ruled line was not found. Nothing wrong may be accepted then.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.values.fields import TOTAL, row_key, row_number
from models.values.forms import Form
from models.values.reading import CellScan, PageScan
from ocr.reader import numbered

SHIFTS: Final = (1, -1, 2, -2, 5, -5, 10, -10, 100, -100)
"""By so much the written total and good ballots are off together on a wrong paper."""

ALIKE: Final = (
    "17", "71", "49", "94", "12", "21", "35", "53", "06", "60", "83", "38", "27", "41", "08", "69",
)  # fmt: skip
"""Figures that hands write alike: the first is read as the second."""

MISREAD: Final = (0.7, 0.95)
"""Shares of the probability that go to the wrong figure wherever the hand writes it."""

EVERY_ROW: Final = 3
"""Of a page every third ruled line is lost in turn, and the last one."""

AS_READ: Final = "as read"

Scans = Sequence[PageScan]


@dataclass(frozen=True, slots=True)
class Trial:
    """A sheet's scans made worse; on its paper total and good ballots are off by `shift`."""

    kind: str
    scans: Scans
    shift: int = 0


def trials(scans: Scans) -> Iterator[Trial]:
    """Yield the scans as they are and made worse, with and without their words."""
    for words, heard in (("", scans), (", no words", without_words(scans))):
        yield Trial(f"{AS_READ}{words}", heard)
        for shift in SHIFTS:
            yield Trial(f"wrong paper{words}", with_slipped_sum(heard, shift), shift)
        for pair in ALIKE:
            for share in MISREAD:
                yield Trial(f"figures alike{words}", confused(heard, pair, share))


def losses(scans: Scans, form: Form, numbers: Sequence[int]) -> Iterator[Trial]:
    """Yield the scans with one row gone and all below it moved up, numbered anew by their print."""
    for page, scan in enumerate(scans):
        rows = [c.key for c in scan.cells if row_number(c.key) is not None]
        for key in (*rows[::EVERY_ROW], *rows[-1:]):
            lost = numbered(without_row(scans, page, key), form, numbers)
            yield Trial("a ruled line lost", lost)


def without_words(scans: Scans) -> list[PageScan]:
    """Return the scans as if nobody had written words."""
    return _changed(scans, lambda c: replace(c, words=()))


def with_slipped_sum(scans: Scans, shift: int) -> list[PageScan]:
    """Return the scans as if the paper's total and good ballots were both off by `shift`."""
    return _changed(scans, lambda c: _slipped(c, shift))


def confused(scans: Scans, pair: str, share: float) -> list[PageScan]:
    """Return the scans as if a hand wrote `pair`'s first figure like its second everywhere."""
    return _changed(scans, lambda c: replace(c, candidates=_confused(c, pair, share)))


def without_row(scans: Scans, page: int, lost: str) -> list[PageScan]:
    """Return the scans as if a ruled line was not found: the rows below it move up by one."""
    keys = [row_key(n) for n in sorted(_numbers(scans))]
    gone = keys.index(lost)
    moved = {key: keys[i - 1] for i, key in enumerate(keys) if i > gone}
    out = []
    for index, scan in enumerate(scans):
        kept = [c for c in scan.cells if index != page or c.key != lost]
        cells = tuple(replace(c, key=moved.get(c.key, c.key)) for c in kept)
        out.append(replace(scan, cells=cells))
    return out


def _numbers(scans: Scans) -> set[int]:
    return {n for s in scans for c in s.cells if (n := row_number(c.key)) is not None}


def _changed(scans: Scans, change: Callable[[CellScan], CellScan]) -> list[PageScan]:
    return [replace(s, cells=tuple(change(c) for c in s.cells)) for s in scans]


def _slipped(cell: CellScan, shift: int) -> CellScan:
    if cell.key not in {TOTAL, "good"}:
        return cell
    return replace(
        cell,
        candidates=tuple((v + shift, p) for v, p in cell.candidates if v + shift >= 0),
        words=tuple((v + shift, p) for v, p in cell.words if v + shift >= 0),
    )


def _confused(cell: CellScan, pair: str, share: float) -> tuple[tuple[int, float], ...]:
    likely: Counter[int] = Counter()
    for value, chance in cell.candidates:
        misread = int(str(value).replace(pair[0], pair[1]))
        likely[misread] += chance * share  # type: ignore[assignment]
        likely[value] += chance * (1 - share)  # type: ignore[assignment]
    return tuple(sorted(((v, float(p)) for v, p in likely.items()), key=lambda c: -c[1]))

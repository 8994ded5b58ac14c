"""Which ballot number stands in which row of a score table: the print, the order and the list.

Each row's printed number was read by itself. Rows stand in rising order, most of the time without
a gap, and usually the number that the ballot list asks for; all rows of a page are weighed
together, so that a number that cannot be read follows from its neighbours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from models.values.fields import row_key, row_number
from models.values.reading import CellScan, PageScan

Candidates = Sequence[tuple[int, float]]
"""What is printed in one row: (number, probability); what is missing to 1 is another number."""

NUMBER_UNSURE: Final = "number_unsure"
"""Flag of a row whose print seems to say another number than its place, and not clearly."""

SURE: Final = 0.95
"""From this probability on the print outweighs the place."""

_MISPRINTED: Final = 0.02
"""Share of rows whose printed number is read wrong however sure the reader is."""
_POSSIBLE: Final = 99
_AS_USUAL: Final = 0.9
"""So often the first row of a page has the number that its place asks for."""
_NEXT: Final = 0.97
"""So often a row follows the one above as counting or the ballot list says."""
_BACKWARDS: Final = 0.0005
_GAP: Final = 0.5
"""A gap of one more number is half as likely."""
_REACH: Final = 3
"""A row's number may follow from the print of rows so far above and below."""


@dataclass(frozen=True, slots=True)
class RowNumbers:
    """The number of each row of a page, and the number that the print gives it with its chance.

    `numbers` is what counts: the print where it is sure and in order, else the place. `doubtful`
    says that print and place disagree and nobody knows which is right.
    """

    numbers: tuple[int, ...]
    printed: tuple[tuple[int, float] | None, ...]
    doubtful: bool


def number_rows(
    rows: Sequence[Candidates], usual: Sequence[int], listed: Sequence[int] = ()
) -> RowNumbers:
    """Return the numbers of the rows of one page.

    Args:
        rows: what is printed in each row, from the top; empty where no number was seen.
        usual: the numbers that the rows have by their place.
        listed: the ballot list, where it is known.
    """
    if not any(rows):
        return RowNumbers(tuple(usual), (None,) * len(rows), doubtful=False)
    weighed = _weighed(rows, usual, listed)
    found = [max(row.items(), key=lambda item: item[1]) for row in weighed]
    path = tuple(number for number, _ in found)
    printed = tuple(best if seen else None for best, seen in zip(found, rows, strict=True))
    if path == tuple(usual):
        return RowNumbers(path, printed, doubtful=False)
    sure = [number for number, chance in found if chance >= SURE]
    if all(a < b for a, b in pairwise(path)) and set(sure) - set(usual):
        return RowNumbers(path, printed, doubtful=len(sure) < len(path))
    return RowNumbers(tuple(usual), printed, doubtful=True)


def _weighed(
    rows: Sequence[Candidates], usual: Sequence[int], listed: Sequence[int]
) -> list[dict[int, float]]:
    """Return for each row the probability of each number it may have, by forward-backward."""
    possible = [_possible(rows, usual, k) for k in range(len(rows))]
    seen = [{n: _seen(row, n) for n in here} for row, here in zip(rows, possible, strict=True)]
    step = _steps(listed)
    down = [_first(seen[0], usual[0])]
    for here in seen[1:]:
        above = down[-1]
        came = {n: sum(p * step(a, n) for a, p in above.items()) for n in here}
        down.append(_normed({n: came[n] * here[n] for n in here}))
    up = [dict.fromkeys(seen[-1], 1.0)]
    for k in range(len(seen) - 1, 0, -1):
        below = {n: up[0][n] * seen[k][n] for n in seen[k]}
        goes = {a: sum(p * step(a, n) for n, p in below.items()) for a in seen[k - 1]}
        up.insert(0, _normed(goes))
    return [_normed({n: d[n] * u[n] for n in d}) for d, u in zip(down, up, strict=True)]


def _possible(rows: Sequence[Candidates], usual: Sequence[int], row: int) -> set[int]:
    """Return the numbers that a row may have: by its print, its place and its neighbours."""
    numbers = {usual[row], *(n for n, _ in rows[row])}
    for k in range(max(0, row - _REACH), min(len(rows), row + _REACH + 1)):
        if rows[k]:
            numbers.add(rows[k][0][0] + row - k)
    return {n for n in numbers if n > 0}


def _seen(row: Candidates, number: int) -> float:
    """Return how likely a row looks as it does if it has this number."""
    if not row:
        return 1.0
    chance = next((p for n, p in row if n == number), 0.0)
    return (1 - _MISPRINTED) * chance + _MISPRINTED / _POSSIBLE


def _first(here: Mapping[int, float], usual: int) -> dict[int, float]:
    other = (1 - _AS_USUAL) / max(1, len(here) - 1)
    return _normed({n: p * (_AS_USUAL if n == usual else other) for n, p in here.items()})


def _steps(listed: Sequence[int]) -> Callable[[int, int], float]:
    """Return the probability that a row follows the one above: by counting or by the list."""
    order = sorted(listed)
    follows = dict(pairwise(order))

    def step(above: int, number: int) -> float:
        if number <= above:
            return _BACKWARDS
        wanted = {above + 1, follows.get(above, above + 1)}
        if number in wanted:
            return _NEXT / len(wanted)
        return (1 - _NEXT) * _GAP ** (number - above - 1)

    return step


def _normed(chances: Mapping[int, float]) -> dict[int, float]:
    whole = sum(chances.values())
    return {n: p / whole for n, p in chances.items()}


def numbered_cells(
    cells: Sequence[CellScan], usual: Sequence[int], listed: Sequence[int] = ()
) -> tuple[CellScan, ...]:
    """Return a page's cells with the keys of their ballot numbers; see `number_rows`.

    Each row keeps the number that its print gives it, weighed with its neighbours'.
    """
    rows = [c for c in cells if row_number(c.key) is not None]
    if not rows:
        return tuple(cells)
    given = number_rows([c.printed for c in rows], usual, listed)
    named = iter(zip(given.numbers, given.printed, strict=True))
    return tuple(
        c if row_number(c.key) is None else _named(c, *next(named), doubtful=given.doubtful)
        for c in cells
    )


def _named(
    cell: CellScan, number: int, printed: tuple[int, float] | None, *, doubtful: bool
) -> CellScan:
    agrees = printed is not None and printed[0] == number and printed[1] >= SURE
    flags = (NUMBER_UNSURE,) if doubtful and not agrees else ()
    kept = tuple(f for f in cell.flags if f != NUMBER_UNSURE)
    seen = () if printed is None else (printed,)
    return replace(cell, key=row_key(number), flags=(*kept, *flags), printed=seen)


def printed_rows(scans: Sequence[PageScan], pages: int) -> tuple[int, ...] | None:
    """Return the row numbers that a whole sheet prints, in the order of the paper.

    None while one of the sheet's `pages` is not at hand, or a row's number was not read for sure.
    """
    if {s.page for s in scans} != set(range(1, pages + 1)) or len(scans) != pages:
        return None
    ordered = sorted(scans, key=lambda s: s.page or 0)
    rows = [c.printed for s in ordered for c in s.cells if row_number(c.key) is not None]
    if not rows or any(not seen or seen[0][1] < SURE for seen in rows):
        return None
    return tuple(seen[0][0] for seen in rows)


def unsure_rows(scans: Sequence[PageScan]) -> frozenset[str]:
    """Return the keys of rows whose number is not sure: the table may be shifted."""
    return frozenset(c.key for s in scans for c in s.cells if NUMBER_UNSURE in c.flags)

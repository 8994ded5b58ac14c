"""Sums that cannot tell one figure from another, because it stands on both sides of them.

A hand writes its figures alike wherever it writes them, so a 4 that is read as a 9 may be read so
in a row *and* in the total below it: then the misread sheet adds up too. A sum is no witness of a
figure that stands in the same place of a number on its other side.
"""

from collections.abc import Iterator, Mapping, Sequence

from models.values.fields import row_number
from models.values.forms import ROWS, Identity


def echoed(values: Mapping[str, int | None], identities: Sequence[Identity]) -> frozenset[str]:
    """Return the keys of numbers with a figure that none of their sums tells from another.

    Args:
        values: each number by key; None and what is not there are in no sum.
        identities: the sums that the numbers close.
    """
    figures = {key: frozenset(figures_of(v)) for key, v in values.items() if v is not None}
    sides = [_sides(i, figures) for i in identities]
    return frozenset(key for key in figures if _is_echoed(key, figures[key], sides))


Figures = frozenset[tuple[int, str]]
Side = Mapping[str, Figures]


def figures_of(value: int) -> Iterator[tuple[int, str]]:
    """Yield each place of a number, ones first, with the figure that stands there."""
    yield from enumerate(reversed(str(value)))


def _sides(identity: Identity, figures: Mapping[str, Figures]) -> tuple[Side, Side]:
    """Return the numbers on both sides of a sum with their figures."""
    left, right = (
        {key: f for key, f in figures.items() if _term(key) in side}
        for side in (identity.left, identity.right)
    )
    return left, right


def _term(key: str) -> str:
    return ROWS if row_number(key) is not None else key


def _is_echoed(key: str, mine: Figures, sides: Sequence[tuple[Side, Side]]) -> bool:
    """Tell whether one figure stands opposite itself in every sum around the number."""
    around = [(a, b) if key in a else (b, a) for a, b in sides if key in a or key in b]
    opposite = [frozenset[tuple[int, str]]().union(*other.values()) for _, other in around]
    return bool(around) and any(all(figure in o for o in opposite) for figure in mine)

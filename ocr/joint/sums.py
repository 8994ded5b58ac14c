"""The sums of a form as a graph: true numbers that are equal, and true numbers that add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.values.forms import ROWS, Identity
from ocr.joint.paper_errors import paper_errors

Floats = NDArray[np.float64]

LOOSE_SLIP: Final = 0.12
"""Chance that a count differs which may lawfully differ and of which no reports were at hand."""


@dataclass(frozen=True, slots=True)
class Member:
    """A written count (or `rows`, the sum of the written rows) of a true number."""

    term: str
    slip: float


@dataclass(frozen=True, slots=True)
class Addition:
    """True numbers, by place in `Sums.groups`, that add up: sum of `left` = sum of `right`."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The true numbers of a form, each with its written members, and how they add up."""

    groups: tuple[tuple[Member, ...], ...]
    additions: tuple[Addition, ...]


def sums_of(identities: Sequence[Identity], terms: Iterable[str]) -> Sums:
    """Return the graph over the counts in `terms`; an identity with an unknown term is left out."""
    known = set(terms)
    usable = [i for i in identities if known.issuperset((*i.left, *i.right))]
    equal = [i for i in usable if len(i.left) == 1 and len(i.right) == 1]
    named = sorted({t for i in usable for t in (*i.left, *i.right)})
    groups = _joined(named, equal)
    place = {term: i for i, group in enumerate(groups) for term in group}
    exact = {t for i in usable if i.exact for t in (*i.left, *i.right)}
    members = tuple(
        tuple(Member(t, _slip(t, is_exact=t in exact)) for t in group) for group in groups
    )
    additions = tuple(
        Addition(tuple(place[t] for t in i.left), tuple(place[t] for t in i.right))
        for i in usable
        if i not in equal
    )
    return Sums(members, additions)


def _slip(term: str, *, is_exact: bool) -> float:
    """Return the chance that a written count is not the true one."""
    errors = paper_errors()
    return errors.slip(term) if is_exact or term in errors.slips else LOOSE_SLIP


def _joined(terms: Sequence[str], equal: Sequence[Identity]) -> list[tuple[str, ...]]:
    group = {term: {term} for term in terms}
    for identity in equal:
        merged = group[identity.left[0]] | group[identity.right[0]]
        for term in merged:
            group[term] = merged
    return sorted({tuple(sorted(g)) for g in group.values()})


def beliefs(sums: Sums, own: Sequence[Floats]) -> list[Floats]:
    """Return for each true number what the additions say about it (likelihood, largest 1).

    Args:
        sums: the graph; without loops the result is exact, with loops it is a good guess.
        own: what the written members of each group say together.
    """
    flat = [np.ones_like(o) for o in own]
    messages: dict[tuple[int, int], Floats] = {
        (a, g): flat[g] for a, add in enumerate(sums.additions) for g in (*add.left, *add.right)
    }
    for _ in sums.additions:
        messages = {link: _message(sums, own, messages, link) for link in messages}
    return [
        _product(flat[g], [m for (_, to), m in messages.items() if to == g]) for g in _range(own)
    ]


def _range(own: Sequence[Floats]) -> range:
    return range(len(own))


def _message(
    sums: Sums,
    own: Sequence[Floats],
    messages: Mapping[tuple[int, int], Floats],
    link: tuple[int, int],
) -> Floats:
    """Return what addition `link[0]` says about the true number `link[1]`."""
    addition, target = link
    add = sums.additions[addition]
    size = own[target].size
    length = 4 * size
    spectrum = np.ones(length // 2 + 1, np.complex128)
    on_left = target in add.left
    for term in (*add.left, *add.right):
        if term == target:
            continue
        others = [m for (a, to), m in messages.items() if to == term and a != addition]
        transform = np.fft.rfft(_product(own[term], others), length)
        same_side = (term in add.left) == on_left
        spectrum *= np.conj(transform) if same_side else transform
    said = np.maximum(np.fft.irfft(spectrum, length)[:size], 0.0)
    return _scaled(said)


def _product(start: Floats, factors: Sequence[Floats]) -> Floats:
    out = start.copy()
    for factor in factors:
        out = out * factor
    return _scaled(out)


def _scaled(values: Floats) -> Floats:
    top = values.max(initial=0.0)
    scaled: Floats = values / top if top > 0 else np.ones_like(values)
    return scaled


def has_rows(sums: Sums) -> bool:
    """Tell whether the rows take part in a sum."""
    return any(m.term == ROWS for group in sums.groups for m in group)

"""Who says what about a number: the machine where it stands by it, committee, phone, reviewer.

A second person is asked only where witnesses disagree (DESIGN section 5). A doubtful machine value
is no witness, else a quarter of all sheets would need two people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from models.tables.sheets import Answer, AnswerKind
from models.values.reading import Cell

NOBODY: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Field key → value, for the machine, the committee, and totals taken by phone before."""

    machine: Mapping[str, int]
    committee: Mapping[str, int]
    phone: Mapping[str, int] = field(default_factory=dict)

    def disputed(self, values: Mapping[str, int]) -> frozenset[str]:
        """Return the fields on which the reviewer's values and the witnesses are not of one mind.

        A field that the reviewer left blank is disputed where a witness saw a number.
        """
        keys = {*values, *self.machine, *self.committee, *self.phone}
        return frozenset(key for key in keys if len(self._said(key, values)) > 1)

    def _said(self, key: str, values: Mapping[str, int]) -> set[int | None]:
        heard: set[int | None] = {
            w[key] for w in (self.machine, self.committee, self.phone) if key in w
        }
        return heard | {values.get(key)}


def witnesses_of(
    cells: Mapping[str, Cell], answer: Answer | None, phoned: Mapping[str, int] = NOBODY
) -> Witnesses:
    """Return what machine and committee say about a sheet."""
    machine = {k: c.value for k, c in cells.items() if c.accepted and c.value is not None}
    return Witnesses(machine, _committee(cells, answer), phoned)


def _committee(cells: Mapping[str, Cell], answer: Answer | None) -> dict[str, int]:
    """ตรงกับแบบทุกช่อง vouches for every number that was shown; a correction for its own."""
    if answer is None:
        return {}
    if answer.kind is AnswerKind.AGREES:
        return {k: c.value for k, c in cells.items() if c.value is not None}
    return dict(answer.values)

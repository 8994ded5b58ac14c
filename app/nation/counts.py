"""The generated counts of every polling unit, as the reference data hold them."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from models.values.ballots import Ballot
from models.values.fields import TOTAL, row_key

Counts: TypeAlias = dict[str, int]

_REGISTER: Final = "units/synthetic_units_register.csv.gz"
_BALLOTS: Final = {
    Ballot.CONSTITUENCY: ("units/synthetic_units_constituency.csv.gz", "v"),
    Ballot.PARTY_LIST: ("units/synthetic_units_partylist.csv.gz", "p"),
}
_HEAD: Final = ("came", "used", "good", "invalid", "no_vote", "remaining")


class CountrysCounts:
    """The counts of the whole country, kept as the lines of their files and read unit by unit."""

    def __init__(self, source: Path) -> None:
        """Read the lines of the reference data.

        Raises:
            OSError, KeyError: a file or a column of it is missing.
        """
        self._rolls = {
            row["unit_id"]: (int(row["eligible"]), int(row["allocated"]))
            for row in _read(source / _REGISTER)
        }
        self._heads: dict[Ballot, list[str]] = {}
        self._lines: dict[Ballot, dict[str, str]] = {}
        for ballot, (file, _) in _BALLOTS.items():
            head, *lines = _lines(source / file)
            self._heads[ballot] = head.split(",")
            self._lines[ballot] = {line.partition(",")[0]: line for line in lines}

    @property
    def units(self) -> list[str]:
        """The codes of all units that have counts."""
        return sorted(self._rolls)

    def of(self, unit: str) -> dict[Ballot, Counts]:
        """Return the counts of a unit by ballot.

        A candidate's column is left out where it is empty: there is no such number.
        """
        return {ballot: self._counts(unit, ballot) for ballot in _BALLOTS}

    def _counts(self, unit: str, ballot: Ballot) -> Counts:
        cells = dict(zip(self._heads[ballot], self._lines[ballot][unit].split(","), strict=True))
        prefix = _BALLOTS[ballot][1]
        on_roll, allocated = self._rolls[unit]
        head = {"on_roll": on_roll, "allocated": allocated}
        head |= {key: int(cells[key]) for key in _HEAD}
        columns = (name for name in cells if name[0] == prefix and name[1:].isdigit())
        rows = {row_key(int(name[1:])): int(cells[name]) for name in columns if cells[name]}
        return head | rows | {TOTAL: sum(rows.values())}


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for line in file:
            yield line.rstrip("\r\n")


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)

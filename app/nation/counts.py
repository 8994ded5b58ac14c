"""The generated counts of every polling unit, as the reference data hold them."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.values.ballots import Ballot
from models.values.fields import TOTAL, row_key

_REGISTER: Final = "units/synthetic_units_register.csv.gz"
_BALLOTS: Final = {
    Ballot.CONSTITUENCY: ("units/synthetic_units_constituency.csv.gz", "v"),
    Ballot.PARTY_LIST: ("units/synthetic_units_partylist.csv.gz", "p"),
}
_HEAD: Final = ("came", "used", "good", "invalid", "no_vote", "remaining")


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The counts of one ballot of one unit by field key."""

    unit: str
    ballot: Ballot
    counts: dict[str, int]


def generated_counts(source: Path) -> Iterator[UnitCounts]:
    """Give the counts of every unit, ballot by ballot, in the order of the files.

    A party's or candidate's column is left out where it is empty: there is no such number.

    Raises:
        OSError, KeyError: a file or a column of it is missing.
    """
    rolls = {
        r["unit_id"]: (int(r["eligible"]), int(r["allocated"])) for r in _read(source / _REGISTER)
    }
    for ballot, (file, prefix) in _BALLOTS.items():
        for row in _read(source / file):
            yield UnitCounts(row["unit_id"], ballot, _counts(row, prefix, rolls[row["unit_id"]]))


def _counts(row: dict[str, str], prefix: str, roll: tuple[int, int]) -> dict[str, int]:
    head = {"on_roll": roll[0], "allocated": roll[1]} | {key: int(row[key]) for key in _HEAD}
    columns = (name for name in row if name[0] == prefix and name[1:].isdigit())
    rows = {row_key(int(name[1:])): int(row[name]) for name in columns if row[name]}
    return head | rows | {TOTAL: sum(rows.values())}


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)

"""The demo's invented result is clean paper: nothing is remarkable about any sheet of it."""

import csv
from collections.abc import Mapping

import pytest

from app.election.demo import demo_counts, demo_folder
from models.checks.engine import SheetFacts, SoFar, Thresholds, check_sheet
from models.values.ballots import Ballot, Stream
from models.values.fields import row_number
from models.values.forms import forms_for

COUNTS = demo_counts()
LIMITS = Thresholds(units_needed=8)
BALLOTS = (Ballot.CONSTITUENCY, Ballot.PARTY_LIST)


def units() -> dict[str, dict[str, str]]:
    with (demo_folder() / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


UNITS = units()


def peers(code: str, ballot: Ballot) -> list[Mapping[str, int | None]]:
    mine = UNITS[code]
    return [
        COUNTS[(other, ballot)]
        for other, row in UNITS.items()
        if other != code and all(row[k] == mine[k] for k in ("constituency", "stream"))
    ]


@pytest.mark.parametrize("ballot", BALLOTS)
def test_every_sheet_is_clean(ballot: Ballot) -> None:
    other = BALLOTS[1 - BALLOTS.index(ballot)]
    found = {}
    for code, row in UNITS.items():
        counts = COUNTS[(code, ballot)]
        facts = SheetFacts(
            form=forms_for(ballot, Stream(row["stream"]))[0],
            counts=counts,
            numbers=tuple(sorted(n for n in map(row_number, counts) if n is not None)),
            registered=int(row["on_roll"]) if row["on_roll"] else None,
            sibling=COUNTS[(code, other)],
            so_far=SoFar.of(peers(code, ballot)),
        )
        found |= {(code, f.code): f.message.en for f in check_sheet(facts, LIMITS)}
    assert found == {}


def test_rolls_are_between_300_and_900() -> None:
    rolls = [int(r["on_roll"]) for r in UNITS.values() if r["on_roll"]]
    assert len(rolls) == 60
    assert 300 <= min(rolls) < max(rolls) <= 900

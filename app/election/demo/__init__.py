"""The demo election: invented people, places and parties, as the CSV files of this folder."""

import csv
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from app.election.description import ElectionTimes
from models.values.ballots import Ballot
from models.values.fields import row_key

PASSWORD: Final = "khanaen-demo"  # noqa: S105 - the demo's only, and printed when it starts
"""Password of everybody in people.csv."""

_COUNTED: Final = timedelta(hours=2)
_BANGKOK: Final = ZoneInfo("Asia/Bangkok")


def demo_folder() -> Path:
    """Return the folder that holds the demo election's files."""
    return Path(str(resources.files("app.election.demo")))


def demo_times(now: datetime) -> ElectionTimes:
    """Return times as on an election night two hours after the close of poll: counts may come.

    Publication is open, so that the first confirmed unit can be seen at once.
    """
    closed = now.astimezone(UTC) - _COUNTED
    return ElectionTimes(closed.astimezone(_BANGKOK).date(), closed, now.astimezone(UTC))


def demo_counts() -> dict[tuple[str, Ballot], dict[str, int]]:
    """Return the invented true result: (unit code, ballot) → field key → count."""
    with (demo_folder() / "counts.csv").open(encoding="utf-8", newline="") as file:
        return {(r["unit"], Ballot(r["ballot"])): _counts(r) for r in csv.DictReader(file)}


def _counts(row: dict[str, str]) -> dict[str, int]:
    heads = {k: int(v) for k, v in row.items() if v and k not in {"unit", "ballot", "rows"}}
    rows = (pair.split(":") for pair in row["rows"].split())
    return heads | {row_key(int(number)): int(votes) for number, votes in rows}

"""How a constituency stood before: its sums at ten-minute steps, for its page.

A step keeps the last figures of its ten minutes, names their snapshot, and is never changed once
the next one has begun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from results.manifest import over_streams
from results.records import iso
from results.tallies import Row

STEP: Final = timedelta(minutes=10)
_DAY: Final = "election_day"
_WIDE, _HIGH, _LETTERS = 600, 200, 30
"""The drawing's own units; a line of letters is so high on a phone."""

Step = Mapping[str, Any]


def step_of(at: datetime) -> int:
    """Return the number of the ten minutes in which a time lies."""
    return int(at.timestamp() // STEP.total_seconds())


def with_step(
    before: Sequence[Step], manifest: Mapping[str, Any], sequence: int, at: datetime
) -> list[dict[str, Any]]:
    """Return the steps with the one that the figures of this snapshot belong to."""
    made = {
        "step": step_of(at),
        "snapshot": sequence,
        "at": iso(at),
        "counted": manifest["counted"][_DAY],
        "expected": manifest["expected"][_DAY],
        "lead": manifest["standing"]["lead"],
        "leader": manifest["standing"]["leader"],
        "votes": {
            key: value
            for key, value in over_streams(manifest, "constituency").items()
            if key.startswith("row:")
        },
    }
    return [*(dict(s) for s in before if s["step"] < made["step"]), made]


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate's votes over the night, in the drawing's units."""

    row: Row
    points: str
    end: tuple[float, float]
    label_y: float
    """Where its number stands: beside its end, or as near as the others leave room."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The votes of the first few over time."""

    wide: int
    high: int
    lines: tuple[Line, ...]
    most: int


def chart_of(steps: Sequence[Step], rows: Sequence[Row]) -> Chart | None:
    """Return the drawing of the first rows' votes, None where there is nothing to compare."""
    times = [datetime.fromisoformat(step["at"]).timestamp() for step in steps]
    most = max((max(step["votes"].values(), default=0) for step in steps), default=0)
    if len(steps) < 2 or not most:  # noqa: PLR2004 - a line has two ends
        return None
    span = times[-1] - times[0]
    lines = []
    for row in rows:
        votes = [step["votes"].get(row.key, 0) for step in steps]
        points = [
            (round(_WIDE * (at - times[0]) / span, 1), round(_HIGH * (1 - v / most), 1))
            for at, v in zip(times, votes, strict=True)
        ]
        lines.append((row, points))
    heights = _apart([points[-1][1] for _, points in lines])
    drawn = (
        Line(row, " ".join(f"{x},{y}" for x, y in points), points[-1], height)
        for (row, points), height in zip(lines, heights, strict=True)
    )
    return Chart(_WIDE, _HIGH, tuple(drawn), most)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights that leave room for a line of letters each; given from the top down."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + _LETTERS) if found else height)
    return found

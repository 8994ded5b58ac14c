"""What a country's night showed, minute by minute and in sum."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Minute:
    """One simulated minute and the snapshot at its end; times in seconds of this machine."""

    arrived: int
    released: int
    waiting: int
    """Units that were handed in and wait for a reviewer."""
    constituencies: int
    files: int
    confirm_cpu_s: float
    wall_s: float
    cpu_s: float
    """Of the snapshot: figures and pointer."""


@dataclass
class Outcome:
    """What a night showed."""

    units: int = 0
    share: float = 1.0
    per_minute: int = 0
    load: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0
    minutes: list[Minute] = field(default_factory=list)
    steps: list[Minute] = field(default_factory=list)
    """Large steps before them, where the night had begun already."""
    waits_s: list[float] = field(default_factory=list)
    """From a unit's receipt to the pointer that shows it: simulated queue, measured snapshot."""
    faults: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    compared: int = 0
    different: int = 0
    recompute_s: float = 0.0
    recompute_cpu_s: float = 0.0
    differences: int = 0
    files: int = 0
    megabytes: float = 0.0
    database_megabytes: float = 0.0

    def to_data(self) -> dict[str, Any]:
        """Return the figures."""
        whole = [m for m in self.minutes if m.files]
        return {
            "units": self.units,
            "share": self.share,
            "per_minute": self.per_minute,
            "load": [round(load, 1) for load in self.load],
            "seconds": round(self.seconds),
            "minutes": len(self.minutes),
            "snapshots": len(whole) + len(self.steps),
            "steps": [asdict(step) for step in self.steps],
            "constituencies_a_minute": statistics.median(m.constituencies for m in whole),
            "files_a_minute": statistics.median(m.files for m in whole),
            "wall_s": spread([m.wall_s for m in whole]),
            "cpu_s": spread([m.cpu_s for m in whole]),
            "confirm_cpu_s": spread([m.confirm_cpu_s for m in whole]),
            "wait_minutes": spread([wait / 60 for wait in self.waits_s]),
            "most_waiting": max(m.waiting for m in self.minutes),
            "faults": len(self.faults),
            "faults_said": self.faults[:20],
            "stopped": self.stopped,
            "compared": self.compared,
            "different": self.different,
            "recompute_s": round(self.recompute_s, 2),
            "recompute_cpu_s": round(self.recompute_cpu_s, 2),
            "recompute_differences": self.differences,
            "files": self.files,
            "megabytes": round(self.megabytes),
            "database_megabytes": round(self.database_megabytes),
            "each_minute": [asdict(minute) for minute in self.minutes],
        }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, 95th and 99th percentile and the largest."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return {
        "p50": round(statistics.median(ordered), 3),
        "p95": round(ordered[round(0.95 * last)], 3),
        "p99": round(ordered[round(0.99 * last)], 3),
        "most": round(ordered[-1], 3),
    }

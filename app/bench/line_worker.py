"""A worker that writes down when each job began, when it was done, and what it cost.

The queue's own times are whole seconds on SQLite. `python -m app.bench.line_worker FILE`.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from app.persisting import Step
from app.worker import main


@dataclass(frozen=True, slots=True)
class JobRun:
    """One job of one worker; times in seconds since 1970, CPU in seconds."""

    job: str
    number: int
    begun_s: float
    done_s: float
    worker_cpu_s: float
    """With the worker's heartbeat and its looks into the queue meanwhile."""
    cage_cpu_s: float


def read_runs(file: Path) -> list[JobRun]:
    """Return what workers wrote down."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [JobRun(**json.loads(line)) for line in lines]


def noting(file: Path, name: str, step: Step) -> Step:
    """Return a job that is written down each time."""

    def noted(number: int) -> None:
        begun_s, own, cage = time.time(), time.process_time(), _cage_cpu_s()
        step(number)
        used = (time.process_time() - own, _cage_cpu_s() - cage)
        run = JobRun(name, number, begun_s, time.time(), *used)
        with file.open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(asdict(run)) + "\n")

    return noted


def _cage_cpu_s() -> float:
    children = [child.cpu_times() for child in psutil.Process().children()]
    return float(sum(times.user + times.system for times in children))


if __name__ == "__main__":
    notes = Path(sys.argv[1])
    main(lambda name, step: noting(notes, name, step))

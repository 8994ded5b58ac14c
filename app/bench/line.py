"""The straight line from webhook to read-back: real processes, stand-ins of the platforms."""

import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import psutil

from app.bench.doors import within
from app.bench.line_stages import STAGES, Asked, Spans, spans_of
from app.bench.line_worker import JobRun, read_runs
from app.jobs.queue import READ_PHOTO, READ_SHEET
from app.rehearse.chat.committee import Committee, Habits
from app.rehearse.chat.hall import Hall, Wish, open_hall
from app.rehearse.chat.night import Tell, count_queued, enrol, gather, look_once
from app.rehearse.papers import shots_of
from models.values.ballots import Ballot

START: Final = "<!-- line: written by `khanaen bench line`, do not edit -->"
END: Final = "<!-- end of line -->"

_LOOK_S: Final = 0.1
_REST_S: Final = 5.0
_CARE: Final = Habits(blurred=0, doubled=0, shuffled=0)
_PROCESSES: Final = {
    "serve": "web",
    "app.chat": "chat",
    "app.bench.line_worker": "workers",
    "app.cage.inside": "cages",
}
"""A word of its command → what a process is."""

Pictures = Mapping[Ballot, Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it; CPU in seconds by process while the pages came through."""

    pages: int
    workers: int
    is_together: bool
    spans: Spans
    runs: Sequence[JobRun]
    cpu_s: Mapping[str, float]
    rest_cpu_s: Mapping[str, float]
    """The same in one second in which nothing came."""
    load: tuple[float, float]


def measure(wish: Wish, tell: Tell, *, is_together: bool) -> Measured:
    """Let committees send their pages, one unit after the other or all at once, and answer.

    Raises:
        TimeoutError: not every sheet came through in time.
    """
    notes = wish.folder / "jobs.jsonl"
    worker = ("app.bench.line_worker", str(notes))
    with open_hall(replace(wish, habits=_CARE, worker=worker)) as hall:
        offset_s = time.time() - time.monotonic()
        committees = gather(hall)
        pictures: list[Pictures] = []
        for committee in committees:
            tell("วาดแบบ · drawing", len(pictures), len(committees))
            pictures.append(_drawn(hall, committee))
        enrol(committees, tell)
        hall.doors.answered_s.clear()
        rest = _rest_cpu_s()
        load, before = os.getloadavg()[0], _cpu_s()
        pages = sum(len(own) for all_ in pictures for own in all_.values())
        _send(hall, list(zip(committees, pictures, strict=True)), wish, tell, is_together)
        after = _cpu_s()
        with hall.ground.database.reading() as session:
            runs = read_runs(notes)
            spans = spans_of(session, runs, _asked(hall, offset_s))
        spans["answered"] = list(hall.doors.answered_s)
        used = {name: after[name] - before[name] for name in _PROCESSES.values()}
        loads = (load, os.getloadavg()[0])
        return Measured(pages, wish.workers, is_together, spans, runs, used, rest, loads)


def _drawn(hall: Hall, committee: Committee) -> Pictures:
    papers = hall.papers[committee.unit_id]
    return {paper.ballot: [s.jpeg for s in shots_of(paper, "desk")] for paper in papers}


def _send(
    hall: Hall,
    sending: Sequence[tuple[Committee, Pictures]],
    wish: Wish,
    tell: Tell,
    is_together: bool,  # noqa: FBT001 - handed through
) -> None:
    committees, expected = [committee for committee, _ in sending], 0
    for committee, pictures in sending:
        committee.send(pictures, _CARE, random.Random(0))  # noqa: S311 - nothing is drawn by lot
        expected += len(pictures)
        if not is_together:
            _wait(hall, committees, expected, wish, tell)
    _wait(hall, committees, expected, wish, tell)


def _wait(
    hall: Hall, committees: Sequence[Committee], expected: int, wish: Wish, tell: Tell
) -> None:
    """Let committees answer until so many sheets wait for the reviewers."""
    deadline = time.monotonic() + wish.patience_s
    while (done := count_queued(hall.ground)) < expected:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{done} of {expected} sheets")
        look_once(hall.ground, committees)
        tell("อ่านและตอบ · reading, answering", done, expected)
        time.sleep(_LOOK_S)


def _asked(hall: Hall, offset_s: float) -> Asked:
    """Return when each picture was asked for, by the platform's id of it."""
    return {name: at_s + offset_s for name, at_s in _content_requests(hall)}


def _content_requests(hall: Hall) -> Iterator[tuple[str, float]]:
    for request in [*hall.line.requests, *hall.telegram.requests]:
        parts = request.path.split("/")
        if parts[-1] == "content":
            yield parts[-2], request.at
        elif "file" in parts:
            yield parts[-1], request.at


def _cpu_s() -> Counter[str]:
    """Return the CPU seconds of this program's processes so far, by what each is."""
    found: Counter[str] = Counter()
    for process in psutil.Process().children(recursive=True):
        try:
            words, times = process.cmdline(), process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        for word, name in _PROCESSES.items():
            if word in words:
                found[name] += times.user + times.system  # type: ignore[assignment]
    return found


def _rest_cpu_s() -> dict[str, float]:
    """Return the CPU that each process takes in a second in which nothing comes."""
    before = _cpu_s()
    time.sleep(_REST_S)
    after = _cpu_s()
    return {name: (after[name] - before[name]) / _REST_S for name in _PROCESSES.values()}


def section(all_: Sequence[Measured]) -> str:
    """Return the section of docs/benchmarks.md, a table a run."""
    words = (
        "### The straight line from a webhook to its read-back\n\n"
        "Drawn pages (`desk`, 1,600 px) of whole units, half on LINE and half on Telegram, through "
        "the doors of real processes (web, chat, workers with their cages) to the message that the "
        "platform took; committees answer their read-backs. Every mark is what the record, the "
        "workers or the stand-in of the platform wrote down; a worker does one job at a time. A "
        "unit's second read-back waits for its committee's answer to the first and is not in it. "
        f"{os.cpu_count()} cores; `khanaen bench line` writes this."
    )
    return "\n\n".join((START, words, *(_table(m) for m in all_), END)) + "\n"


def _table(m: Measured) -> str:
    how = "all units at once" if m.is_together else "one unit after the other"
    used = ", ".join(f"{name} {1000 * s / m.pages:.0f}" for name, s in m.cpu_s.items())
    rest = ", ".join(f"{name} {1000 * s:.0f}" for name, s in m.rest_cpu_s.items())
    head = (
        f"**{m.pages} pages, {how}, {m.workers} worker(s)**, load of the machine "
        f"{m.load[0]:.1f} → {m.load[1]:.1f}; CPU a page, ms: {used}; together "
        f"{1000 * sum(m.cpu_s.values()) / m.pages:.0f}; in a second at rest, ms: {rest}. "
        f"{_jobs(m.runs)}"
    )
    rows = [_row(STAGES[name], m.spans[name]) for name in STAGES if m.spans.get(name)]
    return "\n".join((head, "", "| stage | n | median ms | p95 ms |", "|---|---|---|---|", *rows))


def _jobs(runs: Sequence[JobRun]) -> str:
    """Say what a job of each kind costs, the worker's own CPU and the cage's apart."""
    said = []
    for job in (READ_PHOTO, READ_SHEET):
        own = [run for run in runs if run.job == job]
        if own:
            worker = statistics.median(run.worker_cpu_s for run in own)
            cage = statistics.median(run.cage_cpu_s for run in own)
            cost = f"{1000 * worker:.0f} + {1000 * cage:.0f} in the cage"
            said.append(f"`{job}` (n = {len(own)}) {cost}")
    return f"CPU of a job in the median, ms: {'; '.join(said)}." if said else ""


def _row(what: str, spans_s: Sequence[float]) -> str:
    times = (statistics.median(spans_s), within(spans_s, 0.95))
    return f"| {what} | {len(spans_s)} | " + " | ".join(f"{1000 * s:,.0f}" for s in times) + " |"

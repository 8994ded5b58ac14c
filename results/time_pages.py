"""The time machine: the national page as it was, once every ten minutes, never changed again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from results import board_page
from results.edition import Edition
from results.history import STEP, step_of
from results.issue import Issue
from results.records import iso
from results.target import Target

INDEX: Final = "time/index.html"

Head = Mapping[str, Any]
Step = Mapping[str, Any]


def past_path(step: int) -> str:
    """Return where the national page of these ten minutes stays, by their beginning.

    Not by the snapshot: a printer that is killed before it lists the page tries again with a later
    snapshot, and must not leave the first page behind.
    """
    begun = datetime.fromtimestamp(step * STEP.total_seconds(), UTC)
    return f"time/{begun:%Y%m%dT%H%MZ}.html"


def keep_step(
    issue: Issue,
    heads: Sequence[Head],
    log: Mapping[str, Any],
    before: Sequence[Step],
    target: Target,
) -> list[Step]:
    """Keep the national page of this snapshot where it is the first of its ten minutes."""
    steps = list(before)
    if not steps or steps[-1]["step"] < step_of(issue.at):
        steps.append(_kept(issue, heads, log, steps, target))
    return steps


def draw_index(issue: Issue, edition: Edition, steps: Sequence[Step]) -> dict[str, str]:
    """Draw the list of the steps, the newest first; return path → hash."""
    context = {"steps": list(reversed(steps)), "parse": datetime.fromisoformat}
    return issue.print_page(edition, "time.html", INDEX, context)


def files_of(steps: Sequence[Step]) -> dict[str, str]:
    """Return path → hash of all kept pages."""
    return {path: sha256 for step in steps for path, sha256 in step["pages"].items()}


def _kept(
    issue: Issue,
    heads: Sequence[Head],
    log: Mapping[str, Any],
    before: Sequence[Step],
    target: Target,
) -> Step:
    edition = Edition()
    earlier = before[-1]["path"] if before else None
    path = past_path(step_of(issue.at))
    pages = board_page.draw_past(issue, edition, heads, log, (path, earlier))
    edition.write_copies(target)
    progress = board_page.progress_of(heads)
    return {
        "step": step_of(issue.at),
        "snapshot": issue.sequence,
        "at": iso(issue.at),
        "path": path,
        "counted": progress["counted"],
        "expected": progress["expected"],
        "pages": pages,
    }

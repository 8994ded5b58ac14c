"""A group of processes: the dead are started again, all leave together."""

import sys
import time

from app.processes import ProcessGroup

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def _wait_for_death(group: ProcessGroup) -> None:
    process = group.children[0].process
    assert process is not None
    process.wait(10)


def test_a_dead_process_is_started_again() -> None:
    group = ProcessGroup({})
    group.add("sleeper", SLEEP)
    first = group.children[0].process
    assert first is not None
    first.kill()
    _wait_for_death(group)
    deadline = time.monotonic() + 10
    while group.children[0].process is first and time.monotonic() < deadline:
        group.revive()
    assert group.children[0].process is not first
    assert group.children[0].deaths == 1
    group.end()


def test_a_living_process_is_left_alone() -> None:
    group = ProcessGroup({})
    group.add("sleeper", SLEEP)
    process = group.children[0].process
    group.revive()
    assert group.children[0].process is process
    group.end()


def test_all_end_together() -> None:
    group = ProcessGroup({})
    group.add("one", SLEEP)
    group.add("two", SLEEP)
    group.end()
    assert all(c.process is not None and c.process.poll() is not None for c in group.children)

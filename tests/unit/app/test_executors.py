"""Which worker is dead for sure, and which merely silent."""

import subprocess
import sys

from app.jobs.executors import is_dead, new_executor


def test_a_name_is_fresh_and_fits_its_column() -> None:
    assert new_executor() != new_executor()
    assert len(new_executor()) <= 64


def test_this_process_lives() -> None:
    assert not is_dead(new_executor())


def test_a_process_of_this_machine_that_is_gone_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    machine, _, random = new_executor().split("-")
    assert is_dead(f"{machine}-{child.pid}-{random}")


def test_of_other_machines_only_silence_tells() -> None:
    assert not is_dead("0123456789ab-1-fedcba987654")
    assert not is_dead("a name of no known shape")

"""Two publishers at once: one holds the lease, and a late one can never put the pointer back."""

from pathlib import Path

import pytest

from models.database import Database
from models.errors import LeaseLost
from results.errors import Overtaken
from results.pointer import set_status
from results.previous import read_previous
from results.publish import LEASE, Press
from results.target import Folder
from tests.integration.results.electorate import confirm_both, found, later
from tests.integration.results.newsroom import KEY, Images


class Stalled(Folder):
    """A folder whose publisher stands still before it puts the pointer, while `then` happens."""

    then: object = None

    def put(self, path: str, data: bytes) -> None:
        super().put(path, data)
        if path.startswith("data/changes/") and callable(self.then):
            self.then, then = None, self.then
            then()


def press(database: Database, target: Folder, holder: str, **options: object) -> Press:
    return Press(database, Images(), target, KEY, holder=holder, **options)


def night(database: Database) -> None:
    with database.writing() as session:
        found(session, units=4)


def count(database: Database, code: str) -> None:
    with database.writing() as session:
        confirm_both(session, code, 1)


def test_the_second_is_refused_until_the_first_was_silent(
    each_database: Database, tmp_path: Path
) -> None:
    night(each_database)
    target = Folder(tmp_path)
    press(each_database, target, "first").publish(later(0))
    count(each_database, "SM-1-U001")
    with pytest.raises(LeaseLost):
        press(each_database, target, "second").publish(later(0.2))
    done = press(each_database, target, "second").publish(later(0.2) + LEASE)
    assert done is not None
    assert done.sequence == 2


def test_a_dead_one_is_taken_over_at_once(each_database: Database, tmp_path: Path) -> None:
    night(each_database)
    target = Folder(tmp_path)
    press(each_database, target, "first").publish(later(0))
    count(each_database, "SM-1-U001")
    second = press(each_database, target, "second", is_gone=lambda name: name == "first")
    assert second.publish(later(0.1)) is not None


def test_a_lease_of_a_clock_set_back_is_nobodys(database: Database, tmp_path: Path) -> None:
    night(database)
    target = Folder(tmp_path)
    press(database, target, "dead").publish(later(60))
    count(database, "SM-1-U001")
    with pytest.raises(LeaseLost):
        press(database, target, "next").publish(later(60) - LEASE)
    assert press(database, target, "next").publish(later(0)) is not None


def test_one_that_woke_up_too_late_puts_nothing(each_database: Database, tmp_path: Path) -> None:
    night(each_database)
    press(each_database, Folder(tmp_path), "first").publish(later(0))
    count(each_database, "SM-1-U001")
    slow = Stalled(tmp_path)
    fast = press(each_database, Folder(tmp_path), "second")

    def meanwhile() -> None:
        count(each_database, "SM-1-U002")
        assert fast.publish_figures(later(1) + LEASE) is not None

    slow.then = meanwhile
    with pytest.raises(LeaseLost):
        press(each_database, slow, "first").publish_figures(later(0.5))
    previous = read_previous(Folder(tmp_path))
    assert previous is not None
    assert previous.sequence == 2
    assert fast.publish_figures(later(2) + LEASE) is None


def test_a_pause_in_the_middle_is_heard(database: Database, tmp_path: Path) -> None:
    night(database)
    press(database, Folder(tmp_path), "first").publish(later(0))
    count(database, "SM-1-U001")
    slow = Stalled(tmp_path)
    slow.then = lambda: set_status(Folder(tmp_path), KEY, "paused", {"th": "พัก", "en": "pause"})
    with pytest.raises(Overtaken):
        press(database, slow, "first").publish_figures(later(1))
    set_status(Folder(tmp_path), KEY, "live", None)
    done = press(database, Folder(tmp_path), "first").publish_figures(later(2))
    assert done is not None
    assert done.sequence == 2

"""The printer draws without a key, and its list is signed by the publisher at its next look."""

import json
from pathlib import Path

import pytest

from app.faults.reckoning import is_printed
from results.addresses import LATEST, PRINTED, canonical
from results.printer import Printer
from results.publish import Press
from results.sources import FolderSource
from results.target import Folder
from results.verify import verify
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import KEY, Newsroom


class NoPointer(Folder):
    """A folder in which the pointer may not be written."""

    def put(self, path: str, data: bytes) -> None:
        assert path != LATEST
        super().put(path, data)


def printed(folder: Path) -> int:
    return int(json.loads((folder / LATEST).read_bytes())["printed"]["snapshot"])


@pytest.fixture
def press(night: Newsroom) -> Press:
    return Press(night.database, night.images, Folder(night.folder), KEY)


def test_what_was_printed_is_signed_at_the_next_look(night: Newsroom, press: Press) -> None:
    night.count(["SM-1-U003"], 10)
    record = night.folder.parent / "night.sqlite3"
    done = [is_printed(record, night.folder)]
    assert press.publish_figures(later(11)) is not None
    done.append(is_printed(record, night.folder))
    printer = Printer(night.database, NoPointer(night.folder))
    assert printer.print_pages(later(11)) > 0
    done.append(is_printed(record, night.folder))
    assert printed(night.folder) == 3
    assert verify(FolderSource(night.folder), KEY.public).is_printing
    assert printer.print_pages(later(11)) == 0
    assert press.publish_figures(later(11.1)) is None
    done.append(is_printed(record, night.folder))
    assert printed(night.folder) == 4
    assert verify(FolderSource(night.folder), KEY.public).is_sound
    assert done == [False, False, False, True], "the reckoning of a night of faults waits for that"


class Overtaken(FolderSource):
    """A folder whose pages are printed anew the moment that somebody has read the pointer."""

    def __init__(self, night: Newsroom, press: Press) -> None:
        super().__init__(night.folder)
        self._night = night
        self._press = press
        self._is_overtaken = False

    def read(self, path: str) -> bytes | None:
        data = super().read(path)
        if path == LATEST and not self._is_overtaken:
            self._is_overtaken = True
            self._night.count(["SM-1-U003"], 10)
            self._press.publish_figures(later(11))
            Printer(self._night.database, NoPointer(self._night.folder)).print_pages(later(11))
        return data

    def wait(self) -> bool:
        """The printer is done, and the publisher takes its next look."""
        self._press.publish_figures(later(11.1))
        return True


def test_a_page_that_is_printed_anew_meanwhile_is_read_again(night: Newsroom, press: Press) -> None:
    moving = Overtaken(night, press)
    report = verify(moving, KEY.public, moving.wait)
    assert report.faults == []
    assert (report.sequence, printed(night.folder)) == (3, 4)


def test_nobody_waits_for_a_page_that_was_changed_otherwise(night: Newsroom) -> None:
    page = night.folder / "c/SM-1.html"
    page.write_bytes(page.read_bytes() + b" ")
    waits: list[None] = []

    def counted() -> bool:
        waits.append(None)
        return True

    report = verify(FolderSource(night.folder), KEY.public, counted)
    assert [fault.split()[0] for fault in report.faults] == ["c/SM-1.html"]
    assert waits == []


def test_a_page_spoilt_under_a_printer_that_is_done_is_told(night: Newsroom, press: Press) -> None:
    moving = Overtaken(night, press)

    def wait() -> bool:
        (night.folder / "c/SM-1.html").write_text("another page")
        return moving.wait()

    assert verify(moving, KEY.public, wait).faults == [
        "c/SM-1.html was changed: its hash is not the one that is listed"
    ]


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"not JSON",
        b"[]",
        canonical({"snapshot": 99, "look": "x", "election": {}}),
        canonical({"snapshot": "3", "look": None, "election": None}),
    ],
)
def test_a_list_that_cannot_be_of_this_night_is_not_signed(
    night: Newsroom, press: Press, written: bytes
) -> None:
    night.count(["SM-1-U003"], 10)
    (night.folder / PRINTED).write_bytes(written)
    assert press.publish_figures(later(11)) is not None
    assert press.publish_figures(later(12)) is None
    assert printed(night.folder) == 3
    assert Printer(night.database, Folder(night.folder)).print_pages(later(12)) > 0

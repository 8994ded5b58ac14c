"""The printer draws without a key, and its list is signed by the publisher at its next look."""

import json
from pathlib import Path

import pytest

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
    assert press.publish_figures(later(11)) is not None
    printer = Printer(night.database, NoPointer(night.folder))
    assert printer.print_pages(later(11)) > 0
    assert printed(night.folder) == 3
    assert verify(FolderSource(night.folder), KEY.public).is_printing
    assert printer.print_pages(later(11)) == 0
    assert press.publish_figures(later(11.1)) is None
    assert printed(night.folder) == 4
    assert verify(FolderSource(night.folder), KEY.public).is_sound


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

"""A night with photos in a tiny country: handed in at the door's own functions, read and told.

Processes, reviewers and drawn pages of the real one are left out (`make rehearse` has them all).
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.nation import photos
from app.nation.playing import play_country
from app.nation.taken import Depth
from app.opening import Ground
from app.rehearse.papers import Paper, Shot
from app.rehearse.senders import DirectSender
from tests.fixtures.line import Line
from tests.fixtures.pictures import picture
from tests.fixtures.reference import UNITS, write_reference

PAGES = 4
"""Two of each ballot."""


class Hands(DirectSender):
    """Committees that need no web pages."""

    def __init__(self, ground: Ground, _address: str) -> None:
        super().__init__(ground)
        self.line = Line(ground)

    def meet(self, _unit_id: int) -> None:
        """Nobody has to sign in."""

    def close(self) -> None:
        """Read what was sent, as workers would have."""
        self.line.read_all()


def plain(paper: Paper, _condition: str) -> list[Shot]:
    """Pictures that are quickly made and read."""
    return [
        Shot(paper.unit_id, f"{paper.ballot}-{place}.jpg", picture(len(paper.ballot) + place))
        for place in range(PAGES // 2)
    ]


@contextmanager
def nobody(*_: object) -> Iterator[None]:
    yield


def not_waited(shots: Sequence[Shot], look: photos.Look, _tell: photos.Tell) -> list[Depth]:
    assert len(shots) == PAGES
    return [look()]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, instead in {
        "_start": lambda *_: None,
        "wait_until_open": lambda *_: None,
        "_reviewing": nobody,
        "_settled": not_waited,
        "shots_of": plain,
        "WebSender": Hands,
        "_REVIEWERS": 1,
        "_HANDS": 1,
        "_LOOK_S": 0.05,
        "_STEPS_A_SECOND": 1000,
    }.items():
        monkeypatch.setattr(photos, name, instead)


@pytest.mark.usefixtures("alone")
def test_a_night_that_nobody_reviewed_is_measured_and_has_not_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, folder = write_reference(tmp_path / "reference"), tmp_path / "night"
    assert play_country(source, folder, 1 / (2 * UNITS), 0, "photos", 1) == 1
    figures = json.loads((folder / "photos.json").read_text())
    assert (figures["sent"], figures["photos"]) == (PAGES, PAGES)
    assert figures["most_photos_waiting"] <= PAGES
    assert figures["units_public"] == 0
    assert figures["release_s"] is None
    assert f"{PAGES} of {PAGES} photos read" in capsys.readouterr().err
    assert (folder / "country-photos-queue.png").read_bytes().startswith(b"\x89PNG")

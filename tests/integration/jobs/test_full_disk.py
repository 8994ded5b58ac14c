"""A disk that is really full, with photos and record on it: no receipt, and nothing half done."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.cage.looking import watch
from app.opening import Ground, open_ground
from app.persisting import persisting
from app.pipeline import read_photo
from app.settings import Settings
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading, Photo
from tests.fixtures.line import Line
from tests.fixtures.pictures import picture
from tests.fixtures.small_election import make_election

SIZE = "6m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def ground(migrated_sqlite: Path, disk: Path) -> Iterator[Ground]:
    shutil.copyfile(migrated_sqlite, disk / "night.sqlite3")
    settings = Settings(
        database_url=f"sqlite:///{disk}/night.sqlite3",
        files_url=f"file://{disk}/files",
        publish_url=f"file://{disk}/public",
    )
    database = Database(settings.database_url)
    with database.writing() as session:
        make_election(session)
    database.close()
    opened = open_ground(settings)
    yield opened
    opened.close()


def fill(disk: Path) -> Path:
    """Write until nothing goes any more; return the file that takes the room."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError) as full:  # noqa: PT011, PT012
        while True:
            file.write(bytes(4096))
    assert full.value.errno == errno.ENOSPC
    return ballast


def test_nothing_is_lost_on_a_full_disk(line: Line, disk: Path) -> None:
    kept = line.send(picture(1))
    ballast = fill(disk)
    with pytest.raises((OSError, OperationalError)):
        line.send(picture(2))
    assert not list((disk / "files").rglob(".*"))

    def room(_seconds: float) -> bool:
        assert len(line.all(Photo)) == 1
        ballast.unlink()
        return False

    persisting("read_photo", partial(read_photo, line.ground, watch), room)(kept.photo_id)
    assert not ballast.exists()
    line.send(picture(2))
    line.read_all()
    assert [photo.state for photo in line.all(Photo)] == [PhotoState.READ] * 2
    assert len(line.all(PageReading)) == 2
    with line.ground.database.reading() as session:
        assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"

"""The demo election loaded once for this folder's tests, then copied."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.election.demo import demo_folder, demo_times
from app.election.load import load_folder
from models.database import Database

NOW = datetime(2027, 2, 14, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copyfile(migrated_sqlite, file)
    database = Database(f"sqlite:///{file}")
    load_folder(database, demo_folder(), times=demo_times(NOW))
    database.close()
    return file


@pytest.fixture
def loaded(demo_file: Path, tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "loaded.sqlite3"
    shutil.copyfile(demo_file, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def nobody(tmp_path: Path) -> Path:
    """The demo's folder without its people: hashing their passwords takes most of a load."""
    folder = tmp_path / "nobody"
    shutil.copytree(demo_folder(), folder, ignore=shutil.ignore_patterns("people.csv"))
    return folder

"""An opened ground on either engine, with a small election in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.opening import Ground, open_ground
from app.settings import Settings
from models.database import Database
from tests.fixtures.line import Line
from tests.fixtures.small_election import make_election


@pytest.fixture
def ground(each_database: Database, tmp_path: Path) -> Iterator[Ground]:
    with each_database.writing() as session:
        make_election(session)
    opened = open_ground(
        Settings(
            database_url=each_database.url,
            files_url=f"file://{tmp_path}/files",
            publish_url=f"file://{tmp_path}/public",
            answer_wait_s=60,
        )
    )
    yield opened
    opened.close()


@pytest.fixture
def line(ground: Ground) -> Line:
    return Line(ground)

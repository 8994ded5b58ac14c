from pathlib import Path

import pytest

from models.database import Database
from tests.integration.results.newsroom import Newsroom, full_night, open_newsroom


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    """Two constituencies, one empty snapshot."""
    return open_newsroom(database, tmp_path / "public")


@pytest.fixture
def night(database: Database, tmp_path: Path) -> Newsroom:
    """Three snapshots with units, images and a correction."""
    return full_night(database, tmp_path / "public")

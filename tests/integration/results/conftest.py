"""A night is published once; every test works on its own copy of it."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.integration.results.newsroom import Newsroom, open_newsroom


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    """Two constituencies, one empty snapshot."""
    return open_newsroom(database, tmp_path / "public")


@pytest.fixture
def night(printed: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    """That night, in a folder and a database of this test's own."""
    shutil.copytree(printed.folder.parent, tmp_path / "night")
    database = Database(f"sqlite:///{tmp_path / 'night' / 'night.sqlite3'}")
    room = Newsroom(database, tmp_path / "night" / "public")
    room.images.kept.update(printed.images.kept)
    yield room
    database.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(night: Newsroom) -> Iterator[str]:
    """The night behind a plain static server."""
    handler = functools.partial(Quiet, directory=str(night.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()

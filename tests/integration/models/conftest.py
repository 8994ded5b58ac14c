"""A filled database on either engine, shared by tests that change nothing for good."""

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from models.database import Database
from tests.fixtures.postgresql import Server
from tests.integration.models.filling import fill

_NAME = "khanaen_filled"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), file)
        return f"sqlite:///{file}"
    server: Server = request.getfixturevalue("postgresql_server")
    server.command(f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)")
    server.command(f"CREATE DATABASE {_NAME} TEMPLATE khanaen_empty")
    return server.url(_NAME)


@pytest.fixture(scope="module")
def filled(filled_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo election without people, and two rows in every table that it leaves empty."""
    database = Database(filled_url)
    fill(database, tmp_path_factory.mktemp("folder") / "demo")
    yield database
    database.close()


@pytest.fixture
def connection(filled: Database) -> Iterator[Connection]:
    """A transaction that is never kept."""
    with filled.engine.connect() as opened:
        yield opened
        opened.rollback()

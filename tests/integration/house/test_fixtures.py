"""The ground that other tests stand on: both engines, migrated, and apart from each other."""

from alembic.runtime.migration import MigrationContext
from playwright.sync_api import Browser
from sqlalchemy import text

from models.database import Database


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def test_each_engine_comes_migrated(each_database: Database) -> None:
    assert _revision(each_database) is not None


def test_sqlite_writes_in_wal_mode(database: Database) -> None:
    with database.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_postgresql_is_another_engine(postgres: Database) -> None:
    with postgres.reading() as session:
        assert "PostgreSQL" in str(session.connection().execute(text("SELECT version()")).scalar())


def test_the_browser_opens_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>คะแนน</h1>")
    assert page.inner_text("h1") == "คะแนน"
    page.close()

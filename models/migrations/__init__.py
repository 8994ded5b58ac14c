"""Migrations of the record, run from code so that no ini file has to be found."""

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.database import Database

_HERE = Path(__file__).parent


def upgrade(database: Database) -> None:
    """Bring an empty or older database to the newest shape."""
    command.upgrade(_config(database), "head")


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to `revision`; only tests do this."""
    command.downgrade(_config(database), revision)


def revise(database: Database, message: str) -> None:
    """Write the next migration from the difference between tables and database."""
    command.revision(_config(database), message, autogenerate=True)


class Age(Enum):
    """How the shape of a record stands to this program."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"
    """A later program has shaped it: its revision is none that this one knows."""


def age_of(database: Database) -> tuple[Age, str]:
    """Return how old the record's shape is, and its revision, empty where it has none."""
    scripts = ScriptDirectory.from_config(_config(database))
    with database.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or ""
    if revision == scripts.get_current_head():
        return Age.SAME, revision
    known = {script.revision for script in scripts.walk_revisions()}
    return (Age.OLDER if revision in known | {""} else Age.NEWER), revision


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["engine"] = database.engine
    return config

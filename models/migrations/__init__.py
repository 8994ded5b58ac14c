"""Migrations of the record, run from code so that no ini file has to be found."""

from pathlib import Path

from alembic import command
from alembic.config import Config

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


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["engine"] = database.engine
    return config

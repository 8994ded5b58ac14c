"""Alembic's entry point; the engine comes from the caller."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from models.tables import METADATA
from models.tables.columns import Closed, UtcDateTime


def _is_ours(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    """Leave tables alone that we did not declare: the job queue keeps its own in this database."""
    return not (kind == "table" and reflected and name not in METADATA.tables)


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as the plain ones below them, so that old migrations stay whole."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Closed):
        return "sa.String(40)"
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


def _migrate() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=METADATA,
            include_object=_is_ours,
            render_item=_render,
            render_as_batch=engine.dialect.name == "sqlite",
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


_migrate()

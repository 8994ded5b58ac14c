"""The election of this database: what it is, and how its rows get in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Table, func, insert, text
from sqlmodel import Session, SQLModel, select

from models.checks.local_rules import SETTING, LocalRule, local_rules
from models.checks.thresholds import Thresholds
from models.errors import NotFound
from models.store import audit
from models.store.rows import saved
from models.store.sealing import seal
from models.tables.election import Election
from models.tables.people import Person

_CHUNK: Final = 5_000


def election(session: Session) -> Election | None:
    """Return the election of this database, or None before one is loaded."""
    return session.get(Election, 1)


def thresholds(session: Session) -> Thresholds:
    """Return the limits of the rules as this election sets them."""
    found = election(session)
    return Thresholds.from_settings(found.settings if found else {})


def own_rules(session: Session) -> tuple[LocalRule, ...]:
    """Return the rules that this election's office wrote."""
    found = election(session)
    return local_rules(found.settings if found else {})


def set_own_rules(
    session: Session, rules: Sequence[LocalRule], because: tuple[Person, str], at: datetime
) -> None:
    """Put rules in the place of those that this election's office wrote before, with a reason.

    Sheets that are checked from now on meet them; what was confirmed before stays.

    Raises:
        NotFound: no election is loaded.
    """
    found = session.get(Election, 1, with_for_update=True)
    if found is None:
        raise NotFound("election")
    person, reason = because
    before = {SETTING: _by_code(local_rules(found.settings))}
    found.settings = {**found.settings, SETTING: [rule.to_data() for rule in rules]}
    session.flush()
    after = {SETTING: _by_code(rules), "reason": seal(session, saved(person.id), reason)}
    audit.append(
        session, at=at, actor=person.key, action="rules set", subject="election:1",
        before=before, after=after,
    )  # fmt: skip


def _by_code(rules: Iterable[LocalRule]) -> dict[str, str]:
    return {rule.code: f"{rule.severity.value}: {rule.must.written}" for rule in rules}


def insert_rows(
    session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]
) -> Iterable[int]:
    """Insert many rows with their ids given; yields how many after each chunk."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        session.connection().execute(insert(_core(table)), chunk)
        yield len(chunk)


def go_on_after(session: Session, table: type[SQLModel]) -> None:
    """Let PostgreSQL number new rows after those whose ids were given; SQLite does so itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    core = _core(table)
    largest = session.connection().execute(select(func.max(core.c.id))).scalar_one()
    if largest is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :largest)")
        session.connection().execute(sequence, {"name": core.name, "largest": largest})


def _core(table: type[SQLModel]) -> Table:
    core: Table = SQLModel.metadata.tables[str(table.__tablename__)]
    return core

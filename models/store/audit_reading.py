"""Reading the audit log: newest first, by words that occur in an entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from models.tables.audit import AuditEntry

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a part of actor, action or subject; entries before `before` only."""

    words: str = ""
    before: int | None = None

    def condition(self) -> list[ColumnElement[bool]]:
        """Return what an entry has to fulfil."""
        found: list[ColumnElement[bool]] = []
        if self.before is not None:
            found.append(col(AuditEntry.id) < self.before)
        for word in self.words.split():
            part = f"%{word.replace('%', '').replace('_', '')}%"
            columns = (AuditEntry.actor, AuditEntry.action, AuditEntry.subject)
            found.append(or_(*(col(column).ilike(part) for column in columns)))
        return found


def page(session: Session, search: Search) -> Sequence[AuditEntry]:
    """Return up to a hundred entries, the newest first."""
    query = select(AuditEntry).where(*search.condition()).order_by(col(AuditEntry.id).desc())
    return session.exec(query.limit(_PAGE)).all()


def every(session: Session, search: Search) -> Iterator[AuditEntry]:
    """Give every entry found, the oldest first, without holding all of them."""
    query = select(AuditEntry).where(*search.condition()).order_by(col(AuditEntry.id))
    yield from session.exec(query.execution_options(yield_per=1000))


def count(session: Session) -> int:
    """Return how many entries the log holds."""
    return session.exec(select(func.count()).select_from(AuditEntry)).one()

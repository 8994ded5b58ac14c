"""Reading the audit log: newest first, by words that occur in an entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from models.tables.audit import AuditEntry

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a part of actor, action or subject; entries before `before` only.

    `actions` and `kinds` (of subjects) give for each word what a page says with it; the words of
    an action stand with `_` between them.
    """

    words: str = ""
    before: int | None = None
    actions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def condition(self) -> list[ColumnElement[bool]]:
        """Return what an entry has to fulfil."""
        found: list[ColumnElement[bool]] = []
        if self.before is not None:
            found.append(col(AuditEntry.id) < self.before)
        found.extend(or_(*self._holds(word)) for word in self.words.split())
        return found

    def _holds(self, word: str) -> Iterator[ColumnElement[bool]]:
        part = f"%{word.replace('%', '').replace('_', '')}%"
        for column in (AuditEntry.actor, AuditEntry.action, AuditEntry.subject):
            yield col(column).ilike(part)
        action = func.replace(func.replace(AuditEntry.action, " ", "_"), "-", "_")
        yield action.in_(self.actions.get(word, ()))
        for kind in self.kinds.get(word, ()):
            yield col(AuditEntry.subject).startswith(f"{kind}:")


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

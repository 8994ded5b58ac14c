"""Tolerances of the rules in force: each change with its reason, who made it, and when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from models.checks.thresholds import Thresholds
from models.errors import NotFound
from models.store import audit
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.people import Person

ACTION: Final = "threshold set"
_SHARES: Final = ("_share", "_max", "_floor")


class LimitRefused(ValueError):
    """The number is none that this tolerance can have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a tolerance; `before` and `after` are numbers, `by` a random key."""

    name: str
    before: float
    after: float
    reason: str
    by: str
    at: datetime


def set_limit(
    session: Session, name: str, value: float, because: tuple[Person, str], at: datetime
) -> Change:
    """Set a tolerance for this election; sheets that are checked from now on meet it.

    Raises:
        NotFound: the rules have no such tolerance, or no election is loaded.
        LimitRefused: it wants a whole number, or a share from 0 to 1.
    """
    election = session.get(Election, 1, with_for_update=True)
    if election is None:
        raise NotFound("election")
    known = asdict(Thresholds.from_settings(election.settings))
    if name not in known:
        raise NotFound(name)
    fit = _fit(name, value)
    person, reason = because
    election.settings = {**election.settings, name: fit}
    session.flush()
    before = {"name": name, "value": known[name]}
    after = {"name": name, "value": fit, "reason": reason}
    audit.append(
        session, at=at, actor=person.key, action=ACTION, subject="election:1",
        before=before, after=after,
    )  # fmt: skip
    return Change(name, known[name], fit, reason, person.key, at)


def changes(session: Session) -> Sequence[Change]:
    """Return every change of a tolerance, oldest first."""
    query = select(AuditEntry).where(AuditEntry.action == ACTION).order_by(col(AuditEntry.id))
    return [
        Change(e.after["name"], e.before["value"], e.after["value"], e.after["reason"],
               e.actor, e.at)
        for e in session.exec(query) if e.before and e.after
    ]  # fmt: skip


def _fit(name: str, value: float) -> float:
    """Return a number in the kind that the tolerance has."""
    is_whole = isinstance(getattr(Thresholds(), name), int)
    most = 1 if name.endswith(_SHARES) else float("inf")
    if not 0 <= value <= most or (is_whole and value != int(value)):
        raise LimitRefused(name)
    return int(value) if is_whole else value

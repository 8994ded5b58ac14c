"""Signed-in browsers: sessions live here, the browser holds only a random token."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.tables.people import Person, Role, WebSession

_NOTED_EVERY: Final = timedelta(minutes=1)
"""A session's last use is written at most this often, so that reading stays reading."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives without use, and at most."""

    idle: timedelta
    absolute: timedelta


STAFF_LIMITS: Final = Limits(idle=timedelta(hours=2), absolute=timedelta(hours=14))
"""A long night at a desk, but not the next morning."""

COMMITTEE_LIMITS: Final = Limits(idle=timedelta(days=30), absolute=timedelta(days=30))
"""A code works once; whoever tried the door a week before must still be in on the night."""


def limits_of(role: Role) -> Limits:
    """Return how long a person of a role stays signed in."""
    return COMMITTEE_LIMITS if role is Role.COMMITTEE else STAFF_LIMITS


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a browser, as far as doors need to know."""

    session_id: int
    person_id: int
    key: str
    role: Role
    name: str
    csrf: str
    is_stale: bool
    """Its last use was noted a while ago; `note_use` brings it up to date."""


def token_sha256(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, person: Person, at: datetime) -> str:
    """Begin a session and return its token, which is known nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_sha256=token_sha256(token),
            person_id=person.id or 0,
            csrf=secrets.token_urlsafe(32),
            created_at=at,
            seen_at=at,
            expires_at=at + limits_of(person.role).absolute,
        )
    )
    session.flush()
    return token


def signed_in(session: Session, token: str, at: datetime) -> SignedIn | None:
    """Return who holds a token, or None where it is unknown, idle, over or its person inactive."""
    found = session.exec(
        select(WebSession, Person)
        .join(Person, col(Person.id) == col(WebSession.person_id))
        .where(WebSession.token_sha256 == token_sha256(token))
    ).first()
    if found is None:
        return None
    row, person = found
    if not person.is_active or not _is_alive(row, person.role, at):
        return None
    return SignedIn(
        session_id=row.id or 0,
        person_id=row.person_id,
        key=person.key,
        role=person.role,
        name=person.name,
        csrf=row.csrf,
        is_stale=at - row.seen_at > _NOTED_EVERY,
    )


def note_use(session: Session, session_id: int, at: datetime) -> None:
    """Note that a session is in use."""
    row = session.get(WebSession, session_id)
    if row is not None:
        row.seen_at = at


def close_session(session: Session, session_id: int) -> None:
    """End one session."""
    session.exec(delete(WebSession).where(col(WebSession.id) == session_id))


def close_all_sessions(session: Session, person_id: int) -> None:
    """End every session of a person, e.g. when an account is stopped."""
    session.exec(delete(WebSession).where(col(WebSession.person_id) == person_id))


def _is_alive(row: WebSession, role: Role, at: datetime) -> bool:
    return at < row.expires_at and at - row.seen_at < limits_of(role).idle

"""The hash-chained audit log."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select, text

from models.tables.audit import AuditEntry

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

_CHAIN_LOCK = 0x6B686E  # any constant: one lock for the tail of the chain


def append(  # noqa: PLR0913 - an entry is exactly these facts
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry to the end of the chain, inside the caller's transaction.

    Two writers cannot fork the chain: SQLite has one writer at a time, PostgreSQL takes a lock.
    """
    entry = AuditEntry(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        before=before,
        after=after,
        previous_sha256="",
        sha256="",
    )
    session.flush()
    _chain(session, [entry])
    session.add(entry)
    session.flush()
    return entry


def append_all(session: Session, entries: Sequence[AuditEntry]) -> None:
    """Add many entries to the end of the chain in their order; their hashes are made here."""
    session.flush()
    _chain(session, entries)
    if entries:
        rows = [entry.model_dump(exclude={"id"}) for entry in entries]
        session.connection().execute(insert(AuditEntry), rows)


def _chain(session: Session, entries: Sequence[AuditEntry]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    last = head(session)
    for entry in entries:
        entry.previous_sha256 = last
        last = entry.sha256 = entry_sha256(entry)


def head(session: Session) -> str:
    """Return the hash of the newest entry, or GENESIS for an empty log."""
    newest = select(AuditEntry.sha256).order_by(text("id DESC")).limit(1)
    return session.exec(newest).first() or GENESIS


def entry_sha256(entry: AuditEntry) -> str:
    """Return the hash over the entry's facts and its predecessor's hash."""
    facts = [
        entry.previous_sha256,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.before,
        entry.after,
    ]
    text_ = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text_.encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """Return the id of the first entry that does not fit its chain, or None if all do."""
    previous = GENESIS
    for entry in session.exec(select(AuditEntry).order_by(text("id"))):
        if entry.previous_sha256 != previous or entry.sha256 != entry_sha256(entry):
            return entry.id
        previous = entry.sha256
    return None

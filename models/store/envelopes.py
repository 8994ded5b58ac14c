"""The account of envelopes of a constituency, by origin, and what its counting sets say (R312)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from models.checks.facts import PostFacts
from models.states.sheet import SheetState
from models.store import audit
from models.store.rows import saved
from models.tables.consolidation import EnvelopeAccount
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.sheets import Count, Sheet
from models.values.ballots import Ballot, Stream

POSTED: Final = (Stream.OUT_AND_OVERSEAS, Stream.OVERSEAS)
"""Streams whose ballots come in envelopes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One origin of the account: what it posted (None: not said), what came, was opened, found."""

    origin: str
    posted: int | None
    received: int
    opened: int
    ballots_found: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Noter:
    """Who notes an entry, and when; `key` names the person in the audit log."""

    person_id: int
    key: str
    at: datetime


def account_of(session: Session, constituency_id: int) -> Sequence[EnvelopeAccount]:
    """Return the account of a constituency, an origin a row, in the order they were noted."""
    query = select(EnvelopeAccount).where(EnvelopeAccount.constituency_id == constituency_id)
    return session.exec(query.order_by(col(EnvelopeAccount.id))).all()


def note(session: Session, constituency_id: int, entry: Entry, noter: Noter) -> EnvelopeAccount:
    """Write an origin of the account down, or change what stands there; the log keeps both."""
    row = session.exec(
        select(EnvelopeAccount).where(
            EnvelopeAccount.constituency_id == constituency_id,
            EnvelopeAccount.origin == entry.origin,
        )
    ).first()
    before = _facts(row) if row else None
    if row is None:
        row = EnvelopeAccount(
            constituency_id=constituency_id,
            origin=entry.origin,
            received=0,
            opened=0,
            noted_by=noter.person_id,
            noted_at=noter.at,
        )
        session.add(row)
    row.posted, row.received, row.opened = entry.posted, entry.received, entry.opened
    row.ballots_found = dict(entry.ballots_found)
    row.noted_by, row.noted_at = noter.person_id, noter.at
    session.flush()
    audit.append(
        session,
        at=noter.at,
        actor=noter.key,
        action="note envelopes",
        subject=f"constituency:{constituency_id}",
        before=before,
        after=_facts(row),
    )
    return row


def in_sets(session: Session, sheets: Sequence[Sheet]) -> dict[str, int]:
    """Return ballot → envelopes that the confirmed ones among some sheets report."""
    confirmed = [saved(s.id) for s in sheets if s.state is SheetState.CONFIRMED]
    rows = session.exec(
        select(Sheet.ballot, func.sum(Count.value))
        .join(Count, col(Count.sheet_id) == col(Sheet.id))
        .where(col(Sheet.id).in_(confirmed), Count.key == "envelopes")
        .group_by(col(Sheet.ballot))
    )
    return {Ballot(ballot).value: int(value) for ballot, value in rows}


def post_facts(session: Session, unit: ReportingUnit, ballot: Ballot) -> PostFacts | None:
    """Return the account beside what the other sets of a constituency report, for R312.

    None for a unit without envelopes, and while nobody keyed the account.
    """
    if unit.stream not in POSTED:
        return None
    rows = account_of(session, unit.constituency_id)
    if not rows:
        return None
    expected, reported, envelopes = _other_sets(session, unit, ballot)
    return PostFacts(sum(r.opened for r in rows), envelopes, sets_missing=expected - reported)


def _other_sets(session: Session, unit: ReportingUnit, ballot: Ballot) -> tuple[int, int, int]:
    """Return how many other sets are expected, how many are confirmed, and their envelopes."""
    others = (
        col(ReportingUnit.constituency_id) == unit.constituency_id,
        col(ReportingUnit.stream).in_(POSTED),
        col(ReportingUnit.id) != saved(unit.id),
    )
    expected = session.exec(
        select(func.count(col(ExpectedSheet.id)))
        .join(ReportingUnit, col(ReportingUnit.id) == col(ExpectedSheet.unit_id))
        .where(*others, ExpectedSheet.ballot == ballot)
    ).one()
    counts = session.exec(
        select(Count.value)
        .join(Sheet, col(Sheet.id) == col(Count.sheet_id))
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            *others,
            Sheet.ballot == ballot,
            Sheet.state == SheetState.CONFIRMED,
            Count.key == "envelopes",
        )
    ).all()
    return expected, len(counts), sum(counts)


def _facts(row: EnvelopeAccount) -> dict[str, object]:
    return {
        "origin": row.origin,
        "posted": row.posted,
        "received": row.received,
        "opened": row.opened,
        "ballots_found": dict(row.ballots_found),
    }

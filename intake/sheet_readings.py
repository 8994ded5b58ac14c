"""The joint reading of a sheet: its scans out of the record, its decision into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from intake.running_shares import shares_of
from intake.sheet_facts import any_known, ballot_numbers, facts_of, joined_header, joined_signatures
from intake.sibling import stated_by_sibling
from models.checks.engine import check_sheet
from models.states.sheet import SheetEvent, SheetState
from models.store import sheets
from models.store.cases import form_of
from models.store.election import thresholds
from models.store.notices import NewNotice, tell
from models.store.rows import saved
from models.tables.photos import Channel, Photo
from models.tables.sheets import Sheet, SheetReading
from models.values.forms import Form
from models.values.notices import NoticeKind
from models.values.reading import Cell, Outcome, PageScan, RunningShares, Stated

_ANSWERING: Final = frozenset({Channel.LINE, Channel.TELEGRAM, Channel.WEB})
"""Doors behind which somebody can be asked."""


@dataclass(frozen=True, slots=True)
class SheetScans:
    """A complete sheet as the joint decision wants it; `photo_ids` go with `scans`.

    `sibling` holds what the unit's other ballot states, as far as it was read; `shares` what the
    constituency voted so far, where that is to be heard.
    """

    sheet_id: int
    edit: int
    form: Form
    numbers: tuple[int, ...]
    scans: tuple[PageScan, ...]
    photo_ids: tuple[int, ...]
    sibling: Mapping[str, Stated]
    shares: RunningShares | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The joint decision over a sheet as it is written down.

    `bending_cost` is the log-likelihood that it would cost to make a broken sum hold.
    """

    cells: Mapping[str, Cell]
    outcome: Outcome
    bending_cost: float | None


def scans_of(session: Session, sheet_id: int, shares_from: int = 0) -> SheetScans | None:
    """Return the scans of a complete sheet, or None where it no longer waits for a decision.

    From `shares_from` public units on the constituency's shares go with them; 0 leaves them out.
    """
    sheet = session.get(Sheet, sheet_id)
    if sheet is None or sheet.state is not SheetState.COMPLETE:
        return None
    rows = sheets.rows_of(session, sheet_id)
    read = {saved(photo.id): PageScan.from_data(r.scan) for _, photo, r in rows if r is not None}
    return seen_as(session, sheet, read, shares_from)


def seen_as(
    session: Session, sheet: Sheet, scans: Mapping[int, PageScan], shares_from: int = 0
) -> SheetScans:
    """Return a sheet of which the photos show `scans`, each under the id of its photo."""
    return SheetScans(
        sheet_id=saved(sheet.id),
        edit=sheet.edit,
        form=form_of(session, sheet),
        numbers=ballot_numbers(session, sheet.unit_id, sheet.ballot),
        scans=tuple(scans.values()),
        photo_ids=tuple(scans),
        sibling=stated_by_sibling(session, sheet),
        shares=shares_of(session, sheet, shares_from),
    )


def note_decision(
    session: Session,
    seen: SheetScans,
    decided: Decided,
    at: datetime,
) -> None:
    """Write the joint decision and its findings, and ask the committee or queue the sheet.

    Where not one number was decided there is nothing to ask about: people key the sheet.

    Does nothing if the sheet was changed since its scans were read: it will be read again.
    """
    sheet = session.get(Sheet, seen.sheet_id)
    if sheet is None or sheet.state is not SheetState.COMPLETE or sheet.edit != seen.edit:
        return
    session.add(reading_of(seen, decided, at))
    facts = facts_of(session, sheet, decided.cells)
    facts = replace(facts, paper=replace(facts.paper, identity_cost=decided.bending_cost))
    findings = check_sheet(facts, thresholds(session))
    sheets.note_findings(session, seen.sheet_id, findings, at)
    sheets.move(session, sheet, SheetEvent.DECIDE)
    sender = _who_can_answer(session, seen.sheet_id)
    if sender is None or not decided.cells:
        sheets.move(session, sheet, SheetEvent.QUEUE, {"queued_at": at})
        if sender is not None:
            _tell(session, sheet, NoticeKind.IN_REVIEW, sender, at)
        return
    sheets.move(session, sheet, SheetEvent.ASK)
    _tell(session, sheet, NoticeKind.READ_BACK, sender, at)


def stop_waiting(session: Session, answer_wait: timedelta, at: datetime) -> int:
    """Queue the sheets whose committee did not answer in time; return how many."""
    late = sheets.unanswered(session, at - answer_wait)
    for sheet in late:
        sheets.move(session, sheet, SheetEvent.QUEUE, {"queued_at": at})
        sender = _who_can_answer(session, saved(sheet.id))
        _tell(session, sheet, NoticeKind.IN_REVIEW, sender, at)
    return len(late)


def reading_of(seen: SheetScans, decided: Decided, at: datetime) -> SheetReading:
    """Return a joint decision as a row, not yet in the record."""
    signatures = joined_signatures(seen.scans)
    header = {name: value.to_data() for name, value in joined_header(seen.scans).items()}
    reason = any_known(s.reason_written for s in seen.scans)
    return SheetReading(
        sheet_id=seen.sheet_id,
        outcome=decided.outcome,
        cells={
            key: {**cell.to_data(), "photo_id": seen.photo_ids[cell.page]}
            for key, cell in decided.cells.items()
        },
        header={**header, "reason_written": reason},
        signatures=signatures.to_data() if signatures else None,
        created_at=at,
    )


def _who_can_answer(session: Session, sheet_id: int) -> int | None:
    """Return the person who sent the newest page by a door where one can answer."""
    pages: Sequence[Photo] = [photo for _, photo, _ in sheets.rows_of(session, sheet_id)]
    answering = [p for p in pages if p.channel in _ANSWERING and p.sender_id is not None]
    newest = max(answering, key=lambda p: (p.received_at, saved(p.id)), default=None)
    return newest.sender_id if newest else None


def _tell(
    session: Session, sheet: Sheet, kind: NoticeKind, sender: int | None, at: datetime
) -> None:
    notice = NewNotice(
        kind=kind,
        unit_id=sheet.unit_id,
        key=f"sheet:{sheet.id}",
        params={"form": sheet.form_code},
        person_id=sender,
        sheet_id=sheet.id,
    )
    tell(session, notice, at)

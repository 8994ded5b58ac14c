"""The facts of a sheet, gathered from the record for the rule engine."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from intake.likely import likely_of
from intake.rivals import rivals
from models.checks.engine import PaperFacts, SheetFacts, TimeFacts
from models.store import election, photos, sheets
from models.store.cases import Choice, Place, choices_of, form_of, place_of
from models.store.rows import saved
from models.store.so_far import so_far, twin_of
from models.tables.election import Election, ExpectedSheet
from models.tables.people import Person, Role
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Page, Sheet
from models.values.ballots import Ballot
from models.values.likely_units import DESK, SENDER
from models.values.reading import OVERWRITTEN, Cell, HeaderValue, PageScan, Problem, Signatures
from models.values.row_numbers import printed_rows, unsure_rows

_SURE: float = 0.9
"""A header value below this confidence is no fact."""

Rows = Sequence[tuple[Page, Photo, PageReading | None]]


def ballot_list(session: Session, unit_id: int, ballot: Ballot) -> Sequence[Choice]:
    """Return a unit's ballot list, struck-off candidates included."""
    return choices_of(session, saved(place_of(session, unit_id).constituency.id), ballot)


def ballot_numbers(session: Session, unit_id: int, ballot: Ballot) -> tuple[int, ...]:
    """Return the numbers that can be voted for in a unit."""
    listed = ballot_list(session, unit_id, ballot)
    return tuple(c.number for c in listed if not c.is_struck_off)


def facts_of(session: Session, sheet: Sheet, cells: Mapping[str, Cell]) -> SheetFacts:
    """Return what the rules may know about a sheet whose cells the machine just decided."""
    rows = sheets.rows_of(session, saved(sheet.id))
    scans = [PageScan.from_data(r.scan) for _, _, r in rows if r is not None]
    place = place_of(session, sheet.unit_id)
    choices = ballot_list(session, sheet.unit_id, sheet.ballot)
    return SheetFacts(
        form=form_of(session, sheet),
        counts={key: cell.value for key, cell in cells.items()},
        numbers=tuple(c.number for c in choices if not c.is_struck_off),
        struck_off=frozenset(c.number for c in choices if c.is_struck_off),
        words={k: c.words for k, c in cells.items() if c.words is not None},
        accepted={k: c.value for k, c in cells.items() if c.accepted and c.value is not None},
        reason_written=any_known(s.reason_written for s in scans),
        registered=place.unit.on_roll,
        sibling=_sibling(session, sheet),
        so_far=so_far(session, place.unit, sheet.ballot),
        paper=_paper(session, sheet, rows, scans, cells),
        time=_time(session, rows),
        local_rules=election.own_rules(session),
    )


def joined_header(scans: Iterable[PageScan]) -> dict[str, HeaderValue]:
    """Return the surest value of each part of the head over all pages."""
    joined: dict[str, HeaderValue] = {}
    for scan in scans:
        for name, value in scan.header.items():
            if name not in joined or value.confidence > joined[name].confidence:
                joined[name] = value
    return joined


def joined_signatures(scans: Iterable[PageScan]) -> Signatures | None:
    """Return the signature lines of the page that has them."""
    return next((s.signatures for s in scans if s.signatures is not None), None)


def any_known(marks: Iterable[bool | None]) -> bool | None:
    """Return whether any mark is set, None where nobody looked."""
    known = [m for m in marks if m is not None]
    return any(known) if known else None


def _paper(
    session: Session,
    sheet: Sheet,
    rows: Rows,
    scans: Sequence[PageScan],
    cells: Mapping[str, Cell],
) -> PaperFacts:
    header = joined_header(scans)
    place = place_of(session, sheet.unit_id)
    return PaperFacts(
        header={n: v.value for n, v in header.items() if v.value and v.confidence >= _SURE},
        header_expected=_spellings(place),
        likely_units=likely_of(session, place, header, _trust(session, rows)),
        own_unit=place.unit.code,
        expected_form=_expected_form(session, sheet.unit_id, sheet.ballot),
        pages=tuple(p.number for p, _, _ in rows),
        rival_values=rivals(session, sheet),
        same_photo_unit=photos.another_unit_with(
            session, sheet.unit_id, {photo.sha256 for _, photo, _ in rows}
        ),
        twin_unit=twin_of(
            session,
            place.unit,
            sheet.ballot,
            {key: cell.value for key, cell in cells.items()},
        ),
        printed_rows=printed_rows(scans, form_of(session, sheet).pages),
        unsure_rows=unsure_rows(scans),
        signatures=joined_signatures(scans),
        struck_out=_flagged(scans, Problem.STRUCK_OUT.value),
        overwritten=_flagged(scans, OVERWRITTEN),
        doubtful=frozenset(k for k, c in cells.items() if not c.accepted),
    )


def _flagged(scans: Iterable[PageScan], flag: str) -> frozenset[str]:
    return frozenset(c.key for s in scans for c in s.cells if flag in c.flags)


def _trust(session: Session, rows: Rows) -> float:
    """Return how likely a sheet is of the unit that it was sent for, before its head is read."""
    senders = {photo.sender_id for _, photo, _ in rows if photo.sender_id is not None}
    people = [session.get(Person, sender) for sender in senders]
    serves_many = any(p is not None and p.role is not Role.COMMITTEE for p in people)
    return DESK if serves_many else SENDER


def _spellings(place: Place) -> dict[str, tuple[str, ...]]:
    number = str(place.unit.number)
    found: dict[str, tuple[str, ...]] = {
        "province": (place.province.name_th,),
        "constituency": (str(place.constituency.number),),
        "unit": (number,),
        "set": (number,),
    }
    if place.amphoe is not None:
        found["amphoe"] = (place.amphoe.name_th,)
    if place.area is not None:
        found["area"] = (place.area.name_th,)
    return found


def _expected_form(session: Session, unit_id: int, ballot: Ballot) -> str | None:
    wanted: Sequence[ExpectedSheet] = sheets.expected_of(session, unit_id)
    return next((e.form_code for e in wanted if e.ballot is ballot), None)


def _sibling(session: Session, sheet: Sheet) -> dict[str, int | None] | None:
    """Return the unit's other ballot as last read, None where it is not there yet."""
    for expected in sheets.expected_of(session, sheet.unit_id):
        if expected.ballot is sheet.ballot:
            continue
        other = sheets.newest(session, sheet.unit_id, expected.ballot)
        if other is not None:
            return sheets.values_of(sheets.newest_reading(session, saved(other.id)))
    return None


def _time(session: Session, rows: Rows) -> TimeFacts | None:
    night = session.get(Election, 1)
    if night is None or not rows:
        return None
    return TimeFacts(
        received_at=min(photo.received_at for _, photo, _ in rows),
        polls_close_at=night.polls_close_at,
        is_exempt=night.is_rehearsal,
    )

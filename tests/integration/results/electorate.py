"""A tiny invented election and the people who confirm its sheets."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from models.states.sheet import SHEET, SheetEvent, SheetState
from models.store import releases
from models.tables.election import Candidate, Election, ElectionBallot, ExpectedSheet, Party
from models.tables.geography import (
    Amphoe,
    Area,
    Constituency,
    Province,
    ReportingUnit,
    TallyCentre,
)
from models.tables.people import Person, Role
from models.tables.photos import Channel, PageReading, Photo
from models.tables.results import Release
from models.tables.sheets import Count, Decision, DecisionKind, Page, Sheet
from models.values.ballots import AreaKind, Ballot, Stream, UnitKind
from results import release

OPENS = datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
BALLOTS = (Ballot.CONSTITUENCY, Ballot.PARTY_LIST)
ROLL = 500


def later(minutes: float) -> datetime:
    return OPENS + timedelta(minutes=minutes)


def found(session: Session, *, units: int, sets: int = 2, constituencies: int = 1) -> None:
    """Enter an election with so many polling units and counting sets a constituency."""
    session.add(
        Election(
            code="sample",
            name_th="การเลือกตั้งตัวอย่าง",
            name_en="Sample election",
            voting_date=date(2026, 3, 1),
            polls_close_at=OPENS - timedelta(minutes=90),
            publication_opens_at=OPENS,
            is_rehearsal=True,
            data_sha256="0" * 64,
            loaded_at=OPENS - timedelta(days=1),
        )
    )
    session.add_all(ElectionBallot(ballot=b, name_th=b, name_en=b, seats=100) for b in BALLOTS)
    session.add(Province(id=1, code="SM", name_th="สมมุติบุรี", name_en="Sommut Buri"))
    session.flush()
    session.add(Amphoe(id=1, code="SM01", province_id=1, name_th="ตัวอย่าง", name_en="Tuayang"))
    session.add_all(
        Party(
            id=n,
            number=n,
            name_th=f"พรรคสมมุติ {n}",
            name_en=f"Imagined Party {n}",
            colour=f"#{n}{n}4488",
        )
        for n in (1, 2, 3, 4)
    )
    session.add(Person(id=1, key="k1", role=Role.REVIEWER, name="ผู้ตรวจ", created_at=OPENS))
    session.flush()
    session.add(
        Area(id=1, code="SM0101", amphoe_id=1, kind=AreaKind.TAMBON, name_th="ทุ่ง", name_en="Thung")
    )
    session.add(
        TallyCentre(id=1, code="SM01", province_id=1, amphoe_id=1, name_th="ศูนย์", name_en="Centre")
    )
    for number in range(1, constituencies + 1):
        _found_constituency(session, number, units, sets)
    session.flush()


def _found_constituency(session: Session, number: int, units: int, sets: int) -> None:
    session.add(
        Constituency(
            id=number,
            code=f"SM-{number}",
            province_id=1,
            number=number,
            on_roll=ROLL * (units + sets),
            expected_units=units,
        )
    )
    session.flush()
    session.add_all(
        Candidate(constituency_id=number, number=n, name_th=f"ผู้สมัคร {n}", party_id=p)
        for n, p in ((1, 1), (2, 2), (4, 3))
    )
    kinds = [(Stream.ELECTION_DAY, n) for n in range(1, units + 1)]
    kinds += [(Stream.ADVANCE_IN, n) for n in range(1, sets + 1)]
    for stream, n in kinds:
        _found_unit(session, number, stream, n)


def _found_unit(session: Session, constituency: int, stream: Stream, number: int) -> None:
    polling = stream is Stream.ELECTION_DAY
    unit = ReportingUnit(
        code=f"SM-{constituency}-{'U' if polling else 'S'}{number:03}",
        kind=UnitKind.POLLING_UNIT if polling else UnitKind.COUNTING_SET,
        stream=stream,
        constituency_id=constituency,
        centre_id=1,
        amphoe_id=1 if polling else None,
        area_id=1 if polling else None,
        number=number + 1000 * constituency if polling else number,
        on_roll=ROLL if polling else None,
    )
    session.add(unit)
    session.flush()
    form = "ส.ส. 5/18" if polling else "ส.ส. 5/16"
    for ballot in BALLOTS:
        code = form if ballot is Ballot.CONSTITUENCY else f"{form} (บช)"
        session.add(ExpectedSheet(unit_id=unit.id, ballot=ballot, form_code=code))


def unit_of(session: Session, code: str) -> ReportingUnit:
    return session.exec(select(ReportingUnit).where(ReportingUnit.code == code)).one()


def invented_counts(ballot: Ballot, seed: int) -> dict[str, int]:
    """Counts that fulfil the sums of the form, different for every seed."""
    numbers = (1, 2, 4) if ballot is Ballot.CONSTITUENCY else (1, 2, 3, 4)
    rows = {f"row:{n}": (seed * 7 + n * 31) % 90 for n in numbers}
    good, invalid, no_vote = sum(rows.values()), seed % 5, seed % 7
    used = good + invalid + no_vote
    head = {"on_roll": ROLL, "came": used, "allocated": 500, "used": used}
    rest = {"good": good, "invalid": invalid, "no_vote": no_vote, "remaining": 500 - used}
    return head | rest | rows | {"total": good}


def confirm(
    session: Session,
    unit: ReportingUnit,
    ballot: Ballot,
    counts: dict[str, int],
    at: datetime,
    *,
    photo: bool = True,
) -> Sheet:
    """Confirm a unit's sheet as review does: counts and state first, then the news of it."""
    sheet = _open_sheet(session, unit, ballot, at, photo=photo)
    for old in session.exec(select(Count).where(Count.sheet_id == sheet.id)).all():
        session.delete(old)
    session.flush()
    session.add_all(Count(sheet_id=sheet.id, key=k, value=v) for k, v in counts.items())
    sheet.state = SHEET.after(sheet.state, SheetEvent.CONFIRM)
    sheet.confirmed_at = at
    _decide(session, sheet, DecisionKind.CONFIRM, at)
    release.on_confirmed(session, sheet, at)
    return sheet


def confirm_both(
    session: Session, code: str, minutes: float, seed: int = 1, *, photo: bool = True
) -> ReportingUnit:
    """Confirm both sheets of a unit, so many minutes after the opening."""
    unit = unit_of(session, code)
    for ballot in BALLOTS:
        confirm(session, unit, ballot, invented_counts(ballot, seed), later(minutes), photo=photo)
    return unit


def public_units(session: Session) -> set[int]:
    return set(session.exec(select(Release.unit_id).where(col(Release.released_at).is_not(None))))


def recall(session: Session, unit: ReportingUnit, ballot: Ballot, at: datetime) -> None:
    """Recall a confirmed sheet and put it back into review."""
    sheet = next(s for s in releases.confirmed_sheets(session, unit.id) if s.ballot is ballot)
    sheet.state = SHEET.after(sheet.state, SheetEvent.RECALL)
    _decide(session, sheet, DecisionKind.RECALL, at, reason="อ่านเลขผิด · misread digit")
    release.on_recalled(session, sheet, at)
    sheet.state = SHEET.after(sheet.state, SheetEvent.REOPEN)
    session.flush()


def _open_sheet(
    session: Session, unit: ReportingUnit, ballot: Ballot, at: datetime, *, photo: bool
) -> Sheet:
    wanted = select(Sheet).where(Sheet.unit_id == unit.id, Sheet.ballot == ballot)
    sheet = session.exec(wanted).first()
    if sheet is None:
        sheet = Sheet(
            unit_id=unit.id,
            ballot=ballot,
            form_code="ส.ส. 5/18",
            state=SheetState.IN_REVIEW,
            created_at=at,
        )
        session.add(sheet)
        session.flush()
        if photo:
            add_page(session, sheet, at)
    return sheet


def add_page(session: Session, sheet: Sheet, at: datetime, public: str | None = None) -> None:
    """Put one photo behind a sheet, with a public image where `public` names one."""
    photo = Photo(
        receipt=f"R{sheet.id}",
        unit_id=sheet.unit_id,
        channel=Channel.COMMAND,
        sha256=f"{sheet.id:064x}",
        bytes=1,
        received_at=at,
    )
    session.add(photo)
    session.flush()
    session.add(Page(sheet_id=sheet.id, photo_id=photo.id, number=1, joined_at=at))
    boxes = {"row:1": [120, 40, 200, 70], "good": [120, 10, 200, 30]}
    session.add(
        PageReading(
            photo_id=photo.id,
            page=1,
            scan={},
            public_sha256=public,
            public_width=400 if public else None,
            public_height=300 if public else None,
            public_boxes=boxes if public else {},
            created_at=at,
        )
    )
    session.flush()


def _decide(
    session: Session,
    sheet: Sheet,
    kind: DecisionKind,
    at: datetime,
    reason: str | None = None,
) -> None:
    session.add(Decision(sheet_id=sheet.id, person_id=1, kind=kind, reason=reason, created_at=at))
    session.flush()

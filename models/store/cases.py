"""Everything that is known about one sheet, gathered for the people who look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.checks.facts import PostFacts
from models.checks.so_far import SoFar
from models.errors import NotFound
from models.states.sheet import SheetState
from models.store.beside import phoned, shown_late
from models.store.envelopes import post_facts
from models.store.rows import saved
from models.store.so_far import so_far
from models.tables.election import Candidate, Election, ExpectedSheet, Party
from models.tables.geography import Amphoe, Area, Constituency, Province, ReportingUnit
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Answer, Count, Decision, Page, Sheet, SheetFinding, SheetReading
from models.values.ballots import Ballot, Stream
from models.values.forms import Form, form_by_code, forms_for
from models.values.reading import Box, Cell


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit lies, with the rows that name it."""

    unit: ReportingUnit
    constituency: Constituency
    province: Province
    amphoe: Amphoe | None
    area: Area | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the ballot list: a candidate or a party."""

    number: int
    name: str
    party: str
    is_struck_off: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a sheet and its images. Boxes are pixels of the public image."""

    photo: Photo
    number: int
    public_sha256: str | None
    public_size: tuple[int, int] | None
    public_boxes: Mapping[str, Box]
    reason_written: bool | None
    """Whether the page's lines for a reason bear ink (R307)."""
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field key → what is remarkable about its ink (R109), such as `struck_out`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One sheet with its place, form, ballot list, pages and what was said about its numbers."""

    sheet: Sheet
    place: Place
    form: Form
    choices: Sequence[Choice]
    pages: Sequence[Shown]
    cells: Mapping[str, Cell]
    cell_photos: Mapping[str, int]
    reading: SheetReading | None
    answer: Answer | None
    decisions: Sequence[Decision]
    findings: Sequence[SheetFinding]
    sibling: Mapping[str, int | None] | None
    so_far: SoFar | None
    post: PostFacts | None
    settings: Mapping[str, object]
    phoned: Mapping[str, int] = field(default_factory=dict)
    """What was confirmed by phone before this sheet's photo came: a witness of its own."""
    late: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Other numbers on photos that came once it was confirmed, while it is looked at anew."""

    @property
    def sheet_id(self) -> int:
        """The sheet's id."""
        return saved(self.sheet.id)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Ballot numbers that can be voted for."""
        return tuple(c.number for c in self.choices if not c.is_struck_off)


def case_of(session: Session, sheet_id: int) -> Case:
    """Return everything known about a sheet.

    Raises:
        NotFound: there is no such sheet.
    """
    sheet = session.get(Sheet, sheet_id)
    if sheet is None:
        raise NotFound("sheet")
    return _case(session, sheet, Shared())


@dataclass(slots=True)
class Shared:
    """What many unopened sheets of one look have in common, asked for once."""

    so_far: dict[tuple[int, Stream, Ballot], SoFar | None] = field(default_factory=dict)
    choices: dict[tuple[int, Ballot], Sequence[Choice]] = field(default_factory=dict)


def case_unopened(session: Session, expected: ExpectedSheet, shared: Shared) -> Case:
    """Return the case of a sheet that is owed, as it would be if nothing of it had come."""
    sheet = Sheet(
        unit_id=expected.unit_id,
        ballot=expected.ballot,
        form_code=expected.form_code,
        created_at=datetime.min.replace(tzinfo=UTC),
    )
    return _case(session, sheet, shared)


def _case(session: Session, sheet: Sheet, shared: Shared) -> Case:
    sheet_id = sheet.id or 0
    place = place_of(session, sheet.unit_id)
    ours = saved(place.constituency.id), sheet.ballot
    if ours not in shared.choices:
        shared.choices[ours] = choices_of(session, *ours)
    # The constituency without this unit: of a sheet that nobody opened nothing counts yet.
    stream = ours[0], place.unit.stream, sheet.ballot
    if stream not in shared.so_far:
        shared.so_far[stream] = so_far(session, place.unit, sheet.ballot)
    reading = newest_reading(session, sheet_id)
    cells = reading.cells if reading else {}
    election = session.get_one(Election, 1)
    return Case(
        sheet=sheet,
        place=place,
        form=form_of(session, sheet),
        choices=shared.choices[ours],
        pages=pages_of(session, sheet_id),
        cells={key: Cell.from_data(data) for key, data in cells.items()},
        cell_photos={k: data["photo_id"] for k, data in cells.items() if "photo_id" in data},
        reading=reading,
        answer=newest_answer(session, sheet_id),
        decisions=decisions_of(session, sheet_id),
        findings=_findings_of(session, sheet_id),
        sibling=_sibling_counts(session, sheet),
        so_far=shared.so_far[stream],
        post=post_facts(session, place.unit, sheet.ballot),
        settings=election.settings,
        phoned=phoned(session, sheet),
        late=shown_late(session, sheet),
    )


def place_of(session: Session, unit_id: int) -> Place:
    """Return where a unit lies; a session asks the record once for each unit.

    A session keeps no row that nobody holds, and each step of a page's way asks again.
    """
    kept: dict[int, Place] = session.info.setdefault("places", {})
    if unit_id not in kept:
        kept[unit_id] = _read_place(session, unit_id)
    return kept[unit_id]


# Made once: every step of a page's way asks.
_PLACE: Final[Any] = (
    select(ReportingUnit, Constituency, Province, Amphoe)
    .add_columns(Area)
    .join(Constituency, col(Constituency.id) == col(ReportingUnit.constituency_id))
    .join(Province, col(Province.id) == col(Constituency.province_id))
    .outerjoin(Amphoe, col(Amphoe.id) == col(ReportingUnit.amphoe_id))
    .outerjoin(Area, col(Area.id) == col(ReportingUnit.area_id))
    .where(col(ReportingUnit.id) == bindparam("unit"))
)


def _read_place(session: Session, unit_id: int) -> Place:
    return Place(*session.exec(_PLACE, params={"unit": unit_id}).one())


def form_of(session: Session, sheet: Sheet) -> Form:
    """Return the form description of a sheet, in the variant that its unit uses."""
    variant = session.exec(
        select(ExpectedSheet.form_variant).where(
            ExpectedSheet.unit_id == sheet.unit_id, ExpectedSheet.ballot == sheet.ballot
        )
    ).first()
    try:
        return form_by_code(sheet.form_code, variant or "")
    except KeyError:
        return form_by_code(sheet.form_code)


def choices_of(session: Session, constituency_id: int, ballot: Ballot) -> Sequence[Choice]:
    """Return the ballot list of a constituency, or the parties, by number."""
    if ballot is Ballot.PARTY_LIST:
        # Bare columns: dozens of parties are asked for several times a page.
        parties = session.exec(select(Party.number, Party.name_th).order_by(col(Party.number)))
        return [Choice(number, name, "", is_struck_off=False) for number, name in parties]
    if ballot is Ballot.REFERENDUM:
        # Its answers have numbers on the form, and no names in the register.
        printed = forms_for(ballot, Stream.ELECTION_DAY)[0].printed_numbers()
        return [Choice(number, "", "", is_struck_off=False) for number in printed]
    rows = session.exec(
        select(Candidate.number, Candidate.name_th, Party.name_th, Candidate.is_struck_off)
        .outerjoin(Party, col(Party.id) == col(Candidate.party_id))
        .where(Candidate.constituency_id == constituency_id)
        .order_by(col(Candidate.number))
    )
    return [Choice(number, name, party or "", gone) for number, name, party, gone in rows]


def pages_of(session: Session, sheet_id: int) -> Sequence[Shown]:
    """Return the current pages of a sheet in the order of the paper."""
    rows = session.exec(
        select(Page, Photo, PageReading)
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Photo.id))
        .where(Page.sheet_id == sheet_id, col(Page.is_current))
        .order_by(col(Page.number), col(Page.id))
    ).all()
    return [_shown(page, photo, reading) for page, photo, reading in rows]


def newest_answer(session: Session, sheet_id: int) -> Answer | None:
    """Return the committee's last word on a sheet."""
    query = select(Answer).where(Answer.sheet_id == sheet_id).order_by(col(Answer.id).desc())
    return session.exec(query.limit(1)).first()


def decisions_of(session: Session, sheet_id: int) -> Sequence[Decision]:
    """Return what was decided about a sheet, oldest first."""
    query = select(Decision).where(Decision.sheet_id == sheet_id).order_by(col(Decision.id))
    return session.exec(query).all()


def _shown(page: Page, photo: Photo, reading: PageReading | None) -> Shown:
    size = reading and reading.public_width and reading.public_height
    boxes = reading.public_boxes if reading else {}
    return Shown(
        photo=photo,
        number=page.number,
        public_sha256=reading.public_sha256 if reading else None,
        public_size=(reading.public_width or 0, reading.public_height or 0)
        if reading and size
        else None,
        public_boxes={k: (b[0], b[1], b[2], b[3]) for k, b in boxes.items()},
        reason_written=reading.scan.get("reason_written") if reading else None,
        flags=_flags(reading) if reading else {},
    )


def _flags(reading: PageReading) -> dict[str, tuple[str, ...]]:
    cells = reading.scan.get("cells", ())
    return {cell["key"]: tuple(cell["flags"]) for cell in cells if cell["flags"]}


def newest_reading(session: Session, sheet_id: int) -> SheetReading | None:
    """Return the machine's last joint decision over a sheet."""
    query = select(SheetReading).where(SheetReading.sheet_id == sheet_id)
    return session.exec(query.order_by(col(SheetReading.id).desc()).limit(1)).first()


def _findings_of(session: Session, sheet_id: int) -> Sequence[SheetFinding]:
    query = select(SheetFinding).where(SheetFinding.sheet_id == sheet_id)
    return session.exec(query.order_by(col(SheetFinding.id))).all()


def _sibling_counts(session: Session, sheet: Sheet) -> dict[str, int | None] | None:
    """Return the confirmed counts of the unit's other ballot, None while there are none."""
    rows = session.exec(
        select(Count.key, Count.value)
        .join(Sheet, col(Sheet.id) == col(Count.sheet_id))
        .where(
            Sheet.unit_id == sheet.unit_id,
            Sheet.ballot != sheet.ballot,
            Sheet.state == SheetState.CONFIRMED,
        )
    ).all()
    return dict(rows) or None

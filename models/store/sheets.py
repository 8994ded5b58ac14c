"""Sheets in the record: their versions, their pages and their way to the reviewers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, func, select

from models.errors import StaleEdit
from models.states.sheet import SHEET, SheetEvent, SheetState
from models.tables.columns import UtcDateTime
from models.tables.election import ExpectedSheet
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Page, Sheet, SheetFinding, SheetReading
from models.values.ballots import Ballot
from models.values.findings import Finding

# Made once: each step of a page's way, and each event of a chat, asks for these.
_EXPECTED: Final = (
    select(ExpectedSheet)
    .where(col(ExpectedSheet.unit_id) == bindparam("unit"))
    .order_by(col(ExpectedSheet.ballot))
)
_NEWEST: Final = (
    select(Sheet)
    .where(col(Sheet.unit_id) == bindparam("unit"), col(Sheet.ballot) == bindparam("ballot"))
    .order_by(col(Sheet.version).desc())
    .limit(1)
)
_CURRENT: Final = (
    select(Page)
    .where(col(Page.sheet_id) == bindparam("sheet"), col(Page.is_current))
    .order_by(col(Page.number), col(Page.id))
)
_PLACED: Final = select(Page.photo_id).join(Photo).where(col(Photo.unit_id) == bindparam("unit"))
_IS_PLACED: Final = select(Page.id).where(col(Page.photo_id) == bindparam("photo"))
_NEWEST_READING: Final = (
    select(SheetReading)
    .where(col(SheetReading.sheet_id) == bindparam("sheet"))
    .order_by(col(SheetReading.id).desc())
    .limit(1)
)


def expected_of(session: Session, unit_id: int) -> Sequence[ExpectedSheet]:
    """Return the sheets that the election expects of a unit, the constituency ballot first."""
    return session.exec(_EXPECTED, params={"unit": unit_id}).all()


def newest(session: Session, unit_id: int, ballot: Ballot) -> Sheet | None:
    """Return the version of a sheet that counts."""
    return session.exec(_NEWEST, params={"unit": unit_id, "ballot": ballot}).first()


def open_version(session: Session, expected: ExpectedSheet, version: int, at: datetime) -> Sheet:
    """Open a version of an expected sheet, empty and collecting."""
    sheet = Sheet(
        unit_id=expected.unit_id,
        ballot=expected.ballot,
        form_code=expected.form_code,
        version=version,
        created_at=at,
    )
    session.add(sheet)
    session.flush()
    return sheet


def move(
    session: Session,
    sheet: Sheet,
    event: SheetEvent,
    stamps: Mapping[str, datetime | None] | None = None,
) -> None:
    """Move a sheet to its next state, if nobody changed it since it was read.

    Raises:
        IllegalMove: the state does not allow the event.
        StaleEdit: somebody else changed it.
    """
    to = SHEET.after(sheet.state, event)
    changed = session.exec(
        update(Sheet)
        .where(col(Sheet.id) == sheet.id, col(Sheet.edit) == sheet.edit)
        .values(state=to, edit=Sheet.edit + 1, **(stamps or {}))
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise StaleEdit(f"sheet {sheet.id}")
    session.refresh(sheet)


def current_pages(session: Session, sheet_id: int) -> Sequence[Page]:
    """Return the pages of a sheet that count, in the order of the paper."""
    return session.exec(_CURRENT, params={"sheet": sheet_id}).all()


def join(session: Session, page: Page) -> None:
    """Add a page to a sheet; a current one takes the place of an older photo of that page."""
    if page.is_current:
        session.exec(
            update(Page)
            .where(col(Page.sheet_id) == page.sheet_id, col(Page.number) == page.number)
            .values(is_current=False)
            .execution_options(synchronize_session="fetch")
        )
    session.add(page)
    session.flush()


def is_placed(session: Session, photo_id: int) -> bool:
    """Tell whether a photo shows a page of some sheet."""
    return session.exec(_IS_PLACED, params={"photo": photo_id}).first() is not None


def placed_of_unit(session: Session, unit_id: int) -> frozenset[int]:
    """Return the photos of a unit that show a page of some sheet."""
    return frozenset(session.exec(_PLACED, params={"unit": unit_id}))


def rows_of(
    session: Session, sheet_id: int, *, is_current: bool = True
) -> Sequence[tuple[Page, Photo, PageReading | None]]:
    """Return pages of a sheet with photo and reading, in the order of the paper."""
    rows = session.exec(
        select(Page, Photo, PageReading)
        .join(Photo, col(Photo.id) == col(Page.photo_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Photo.id))
        .where(Page.sheet_id == sheet_id, col(Page.is_current) == is_current)
        .order_by(col(Page.number), col(Page.id))
    )
    return list(rows)


def newest_reading(session: Session, sheet_id: int) -> SheetReading | None:
    """Return the last joint decision over a sheet."""
    return session.exec(_NEWEST_READING, params={"sheet": sheet_id}).first()


def note_findings(
    session: Session, sheet_id: int, findings: Iterable[Finding], at: datetime
) -> None:
    """Write what a check found on a sheet."""
    session.add_all(
        SheetFinding(
            sheet_id=sheet_id,
            code=f.code,
            severity=f.severity,
            fields=list(f.fields),
            message=f.message.to_data(),
            created_at=at,
        )
        for f in findings
    )
    session.flush()


def values_of(reading: SheetReading | None) -> dict[str, int | None] | None:
    """Return field key → value of a joint decision, None where there is none."""
    cells: dict[str, Any] = reading.cells if reading else {}
    return {key: data["value"] for key, data in cells.items()} or None


_COMPLETE_BEFORE: Final = (
    select(Sheet.id)
    .where(Sheet.state == SheetState.COMPLETE, col(Sheet.completed_at) < bindparam("before"))
    .order_by(col(Sheet.id))
)


def complete_before(session: Session, before: datetime) -> Sequence[int]:
    """Return the ids of complete sheets that wait for their joint reading since a time."""
    old = session.exec(_COMPLETE_BEFORE, params={"before": before})
    return [i for i in old if i is not None]


_READ_AT: Final = (
    select(func.max(SheetReading.created_at))
    .where(col(SheetReading.sheet_id) == col(Sheet.id))
    .correlate(Sheet)
    .scalar_subquery()
)
_UNANSWERED: Final = (
    select(Sheet)
    .where(Sheet.state == SheetState.READ_BACK, bindparam("before", type_=UtcDateTime()) > _READ_AT)
    .order_by(col(Sheet.id))
)


def unanswered(session: Session, read_before: datetime) -> Sequence[Sheet]:
    """Return sheets whose read-back is older than a time and was not answered."""
    return session.exec(_UNANSWERED, params={"before": read_before}).all()

"""The units that somebody sends for, and how many of their pages have not come."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.people import sent_for_by
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.geography import Amphoe, Area, ReportingUnit
from models.tables.people import Person
from models.tables.photos import Photo
from models.tables.sheets import Page, Sheet
from models.values.ballots import Ballot
from models.values.forms import form_by_code

_UNDER_WAY = (PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED)


@dataclass(frozen=True, slots=True)
class DeskUnit:
    """A unit in somebody's round; counting sets have neither area nor amphoe."""

    unit: ReportingUnit
    area: Area | None
    amphoe: Amphoe | None
    pages: int
    missing: int
    """Pages that have not come; a photo that is not read yet counts as one that came."""
    is_asking: bool
    """Numbers of it wait for a word."""


def units_sent_for(session: Session, person: Person) -> list[DeskUnit]:
    """Return the units that a person sends for, in the order of the country's register."""
    is_mine = sent_for_by(session, saved(person.id), person.role)
    rows = session.exec(
        select(ReportingUnit, Area, Amphoe)
        .outerjoin(Area, col(Area.id) == col(ReportingUnit.area_id))
        .outerjoin(Amphoe, col(Amphoe.id) == col(ReportingUnit.amphoe_id))
        .where(is_mine)
        .order_by(
            col(ReportingUnit.kind),
            col(Area.code),
            col(ReportingUnit.stream),
            col(ReportingUnit.number),
        )
    ).all()
    ids = [saved(unit.id) for unit, _, _ in rows]
    owed, asking = _owed(session, ids)
    on_the_way = _on_the_way(session, ids)
    return [
        DeskUnit(
            unit,
            area,
            amphoe,
            pages=sum(pages for pages, _ in owed.get(i, ())),
            missing=max(0, sum(lack for _, lack in owed.get(i, ())) - on_the_way.get(i, 0)),
            is_asking=i in asking,
        )
        for i, (unit, area, amphoe) in zip(ids, rows, strict=True)
    ]


def _owed(
    session: Session, ids: Sequence[int]
) -> tuple[dict[int, list[tuple[int, int]]], set[int]]:
    """Return by unit the pages of each expected sheet and how many lack, and who is asked."""
    newest = _newest_sheets(session, ids)
    come = _pages_come(session, [saved(sheet.id) for sheet in newest.values()])
    owed: dict[int, list[tuple[int, int]]] = {}
    expected = session.exec(select(ExpectedSheet).where(col(ExpectedSheet.unit_id).in_(ids)))
    for one in expected:
        pages = form_by_code(one.form_code, one.form_variant).pages
        sheet = newest.get((one.unit_id, one.ballot))
        lack = pages
        if sheet is not None:
            is_open = sheet.state is SheetState.COLLECTING
            lack = pages - come.get(saved(sheet.id), 0) if is_open else 0
        owed.setdefault(one.unit_id, []).append((pages, lack))
    asking = {s.unit_id for s in newest.values() if s.state is SheetState.READ_BACK}
    return owed, asking


def _newest_sheets(session: Session, ids: Sequence[int]) -> dict[tuple[int, Ballot], Sheet]:
    versions = select(Sheet).where(col(Sheet.unit_id).in_(ids)).order_by(col(Sheet.version))
    return {(s.unit_id, Ballot(s.ballot)): s for s in session.exec(versions)}


def _pages_come(session: Session, sheet_ids: Sequence[int]) -> dict[int, int]:
    counted = (
        select(Page.sheet_id, func.count(func.distinct(col(Page.number))))
        .where(col(Page.sheet_id).in_(sheet_ids), col(Page.is_current))
        .group_by(col(Page.sheet_id))
    )
    return dict(session.exec(counted).all())


def _on_the_way(session: Session, ids: Sequence[int]) -> dict[int, int]:
    counted = (
        select(Photo.unit_id, func.count())
        .where(col(Photo.unit_id).in_(ids), col(Photo.state).in_(_UNDER_WAY))
        .group_by(col(Photo.unit_id))
    )
    return dict(session.exec(counted).all())

"""People, the areas they work in, and the tries that were refused."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import Session, col, select

from models.errors import NotFound
from models.tables.audit import AuditEntry
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Person, PersonArea, Role
from models.values.ballots import UnitKind


@dataclass(frozen=True, slots=True)
class Areas:
    """Where a person works: ids of units, centres, constituencies and provinces."""

    is_nation: bool
    units: frozenset[int]
    centres: frozenset[int]
    constituencies: frozenset[int]
    provinces: frozenset[int]

    def holds(self) -> ColumnElement[bool]:
        """Return the condition that a `ReportingUnit` row lies in these areas."""
        if self.is_nation:
            return true()
        of_provinces = select(Constituency.id).where(
            col(Constituency.province_id).in_(self.provinces)
        )
        parts: list[ColumnElement[bool]] = [
            col(ReportingUnit.id).in_(self.units),
            col(ReportingUnit.centre_id).in_(self.centres),
            col(ReportingUnit.constituency_id).in_(self.constituencies),
        ]
        if self.provinces:
            parts.append(col(ReportingUnit.constituency_id).in_(of_provinces))
        return or_(false(), *parts)

    def hold_wholly(self) -> ColumnElement[bool]:
        """Return the condition that the area of a `PersonArea` row lies wholly in these areas.

        A centre may serve several constituencies: it lies in a clerk's area only where all do.
        """
        if self.is_nation:
            return true()
        inside = select(ReportingUnit.centre_id).where(self.holds())
        outside = select(ReportingUnit.centre_id).where(~self.holds())
        of_provinces = select(Constituency.id).where(
            col(Constituency.province_id).in_(self.provinces)
        )
        theirs = col(PersonArea.constituency_id)
        return or_(
            col(PersonArea.centre_id).in_(inside) & col(PersonArea.centre_id).not_in(outside),
            theirs.in_(self.constituencies),
            theirs.in_(of_provinces),
            col(PersonArea.province_id).in_(self.provinces),
        )

    def hold_centre(self, centre_id: int, province_id: int) -> bool:
        """Tell whether a whole tally centre lies in these areas."""
        return self.is_nation or centre_id in self.centres or province_id in self.provinces

    def hold_constituency(self, constituency_id: int, province_id: int) -> bool:
        """Tell whether a whole constituency lies in these areas."""
        is_theirs = constituency_id in self.constituencies or province_id in self.provinces
        return self.is_nation or is_theirs


def person_named(session: Session, username: str) -> Person | None:
    """Return the active person of a user name, or None."""
    found = session.exec(select(Person).where(Person.username == username.strip().lower())).first()
    return found if found is not None and found.is_active else None


def areas_of(session: Session, person_id: int) -> Areas:
    """Return where a person works."""
    rows = session.exec(select(PersonArea).where(PersonArea.person_id == person_id)).all()
    return Areas(
        is_nation=any(_is_nation(r) for r in rows),
        units=frozenset(r.unit_id for r in rows if r.unit_id is not None),
        centres=frozenset(r.centre_id for r in rows if r.centre_id is not None),
        constituencies=frozenset(r.constituency_id for r in rows if r.constituency_id is not None),
        provinces=frozenset(r.province_id for r in rows if r.province_id is not None),
    )


def sent_for_by(session: Session, person_id: int, role: Role) -> ColumnElement[bool]:
    """Return the condition that somebody sends for a `ReportingUnit` row.

    A clerk sends for counting sets; so does a desk for the constituencies among its areas, and for
    every unit of its centres.
    """
    areas = areas_of(session, person_id)
    is_set = col(ReportingUnit.kind) == UnitKind.COUNTING_SET
    if role is Role.CLERK:
        return and_(areas.holds(), is_set)
    if role is Role.DESK and areas.constituencies:
        elsewhere = replace(areas, constituencies=frozenset())
        of_zones = col(ReportingUnit.constituency_id).in_(areas.constituencies)
        return or_(elsewhere.holds(), and_(of_zones, is_set))
    return areas.holds()


def unit_in(session: Session, areas: Areas, unit_id: int) -> ReportingUnit:
    """Return a unit that lies in the areas.

    Raises:
        NotFound: there is no such unit, or it lies elsewhere.
    """
    query = select(ReportingUnit).where(areas.holds(), col(ReportingUnit.id) == unit_id)
    unit = session.exec(query).first()
    if unit is None:
        raise NotFound("unit")
    return unit


def refusals(session: Session, action: str, subject: str, at: datetime) -> tuple[datetime, ...]:
    """Return when a try was refused during the last day, oldest first."""
    query = (
        select(AuditEntry.at)
        .where(
            AuditEntry.action == action,
            AuditEntry.subject == subject,
            col(AuditEntry.at) > at - timedelta(days=1),
        )
        .order_by(col(AuditEntry.at))
    )
    return tuple(session.exec(query))


def _is_nation(row: PersonArea) -> bool:
    ids = (row.unit_id, row.centre_id, row.constituency_id, row.province_id)
    return all(i is None for i in ids)

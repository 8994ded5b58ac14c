"""Who is enrolled where, and which units are ready: what a supervisor watches before the night."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from models.store.cases import Place
from models.store.enrolment import Post
from models.store.people import Areas
from models.tables.chat import Conversation
from models.tables.geography import (
    Amphoe,
    Area,
    Constituency,
    Province,
    ReportingUnit,
    TallyCentre,
)
from models.tables.people import EnrolmentCode, Person, PersonArea, Role, WebSession

_ENROLLED = (Role.COMMITTEE, Role.DESK)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person who can send for a post, and the ways by which they come."""

    person: Person
    ways: tuple[str, ...]
    """Names as in `pages/phrases/enrol.toml`: line, telegram, web."""
    is_reachable: bool
    """False where every chat of theirs blocked the bot (ติดต่อไม่ได้)."""


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit before the night: whether a practice photo came, and how many people it has."""

    place: Place
    people: int

    @property
    def unit(self) -> ReportingUnit:
        """The unit itself."""
        return self.place.unit


@dataclass(frozen=True, slots=True)
class CentreStanding:
    """The units of one tally centre, as far as they lie in somebody's areas."""

    centre: TallyCentre
    units: tuple[UnitStanding, ...]

    @property
    def ready(self) -> int:
        """How many units are ready (พร้อม)."""
        return sum(u.unit.is_ready for u in self.units)


def standings(session: Session, areas: Areas) -> list[CentreStanding]:
    """Return the units of some areas by tally centre, in the order of their codes."""
    counted = dict(
        session.exec(
            select(PersonArea.unit_id, func.count())
            .join(Person, col(Person.id) == col(PersonArea.person_id))
            .where(col(PersonArea.unit_id).is_not(None), Person.is_active)
            .group_by(col(PersonArea.unit_id))
        ).all()
    )
    rows = session.exec(
        select(ReportingUnit, TallyCentre)
        .join(TallyCentre, col(TallyCentre.id) == col(ReportingUnit.centre_id))
        .where(areas.holds())
        .order_by(col(TallyCentre.code), col(ReportingUnit.code))
    ).all()
    by_centre: dict[str, tuple[TallyCentre, list[UnitStanding]]] = {}
    place_of = _places(session, areas)
    for unit, centre in rows:
        held = by_centre.setdefault(centre.code, (centre, []))
        held[1].append(UnitStanding(place_of(unit), counted.get(unit.id, 0)))
    return [CentreStanding(centre, tuple(units)) for centre, units in by_centre.values()]


def _places(session: Session, areas: Areas) -> Callable[[ReportingUnit], Place]:
    """Return what places a unit of some areas; asked for at once, a province has thousands."""
    zones = {
        zone.id: (zone, province)
        for zone, province in session.exec(
            select(Constituency, Province).join(
                Province, col(Province.id) == col(Constituency.province_id)
            )
        )
    }
    amphoes = {row.id: row for row in session.exec(select(Amphoe))}
    here = select(ReportingUnit.area_id).where(areas.holds())
    lands = {row.id: row for row in session.exec(select(Area).where(col(Area.id).in_(here)))}

    def place_of(unit: ReportingUnit) -> Place:
        zone, province = zones[unit.constituency_id]
        amphoe, land = amphoes.get(unit.amphoe_id), lands.get(unit.area_id)
        return Place(unit, zone, province, amphoe, land)

    return place_of


def enrolled_at(session: Session, post: Post) -> list[Enrolled]:
    """Return the people who can send for a post, oldest first; barred ones are not among them."""
    people = session.exec(
        select(Person)
        .join(PersonArea, col(PersonArea.person_id) == col(Person.id))
        .where(_is_area_of(post), Person.is_active, col(Person.role).in_(_ENROLLED))
        .order_by(col(Person.id))
    ).all()
    return [_enrolled(session, person) for person in people]


def unused_codes(session: Session, post: Post, at: datetime) -> int:
    """Return how many codes of a post still open it."""
    query = select(func.count(col(EnrolmentCode.id))).where(
        EnrolmentCode.unit_id == post.unit_id,
        EnrolmentCode.centre_id == post.centre_id,
        EnrolmentCode.constituency_id == post.constituency_id,
        col(EnrolmentCode.used_at).is_(None),
        col(EnrolmentCode.revoked_at).is_(None),
        col(EnrolmentCode.expires_at) > at,
    )
    return session.exec(query).one()


def _is_area_of(post: Post) -> ColumnElement[bool]:
    if post.unit_id is not None:
        return col(PersonArea.unit_id) == post.unit_id
    if post.centre_id is not None:
        return col(PersonArea.centre_id) == post.centre_id
    return col(PersonArea.constituency_id) == post.constituency_id


def _enrolled(session: Session, person: Person) -> Enrolled:
    chats: Sequence[Conversation] = session.exec(
        select(Conversation).where(Conversation.person_id == person.id)
    ).all()
    has_page = session.exec(
        select(WebSession.id).where(WebSession.person_id == person.id).limit(1)
    ).first()
    ways = [chat.platform.value for chat in chats] + (["web"] if has_page is not None else [])
    return Enrolled(person, tuple(ways), not chats or any(not c.is_blocked for c in chats))

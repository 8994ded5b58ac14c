"""For whom codes are printed: the units of a selection, or the desks over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.codes.errors import UnknownPlace
from models.store.enrolment import Post
from models.tables.geography import Constituency, ReportingUnit, TallyCentre
from models.values.ballots import UnitKind


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for, by codes of the register; nothing named means everything."""

    centres: Sequence[str] = ()
    constituencies: Sequence[str] = ()
    units: Sequence[str] = ()
    for_desks: bool = False
    """Slips for the desks over the selected units, and not for the units themselves."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A post that gets slips, and the code of the register that stands on them."""

    post: Post
    mark: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into one file: the posts of one tally centre, in the order of their codes."""

    centre: TallyCentre
    posts: tuple[Printed, ...]


def bundles_of(session: Session, wish: Wish) -> list[Bundle]:
    """Return what is to be printed, a bundle for each centre.

    Raises:
        UnknownPlace: a code of the wish names nothing.
    """
    _check(session, TallyCentre, wish.centres)
    _check(session, Constituency, wish.constituencies)
    _check(session, ReportingUnit, wish.units)
    query = select(ReportingUnit).order_by(col(ReportingUnit.centre_id), col(ReportingUnit.code))
    if wish.centres:
        named = select(TallyCentre.id).where(col(TallyCentre.code).in_(wish.centres))
        query = query.where(col(ReportingUnit.centre_id).in_(named))
    if wish.constituencies:
        zones = select(Constituency.id).where(col(Constituency.code).in_(wish.constituencies))
        query = query.where(col(ReportingUnit.constituency_id).in_(zones))
    if wish.units:
        query = query.where(col(ReportingUnit.code).in_(wish.units))
    by_centre: dict[int, list[ReportingUnit]] = {}
    for unit in session.exec(query):
        by_centre.setdefault(unit.centre_id, []).append(unit)
    zones_of = {z.id or 0: z for z in session.exec(select(Constituency))}
    return [
        _bundle(session.get_one(TallyCentre, centre_id), units, zones_of, wish)
        for centre_id, units in by_centre.items()
    ]


def _bundle(
    centre: TallyCentre,
    units: Sequence[ReportingUnit],
    zones: Mapping[int, Constituency],
    wish: Wish,
) -> Bundle:
    if wish.for_desks:
        return Bundle(centre, tuple(_desks(centre, units, zones)))
    return Bundle(centre, tuple(Printed(Post(u.id), u.code) for u in units))


def _desks(
    centre: TallyCentre, units: Sequence[ReportingUnit], zones: Mapping[int, Constituency]
) -> list[Printed]:
    """Return the centre's desk, and the desks of those constituencies whose sets it holds."""
    with_sets = {u.constituency_id for u in units if u.kind is UnitKind.COUNTING_SET}
    sets = [Printed(Post(constituency_id=z), zones[z].code) for z in sorted(with_sets)]
    has_units = any(u.kind is UnitKind.POLLING_UNIT for u in units)
    return [Printed(Post(centre_id=centre.id), centre.code), *sets] if has_units else sets


def _check(
    session: Session,
    table: type[TallyCentre] | type[Constituency] | type[ReportingUnit],
    codes: Sequence[str],
) -> None:
    known = set(session.exec(select(table.code).where(col(table.code).in_(codes))))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise UnknownPlace(unknown[0])

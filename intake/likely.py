"""The units that the head of a form may name: the sender's and its neighbours in the register."""

from collections.abc import Mapping

from sqlmodel import Session, col, or_, select

from models.store.cases import Place
from models.tables.geography import Amphoe, Area, Constituency, ReportingUnit
from models.values.ballots import UnitKind
from models.values.likely_units import SENDER, LikelyUnit, UnitHead, likely_units
from models.values.reading import HeaderValue

_ODD: float = 0.5
"""A name that is likelier than this and not the sender's is odd."""


def head_of(place: Place) -> UnitHead:
    """Return what belongs into the head of a unit's forms."""
    unit = place.unit
    name = "unit" if unit.kind is UnitKind.POLLING_UNIT else "set"
    moo = {} if unit.moo is None else {"moo": unit.moo}
    numbers = {name: unit.number, "constituency": place.constituency.number, **moo}
    return UnitHead(unit.code, numbers, _names(place))


def _names(place: Place) -> dict[str, str]:
    names = {
        "area": place.area.name_th if place.area else "",
        "amphoe": place.amphoe.name_th if place.amphoe else "",
        "province": place.province.name_th,
        "place": place.unit.place_th if place.area is None else "",
    }
    return {part: name for part, name in names.items() if name}


def likely_of(
    session: Session, place: Place, head: Mapping[str, HeaderValue], trust: float = SENDER
) -> tuple[LikelyUnit, ...]:
    """Return the likeliest units of a form; empty while nothing in its head is unlike the sender's.

    The neighbours are the units of the same constituency or tally centre, and of the same stream.
    """
    own = head_of(place)
    if not _is_unlike(head, own):
        return ()
    return likely_units(head, _neighbours(session, place), own.code, trust)


def _neighbours(session: Session, place: Place) -> list[UnitHead]:
    unit = place.unit
    rows = session.exec(
        select(ReportingUnit, Constituency, Amphoe, Area)
        .join(Constituency, col(ReportingUnit.constituency_id) == Constituency.id)
        .outerjoin(Amphoe, col(ReportingUnit.amphoe_id) == Amphoe.id)
        .outerjoin(Area, col(ReportingUnit.area_id) == Area.id)
        .where(
            or_(
                ReportingUnit.constituency_id == unit.constituency_id,
                ReportingUnit.centre_id == unit.centre_id,
            ),
            ReportingUnit.stream == unit.stream,
        )
    ).all()
    # A tally centre lies in one province, and so does a constituency.
    return [
        head_of(Place(near, seat, place.province, amphoe, area))
        for near, seat, amphoe, area in rows
    ]


def _is_unlike(head: Mapping[str, HeaderValue], own: UnitHead) -> bool:
    return any(_is_odd(head.get(n), str(v), 0.0) for n, v in own.numbers.items()) or any(
        _is_odd(head.get(part), name, _ODD) for part, name in own.names.items()
    )


def _is_odd(seen: HeaderValue | None, own: str, least: float) -> bool:
    if seen is None or not seen.candidates:
        return False
    value, chance = seen.candidates[0]
    return value != own and chance > least

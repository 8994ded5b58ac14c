"""The units that the head of a form may name: the sender's and its neighbours in the register."""

from collections.abc import Mapping

from sqlmodel import Session, select

from models.store.cases import Place
from models.tables.geography import ReportingUnit
from models.values.ballots import UnitKind
from models.values.likely_units import HeadNumbers, LikelyUnit, likely_units
from models.values.reading import HeaderValue


def head_numbers(unit: ReportingUnit, constituency_number: int) -> dict[str, int]:
    """Return the numbers that belong into the head of a unit's forms, by the head's names."""
    name = "unit" if unit.kind is UnitKind.POLLING_UNIT else "set"
    moo = {} if unit.moo is None else {"moo": unit.moo}
    return {name: unit.number, "constituency": constituency_number, **moo}


def likely_of(
    session: Session, place: Place, head: Mapping[str, HeaderValue]
) -> tuple[LikelyUnit, ...]:
    """Return the likeliest units of a form; empty while nothing in its head is unlike the sender's.

    The neighbours are the units of the same constituency and stream.
    """
    number = place.constituency.number
    own = head_numbers(place.unit, number)
    if not any(_is_unlike(head.get(name), value) for name, value in own.items()):
        return ()
    neighbours = session.exec(
        select(ReportingUnit).where(
            ReportingUnit.constituency_id == place.unit.constituency_id,
            ReportingUnit.stream == place.unit.stream,
        )
    ).all()
    units = [HeadNumbers(u.code, head_numbers(u, number)) for u in neighbours]
    return likely_units(head, units, place.unit.code)


def _is_unlike(seen: HeaderValue | None, own: int) -> bool:
    return seen is not None and bool(seen.candidates) and seen.candidates[0][0] != str(own)

"""The names of places that may stand in the head of a photo: those around its sender's unit."""

from sqlmodel import Session, col, or_, select

from models.tables.geography import Amphoe, Area, Constituency, Province, ReportingUnit
from models.tables.photos import Photo


def names_around(session: Session, photo_id: int) -> dict[str, tuple[str, ...]]:
    """Return the names of areas, amphoe, provinces and counting places by part of the head.

    Areas and counting places are those of the sender's constituency and tally centre, amphoe those
    of the province: whoever takes a form for another takes a neighbour's.
    """
    photo = session.get_one(Photo, photo_id)
    unit = session.get_one(ReportingUnit, photo.unit_id)
    seat = session.get_one(Constituency, unit.constituency_id)
    near = or_(
        ReportingUnit.constituency_id == unit.constituency_id,
        ReportingUnit.centre_id == unit.centre_id,
    )
    areas = select(Area.name_th).where(
        col(Area.id).in_(select(ReportingUnit.area_id).where(near).distinct())
    )
    places = select(ReportingUnit.place_th).where(near, col(ReportingUnit.area_id).is_(None))
    amphoe = select(Amphoe.name_th).where(Amphoe.province_id == seat.province_id)
    found = {
        "area": session.exec(areas).all(),
        "amphoe": session.exec(amphoe).all(),
        "province": session.exec(select(Province.name_th)).all(),
        "place": session.exec(places.distinct()).all(),
    }
    return {part: tuple(sorted({n for n in names if n})) for part, names in found.items()}

"""Pictures for the desk: the original page and its public image, for those of the area only."""

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, col, func, select

from models.errors import NotFound
from models.store.people import Areas
from models.tables.geography import ReportingUnit
from models.tables.photos import PageReading, Photo
from pages.pictures import picture
from pages.wiring import database_of, store_of
from review.desk import DOOR, Watching

router = APIRouter(route_class=DOOR.route_class())

_KINDS: Final = ("photo", "public")


@router.get("/review/images/{kind}-{photo_id}")
def image(request: Request, desk: Watching, kind: str, photo_id: int) -> Response:
    """Return the picture of a page; the original never leaves this door."""
    with database_of(request).reading() as session:
        sha256 = _sha256(session, desk.looker.areas, kind, photo_id)
    return picture(store_of(request), sha256)


def _sha256(session: Session, areas: Areas, kind: str, photo_id: int) -> str:
    # A photo that the worker could not stand upright is shown as it came: people can still key it.
    upright = func.coalesce(Photo.image_sha256, Photo.sha256)
    wanted = upright if kind == "photo" else PageReading.public_sha256
    query = (
        select(wanted)
        .select_from(Photo)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Photo.unit_id))
        .outerjoin(PageReading, col(PageReading.photo_id) == col(Photo.id))
        .where(Photo.id == photo_id, areas.holds())
    )
    found = session.exec(query).first()
    if found is None or kind not in _KINDS:
        raise NotFound("picture")
    return str(found)

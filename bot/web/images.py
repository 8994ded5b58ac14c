"""Pictures for the committee: their own unit's pages only."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, select

from bot.web.senders import DOOR, Sender, Sending
from models.errors import NotFound
from models.tables.photos import PageReading, Photo
from pages.pictures import picture
from pages.wiring import database_of, store_of

router = APIRouter(route_class=DOOR.route_class())


@router.get("/send/images/photo-{photo_id}")
def photo(request: Request, sender: Sending, photo_id: int) -> Response:
    """Return the picture as it was sent, stood upright."""
    with database_of(request).reading() as session:
        own = _own(session, sender, photo_id)
        sha256 = own.image_sha256 or own.sha256
    return _picture(request, sha256)


@router.get("/send/images/public-{photo_id}")
def public(request: Request, sender: Sending, photo_id: int) -> Response:
    """Return the image that would be published."""
    with database_of(request).reading() as session:
        _own(session, sender, photo_id)
        wanted = select(PageReading.public_sha256).where(PageReading.photo_id == photo_id)
        sha256 = session.exec(wanted).first()
    return _picture(request, sha256)


def _own(session: Session, sender: Sender, photo_id: int) -> Photo:
    found = session.get(Photo, photo_id)
    if found is None:
        raise NotFound("photo")
    sender.own(session, found.unit_id)
    return found


def _picture(request: Request, sha256: str | None) -> Response:
    if sha256 is None:
        raise NotFound("picture")
    return picture(store_of(request), sha256)

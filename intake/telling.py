"""Telling the sender of a photo what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.store.notices import NewNotice, is_told, tell
from models.tables.photos import Photo
from models.values.notices import NoticeKind


def tell_sender(
    session: Session, photo: Photo, kind: NoticeKind, at: datetime, params: Mapping[str, Any]
) -> None:
    """Write a notice about a photo, once of each kind."""
    notice = NewNotice(
        kind=kind,
        unit_id=photo.unit_id,
        key=_key(photo),
        params={"receipt": photo.receipt, **params},
        person_id=photo.sender_id,
        photo_id=photo.id,
    )
    tell(session, notice, at)


def is_asked_again(session: Session, photo: Photo) -> bool:
    """Tell whether the sender was asked for another photo instead of this one."""
    return is_told(session, NoticeKind.RETAKE, _key(photo))


def _key(photo: Photo) -> str:
    return f"photo:{photo.id}"

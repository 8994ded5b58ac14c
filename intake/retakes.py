"""Asking for another photo as soon as one look tells that this one will not do."""

from datetime import datetime

from sqlmodel import Session

from intake.telling import tell_sender
from models.states.photo import PhotoState
from models.store import photos
from models.store.evidence import is_evidence
from models.store.rows import saved
from models.tables.photos import Photo
from models.values.glance import Glance
from models.values.notices import NoticeKind


def ask_early(session: Session, photo_id: int, glance: Glance, at: datetime) -> None:
    """Ask the sender for another photo, if a look has shown what is wrong with this one.

    Nothing is asked of practice and evidence.
    """
    photo = session.get_one(Photo, photo_id)
    if photo.state is not PhotoState.QUEUED or not glance.is_faulty:
        return
    if is_evidence(session, saved(photo.id)) or photos.is_practice(session, saved(photo.id)):
        return
    tell_sender(session, photo, NoticeKind.RETAKE, at, glance.to_data())

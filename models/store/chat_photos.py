"""Photos that came by chat: by which message, and whether their sender took it back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.tables.chat import PhotoMessage


def note(session: Session, conversation_id: int, message_id: str, photo_id: int) -> None:
    """Note by which message a photo came; the same message twice changes nothing."""
    mine = select(PhotoMessage.id).where(
        PhotoMessage.conversation_id == conversation_id, PhotoMessage.message_id == message_id
    )
    if session.exec(mine).first() is None:
        session.add(
            PhotoMessage(conversation_id=conversation_id, message_id=message_id, photo_id=photo_id)
        )
        session.flush()


def note_unsent(session: Session, conversation_id: int, message_id: str, at: datetime) -> bool:
    """Note that a message was taken back; False where it brought no photo of ours."""
    changed = session.exec(
        update(PhotoMessage)
        .where(
            col(PhotoMessage.conversation_id) == conversation_id,
            col(PhotoMessage.message_id) == message_id,
        )
        .values(unsent_at=at)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount > 0


def unsent_among(session: Session, photo_ids: Collection[int]) -> set[int]:
    """Return the photos whose sender took the message back."""
    taken_back = select(PhotoMessage.photo_id).where(
        col(PhotoMessage.photo_id).in_(photo_ids), col(PhotoMessage.unsent_at).is_not(None)
    )
    return set(session.exec(taken_back))

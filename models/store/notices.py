"""Notices to a unit's committee: written once, read by whichever door the people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from models.tables.sheets import Notice
from models.values.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is to be told; `key` makes it said once only."""

    kind: NoticeKind
    unit_id: int
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    sheet_id: int | None = None
    photo_id: int | None = None


# Made once: every page and every event of a chat asks.
_LAST_ID: Final = select(func.max(Notice.id))
_OF_KEY: Final = select(Notice.id).where(col(Notice.dedupe_key) == bindparam("key"))
_OF_UNIT: Final = (
    select(Notice)
    .where(col(Notice.unit_id) == bindparam("unit"), col(Notice.id) > bindparam("after"))
    .order_by(col(Notice.id))
)


def tell(session: Session, new: NewNotice, at: datetime) -> None:
    """Write a notice, unless one of its kind and key was written before."""
    if is_told(session, new.kind, new.key):
        return
    notice = Notice(
        unit_id=new.unit_id,
        person_id=new.person_id,
        sheet_id=new.sheet_id,
        photo_id=new.photo_id,
        kind=new.kind,
        params=dict(new.params),
        dedupe_key=_dedupe_key(new.kind, new.key),
        created_at=at,
    )
    session.add(notice)
    session.flush()


def is_told(session: Session, kind: NoticeKind, key: str) -> bool:
    """Tell whether a notice of this kind and key was written."""
    same = {"key": _dedupe_key(kind, key)}
    return session.exec(_OF_KEY, params=same).first() is not None


def of_unit(session: Session, unit_id: int, after_id: int = 0) -> Sequence[Notice]:
    """Return a unit's notices that came after one of them, oldest first."""
    return session.exec(_OF_UNIT, params={"unit": unit_id, "after": after_id}).all()


def last_id(session: Session) -> int:
    """Return the id of the newest notice, 0 where there is none."""
    return session.exec(_LAST_ID).one() or 0


def _dedupe_key(kind: NoticeKind, key: str) -> str:
    return f"{kind}:{key}"

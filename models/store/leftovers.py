"""Photos without a place: pages that do not say which they are, and pages asked for again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store.photos import practised
from models.tables.evidence import Evidence
from models.tables.photos import Photo
from models.tables.sheets import Notice, Page, Sheet
from models.values.notices import KEPT, TOO_MANY, NoticeKind
from models.values.reading import Problem

_SENT_BACK = [NoticeKind.RETAKE, NoticeKind.WRONG_FORM, NoticeKind.OTHER_UNIT]


def _has_no_place() -> ColumnElement[bool]:
    placed = select(Page.id).where(col(Page.photo_id) == col(Photo.id)).exists()
    is_evidence = select(Evidence.id).where(col(Evidence.photo_id) == col(Photo.id)).exists()
    return ~placed & ~is_evidence


def _left() -> SelectOfScalar[Photo]:
    sent_back = (
        select(Notice.id)
        .where(
            col(Notice.photo_id) == col(Photo.id),
            col(Notice.kind).in_(_SENT_BACK),
            func.coalesce(col(Notice.params)[KEPT].as_boolean(), False).is_(False),
        )
        .exists()
    )
    ended = col(Photo.state).in_([PhotoState.READ, PhotoState.NEEDS_HUMAN])
    wanted = select(Photo).where(ended, _has_no_place(), ~sent_back, ~practised())
    return wanted.order_by(col(Photo.id))


def _unanswered() -> SelectOfScalar[int]:
    later = aliased(Photo)
    sent_since = (
        select(later.id)
        .where(later.unit_id == Notice.unit_id, later.received_at > Notice.created_at)
        .exists()
    )
    collecting = (
        select(Sheet.id)
        .where(Sheet.unit_id == Notice.unit_id, Sheet.state == SheetState.COLLECTING)
        .exists()
    )
    asked = (
        select(Notice.unit_id)
        .join(Photo, col(Photo.id) == col(Notice.photo_id))
        .where(
            Notice.kind == NoticeKind.RETAKE,
            Photo.state == PhotoState.READ,
            col(Notice.created_at) < bindparam("before"),
            ~sent_since,
            collecting,
            _has_no_place(),
        )
    )
    return asked.distinct()


# Made once: every worker asks each second.
_LEFT: Final = _left()
_UNANSWERED: Final = _unanswered()


def leftovers(session: Session) -> dict[int, list[Photo]]:
    """Return by unit the photos that show no page of a sheet and were not sent back either.

    A good page whose sender was told that it waits for others stays among them: once they are
    there, it is known which page it is.
    """
    found: dict[int, list[Photo]] = {}
    for photo in session.exec(_LEFT):
        found.setdefault(photo.unit_id, []).append(photo)
    return found


def asked_again(session: Session, unit_id: int) -> list[Photo]:
    """Return a unit's photos without a place whose senders were asked for another one."""
    asked = (
        select(Photo, Notice)
        .join(Notice, col(Notice.photo_id) == col(Photo.id))
        .where(
            Photo.unit_id == unit_id,
            Photo.state == PhotoState.READ,
            Notice.kind == NoticeKind.RETAKE,
            _has_no_place(),
        )
    )
    rows = session.exec(asked.order_by(col(Photo.id)))
    return [photo for photo, notice in rows if _wants_another(notice)]


def unanswered(session: Session, before: datetime) -> Sequence[int]:
    """Return the units that were asked for another photo before a time and sent nothing since.

    Only where pages of a sheet are still missing.
    """
    return session.exec(_UNANSWERED, params={"before": before}).all()


def _wants_another(notice: Notice) -> bool:
    is_good = notice.params.get(KEPT) or notice.params.get(TOO_MANY)
    return not is_good and Problem.NOT_A_FORM not in notice.params.get("problems", ())

"""What was said about a sheet beside its own photos: by phone before them, by photos after."""

from collections import defaultdict

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.tables.late_photos import LateAnswer, LatePhoto
from models.tables.sheets import Count, Page, Sheet


def phoned(session: Session, sheet: Sheet) -> dict[str, int]:
    """Return the totals that two people took by phone for an earlier version without a photo."""
    has_page = exists().where(col(Page.sheet_id) == col(Sheet.id))
    earlier = (
        select(Sheet.id)
        .where(
            Sheet.unit_id == sheet.unit_id,
            Sheet.ballot == sheet.ballot,
            col(Sheet.version) < sheet.version,
            ~has_page,
        )
        .order_by(col(Sheet.version).desc())
        .limit(1)
    )
    found = session.exec(earlier).first()
    rows = session.exec(select(Count).where(Count.sheet_id == found)).all() if found else []
    return {row.key: row.value for row in rows}


def shown_late(session: Session, sheet: Sheet) -> dict[str, tuple[int, ...]]:
    """Return field key → numbers of photos that came once a sheet was confirmed.

    They are for who looks at it anew: while it is confirmed they are a question of their own. What
    a person found to be the same sheet says nothing more.
    """
    if sheet.id is None or sheet.state is SheetState.CONFIRMED:
        return {}
    is_heard = or_(col(LatePhoto.answer).is_(None), col(LatePhoto.answer) != LateAnswer.SAME_SHEET)
    mine = select(LatePhoto.differs).where(LatePhoto.sheet_id == sheet.id, is_heard)
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for differs in session.exec(mine.order_by(col(LatePhoto.id))):
        for key, value in differs.items():
            found[key] = (*found[key], value)
    return dict(found)

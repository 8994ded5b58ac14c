"""Photos that came once their sheet was confirmed, held against what people confirmed.

Where one shows another number, somebody is asked. Nothing moves by itself: the answer leaves the
sheet alone or asks for a recall, which another person grants.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from models.errors import StaleEdit
from models.states.sheet import SheetState
from models.store import audit, recalls
from models.store.cases import form_of
from models.store.recalls import Asker
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.late_photos import LateAnswer, LatePhoto
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.sheets import Sheet
from models.values.fields import TOTAL, row_key
from models.values.reading import CellScan, PageScan, best_value

_ASKS: Mapping[LateAnswer, RecallReason] = {
    LateAnswer.RECALL: RecallReason.LATE_PHOTO,
    LateAnswer.CORRECTED_FORM: RecallReason.CORRECTED_FORM,
}


def differing(
    session: Session, sheet: Sheet, scan: PageScan, numbers: Sequence[int]
) -> dict[str, int]:
    """Return field key → number that a page shows where another one was confirmed.

    A row in which nobody stands says nothing (`numbers` is the ballot list); a dash where people
    left a line blank says the same. So does a number of which the digits or the words say what was
    confirmed: one page alone has no sums to weigh its misreadings by (a stroke that ends a number
    is read as a 1).
    """
    confirmed = counts_of(session, sheet)
    head = (line.name for line in form_of(session, sheet).counts)
    asked = {*head, *map(row_key, numbers), TOTAL}
    shown = (c for c in scan.cells if c.key in asked)
    return {
        cell.key: said[0]
        for cell in shown
        if (said := _said(cell)) and confirmed.get(cell.key, 0) not in said
    }


def _said(cell: CellScan) -> list[int]:
    """Return what the digits of a cell say, and its words."""
    both = (best_value(cell.candidates), best_value(cell.words))
    return [value for value in both if value is not None]


def note(
    session: Session, sheet: Sheet, photo_id: int, differs: Mapping[str, int], at: datetime
) -> None:
    """Put the question about a photo before the people of its centre."""
    row = LatePhoto(sheet_id=saved(sheet.id), photo_id=photo_id, differs=dict(differs), came_at=at)
    session.add(row)
    session.flush()


def is_asked() -> ColumnElement[bool]:
    """Return the condition that a question about a `Sheet` row is open.

    Who confirmed a sheet anew saw what had come until then.
    """
    return and_(
        col(Sheet.state) == SheetState.CONFIRMED,
        exists().where(
            col(LatePhoto.sheet_id) == col(Sheet.id),
            col(LatePhoto.answer).is_(None),
            or_(
                col(Sheet.confirmed_at).is_(None), col(LatePhoto.came_at) > col(Sheet.confirmed_at)
            ),
        ),
    )


def open_questions(session: Session, sheet: Sheet) -> Sequence[LatePhoto]:
    """Return the photos of a confirmed sheet that somebody has to look at, oldest first."""
    if sheet.state is not SheetState.CONFIRMED:
        return ()
    mine = select(LatePhoto).where(LatePhoto.sheet_id == sheet.id, col(LatePhoto.answer).is_(None))
    if sheet.confirmed_at is not None:
        mine = mine.where(col(LatePhoto.came_at) > sheet.confirmed_at)
    return session.exec(mine.order_by(col(LatePhoto.id))).all()


def behind(session: Session, request: RecallRequest) -> Sequence[LatePhoto]:
    """Return the photos because of which a recall was asked for, oldest first."""
    mine = select(LatePhoto).where(LatePhoto.recall_id == request.id)
    return session.exec(mine.order_by(col(LatePhoto.id))).all()


def answer(
    session: Session, sheet: Sheet, asker: Asker, word: LateAnswer, newest: int
) -> RecallRequest | None:
    """Answer every open question about a sheet, and ask for its recall where one is wanted.

    `newest` is the last question that the person saw.

    Raises:
        StaleEdit: another photo came, somebody answered, or asked for a recall, in the meantime.
    """
    rows = open_questions(session, sheet)
    if not rows or rows[-1].id != newest:
        raise StaleEdit(f"sheet {sheet.id}")
    reason = _ASKS.get(word)
    request = recalls.ask(session, sheet, asker, reason, "") if reason else None
    for row in rows:
        row.answer, row.answered_by, row.answered_at = word, asker.person_id, asker.at
        row.recall_id = request.id if request else None
    session.flush()
    audit.append(
        session,
        at=asker.at,
        actor=asker.key,
        action="answer late photo",
        subject=f"sheet:{sheet.id}",
        after={"answer": word.value, "photos": [row.photo_id for row in rows]},
    )
    return request

"""Further photos of a sheet by another sender: both are kept, and people see where they differ."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from models.checks.engine import PaperFacts, SheetFacts, check_sheet
from models.states.sheet import SheetState
from models.store import sheets
from models.store.cases import form_of
from models.store.rows import saved
from models.tables.photos import PageReading
from models.tables.sheets import (
    Answer,
    AnswerKind,
    Decision,
    DecisionKind,
    Page,
    Sheet,
    SheetFinding,
)
from models.values.reading import PageScan, best_value

Values = dict[str, tuple[int, ...]]

_DIFFERS: Final = "R104"
_SENT_BACK: Final = (DecisionKind.RETURN, DecisionKind.RECALL)


def rivals(session: Session, sheet: Sheet) -> Values:
    """Return the values of further photos of the pages, by another sender than the one that counts.

    Of each sender the newest photo of a page is a rival: what they replaced themselves is none.
    """
    current = {
        p.number: photo.sender_id for p, photo, _ in sheets.rows_of(session, saved(sheet.id))
    }
    replaced = _replaced(session, sheet)
    found: Values = {}
    heard: set[tuple[int, int | None]] = set()
    for page, photo, reading in reversed(
        sheets.rows_of(session, saved(sheet.id), is_current=False)
    ):
        by = (page.number, photo.sender_id)
        is_rival = by not in heard and current.get(page.number) != photo.sender_id
        heard.add(by)
        if is_rival and photo.id not in replaced:
            _add(found, reading)
    return found


def note_late_rival(session: Session, sheet: Sheet, page: Page, at: datetime) -> None:
    """Tell reviewers where a photo differs that came once its sheet was read (R104).

    A sheet that is not read yet is compared then; what is confirmed is a question of its own
    (`models.store.late_photos`).
    """
    counts = sheets.values_of(sheets.newest_reading(session, saved(sheet.id)))
    if counts is None or sheet.state is SheetState.CONFIRMED:
        return
    paper = PaperFacts(rival_values=rivals(session, sheet))
    found = check_sheet(SheetFacts(form_of(session, sheet), counts, paper=paper))
    told = select(SheetFinding).where(
        SheetFinding.sheet_id == sheet.id, SheetFinding.code == _DIFFERS
    )
    known = [row.message for row in session.exec(told)]
    fresh = [f for f in found if f.code == _DIFFERS and f.message.to_data() not in known]
    sheets.note_findings(session, page.sheet_id, fresh, at)


def _replaced(session: Session, sheet: Sheet) -> set[int]:
    """Return the photos of the version before, where another paper or photo was asked for.

    They came along when this version was opened, and may well say something else.
    """
    before = select(Sheet.id).where(
        Sheet.unit_id == sheet.unit_id,
        Sheet.ballot == sheet.ballot,
        Sheet.version == sheet.version - 1,
    )
    old = session.exec(before).first()
    if old is None or not _was_asked_anew(session, old):
        return set()
    return {page.photo_id for page in sheets.current_pages(session, old)}


def _was_asked_anew(session: Session, sheet_id: int) -> bool:
    """Tell whether the paper of a version was wrong, or a reviewer sent it back."""
    wrong = select(Answer.id).where(
        Answer.sheet_id == sheet_id, Answer.kind == AnswerKind.PAPER_WRONG
    )
    sent_back = select(Decision.id).where(
        Decision.sheet_id == sheet_id, col(Decision.kind).in_(_SENT_BACK)
    )
    return any(session.exec(query).first() is not None for query in (wrong, sent_back))


def _add(found: Values, reading: PageReading | None) -> None:
    if reading is None:
        return
    for cell in PageScan.from_data(reading.scan).cells:
        value = best_value(cell.candidates)
        if value is not None:
            found[cell.key] = (*found.get(cell.key, ()), value)

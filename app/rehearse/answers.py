"""The rehearsed committees look at the read-back and say what stands on their paper."""

import time
from collections.abc import Mapping, Sequence
from typing import Final

from sqlmodel import Session, col, select

from app.opening import Ground
from app.rehearse.papers import Paper
from app.rehearse.senders import Sender
from models.states.sheet import SheetState
from models.store import sheets
from models.store.rows import saved
from models.tables.sheets import Sheet
from models.values.ballots import Ballot

_LOOK_S: Final = 0.5
_QUIET_S: Final = 45.0
"""When nothing was read for so long, the rest is left to the time limit of the read-back."""

_BEFORE: Final = frozenset({SheetState.COLLECTING, SheetState.COMPLETE, SheetState.READ})

Truth = Mapping[tuple[int, Ballot], Mapping[str, int | None]]


def answer_all(ground: Ground, papers: Sequence[Paper], sender: Sender) -> int:
    """Answer every read-back of the papers as it comes; return how many were answered."""
    truth: Truth = {(p.unit_id, p.ballot): p.filling.counts for p in papers}
    answered = 0
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < _QUIET_S:
        with ground.database.reading() as session:
            waiting, is_over = _look(session, truth)
        for unit_id, sheet_id, corrections in waiting:
            sender.answer(unit_id, sheet_id, corrections)
            answered += 1
            quiet_since = time.monotonic()
        if is_over:
            break
        time.sleep(_LOOK_S)
    return answered


def _look(session: Session, truth: Truth) -> tuple[list[tuple[int, int, dict[str, int]]], bool]:
    """Return the read-backs that wait with what is wrong in them, and whether none will follow."""
    units = {unit_id for unit_id, _ in truth}
    found = session.exec(select(Sheet).where(col(Sheet.unit_id).in_(units))).all()
    mine = [s for s in found if (s.unit_id, s.ballot) in truth]
    waiting = [
        (s.unit_id, saved(s.id), _corrections(session, s, truth[s.unit_id, s.ballot]))
        for s in mine
        if s.state is SheetState.READ_BACK
    ]
    is_over = len(mine) >= len(truth) and not any(s.state in _BEFORE for s in mine)
    return waiting, is_over


def _corrections(session: Session, sheet: Sheet, paper: Mapping[str, int | None]) -> dict[str, int]:
    read = sheets.values_of(sheets.newest_reading(session, saved(sheet.id))) or {}
    return {k: v for k, v in paper.items() if v is not None and read.get(k) != v}

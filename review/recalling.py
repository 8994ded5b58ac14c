"""A confirmed sheet is recalled by two people; what is public stays so, marked, until corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from intake.versions import take_late
from models.states.sheet import SHEET, SheetEvent, SheetState
from models.store import decisions, recalls
from models.store.cases import Case
from models.store.claims import CLEARERS
from models.store.decisions import Hand, Word
from models.store.recalls import Asker
from models.store.releases import counts_of
from models.store.second_readings import stood_by_in
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.sheets import DecisionKind, Sheet
from pages.languages import Language
from pages.phrases import say
from results.release import on_recalled
from review.checking import field_keys
from review.desk import Desk
from review.errors import NotComplete
from review.late import corrected_photos

_WAITS_FOR_PAPER = frozenset({RecallReason.CORRECTED_FORM, RecallReason.WRONG_PHOTO})
"""The sheet waits for its new photo; otherwise people look at once at the one that is there."""


@dataclass(frozen=True, slots=True)
class RecallView:
    """What the screen of a sheet shows about its recall, and what this person may do about it."""

    request: RecallRequest | None
    asker: str
    may_ask: bool
    may_answer: bool
    may_reopen: bool
    read_anew: Mapping[str, int]
    """What the machine stands by where it asks, against what is confirmed, by field key."""


def recall_view(session: Session, case: Case, desk: Desk) -> RecallView:
    """Return the recall of a sheet as this person sees it."""
    request = recalls.open_request(session, case.sheet_id)
    is_clearer = desk.looker.role in CLEARERS
    is_confirmed = SHEET.allows(case.sheet.state, SheetEvent.RECALL)
    return RecallView(
        request=request,
        asker=recalls.asker_name(session, request) if request else "",
        may_ask=desk.decides and is_confirmed and request is None,
        may_answer=is_clearer and request is not None and request.asked_by != desk.looker.person_id,
        may_reopen=is_clearer and case.sheet.state is SheetState.RECALLED,
        read_anew=_read_anew(session, case, request),
    )


def _read_anew(session: Session, case: Case, request: RecallRequest | None) -> Mapping[str, int]:
    if request is None or request.reason is not RecallReason.SECOND_READING:
        return {}
    confirmed = counts_of(session, case.sheet)
    read = stood_by_in(case.cells, field_keys(case))
    return {key: value for key, value in read.items() if value != confirmed.get(key, 0)}


def grant(session: Session, request: RecallRequest, sheet: Sheet, hand: Hand, at: datetime) -> None:
    """Recall a sheet as the second person; a corrected form that came already takes its place.

    The reason that becomes public is the closed list's sentence; the asker's words stay inside.

    Raises:
        SecondPersonNeeded: the same person asked.
        StaleEdit, IllegalMove: the request or the sheet changed in the meantime.
    """
    recalls.answer(session, request, Asker(hand.person_id, hand.key, at), is_granted=True)
    word = Word(DecisionKind.RECALL, reason=in_public(request.reason))
    decisions.write_down(session, sheet, hand, word, at)
    decisions.move(session, sheet, SheetEvent.RECALL, reason=request.reason.value)
    on_recalled(session, sheet, at)
    if came := corrected_photos(session, request):
        take_late(session, sheet, came, at)
    elif request.reason not in _WAITS_FOR_PAPER:
        _to_the_queue(session, sheet, at)


def reopen(session: Session, sheet: Sheet, hand: Hand, text: str, at: datetime) -> None:
    """Give a recalled sheet to the reviewers though no new photo came, with a reason.

    Raises:
        NotComplete: no reason was written.
        IllegalMove: the sheet is not recalled.
    """
    if not text.strip():
        raise NotComplete(codes=("reason",))
    SHEET.after(sheet.state, SheetEvent.REOPEN)
    word = Word(DecisionKind.CLEAR, reason=text.strip())
    decisions.write_down(session, sheet, hand, word, at)
    _to_the_queue(session, sheet, at)


def _to_the_queue(session: Session, sheet: Sheet, at: datetime) -> None:
    decisions.move(session, sheet, SheetEvent.REOPEN)
    sheet.queued_at = at
    session.flush()


def in_public(reason: RecallReason) -> str:
    """Return the sentence under which a recall stands in public, in both languages."""
    key = f"review.recall_{reason.value}"
    return f"{say(key, Language.TH)} · {say(key, Language.EN)}"

"""All that one account decided goes back to other people, by two of its leaders."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.states.sheet import SheetEvent, SheetState
from models.states.unit import UNIT, UnitEvent
from models.store import decisions, recalls, rechecks, releases
from models.store.decisions import Hand, Word
from models.store.recalls import Asker
from models.store.rechecks import Progress
from models.store.rows import saved
from models.tables.people import Person
from models.tables.recalls import RecallReason
from models.tables.rechecks import Recheck
from models.tables.sheets import DecisionKind, Sheet
from results.release import hold_unit
from review import recalling
from review.desk import Desk


@dataclass(frozen=True, slots=True)
class RecheckView:
    """What an account's page shows about its recheck."""

    standing: int
    """Sheets that rest on what the account decided."""
    request: Recheck | None
    asker: str
    may_answer: bool
    progress: Progress


def recheck_view(session: Session, account_id: int, desk: Desk) -> RecheckView:
    """Return the recheck of an account as this person sees it."""
    request = rechecks.open_of(session, account_id)
    return RecheckView(
        standing=len(rechecks.standing(session, account_id)),
        request=request,
        asker=recalls.asker_name(session, request) if request else "",
        may_answer=request is not None and request.asked_by != desk.looker.person_id,
        progress=rechecks.progress_of(session, account_id),
    )


def grant(session: Session, row: Recheck, hand: Hand, at: datetime) -> None:
    """Give every sheet that rests on an account's word to other people, as the second person.

    Confirmed sheets are recalled, each with its trace; public numbers stay, marked, until they are
    confirmed anew. What waits for a second look, or is parked, begins with a first look again.

    Raises:
        SecondPersonNeeded: the same person asked, or the account is their own.
        StaleEdit: it was answered, or a sheet changed, in the meantime.
    """
    asker = Asker(hand.person_id, hand.key, at)
    rechecks.answer(session, row, asker, is_granted=True)
    given: list[int] = []
    left: list[int] = []
    standing = rechecks.standing(session, row.account_id, hold=True)
    releases.hold_constituencies_of(session, [sheet.unit_id for sheet in standing])
    for sheet in standing:
        kept = given if _give_back(session, row, sheet, hand, at) else left
        kept.append(saved(sheet.id))
    rechecks.note_given(session, row, asker, given, left)


def _give_back(session: Session, row: Recheck, sheet: Sheet, hand: Hand, at: datetime) -> bool:
    """Return False where an order holds the unit: its numbers count nowhere."""
    if sheet.state is SheetState.CONFIRMED:
        return _recall(session, row, sheet, hand, at)
    is_parked = sheet.state is SheetState.PARKED
    word = Word(DecisionKind.RECALL, reason=recalling.in_public(RecallReason.RECHECK))
    decisions.write_down(session, sheet, hand, word, at)
    decisions.move(session, sheet, SheetEvent.CLEAR if is_parked else SheetEvent.REOPEN)
    return True


def _recall(session: Session, row: Recheck, sheet: Sheet, hand: Hand, at: datetime) -> bool:
    unit, _ = hold_unit(session, sheet.unit_id)
    if not UNIT.allows(unit.state, UnitEvent.RECALL):
        return False
    request = recalls.open_request(session, saved(sheet.id))
    if request is None:
        request = rechecks.request_for(session, row, sheet)
    elif request.asked_by == hand.person_id:
        # Their own wish for this sheet: the other of the two grants it.
        asker = session.get_one(Person, row.asked_by)
        hand = Hand(row.asked_by, asker.key, "", -1)
    recalling.grant(session, request, sheet, hand, at)
    return True

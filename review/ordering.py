"""Orders of the constituency committee about a unit, and what they mean for its sheets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from models.states.sheet import SheetEvent
from models.states.unit import UnitEvent
from models.store import decisions, releases
from models.store.constituencies import give_order
from models.store.decisions import Hand, Word
from models.store.envelopes import Noter
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.recalls import RecallReason
from models.tables.sheets import DecisionKind
from results.release import on_confirmed
from review.errors import NotComplete
from review.recalling import in_public

ORDERS: Final = (
    UnitEvent.SUSPEND,
    UnitEvent.ORDER_RECOUNT,
    UnitEvent.ORDER_REVOTE,
    UnitEvent.ORDER_NO_COUNT,
    UnitEvent.RESUME,
)

_NEW_PAPER: Final = frozenset({UnitEvent.ORDER_RECOUNT, UnitEvent.ORDER_REVOTE})
"""After these the unit fills in new forms: what was confirmed waits for them."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order and why it was given."""

    event: UnitEvent
    reason: str


def order(session: Session, unit: ReportingUnit, what: Order, hand: Hand, at: datetime) -> None:
    """Carry out an order about a unit.

    A recount or a new vote recalls its confirmed sheets, so that the new forms take their place;
    where an order is taken back, what is still confirmed counts again.

    Raises:
        NotComplete: no reason was written.
        IllegalMove: the unit is public, or has no order to take back.
    """
    if not what.reason.strip():
        raise NotComplete(codes=("reason",))
    give_order(session, unit, what.event, what.reason.strip(), Noter(hand.person_id, hand.key, at))
    confirmed = releases.confirmed_sheets(session, saved(unit.id))
    if what.event in _NEW_PAPER:
        for sheet in confirmed:
            word = Word(DecisionKind.RECALL, reason=in_public(RecallReason.ORDERED))
            decisions.write_down(session, sheet, hand, word, at)
            decisions.move(session, sheet, SheetEvent.RECALL, reason=RecallReason.ORDERED.value)
    elif what.event is UnitEvent.RESUME and confirmed:
        on_confirmed(session, confirmed[-1], at)

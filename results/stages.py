"""The operator's word on one constituency: pause, resume, consolidate, certify, withdraw a unit.

Every function works inside the caller's transaction and leaves an entry in the audit log.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from models.errors import SecondPersonNeeded, StaleEdit
from models.states.constituency import CONSTITUENCY, ConstituencyEvent
from models.states.unit import UNIT, UnitEvent
from models.store import audit, consolidation, releases
from models.store.rows import saved
from models.tables.audit import AuditEntry
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Person
from results import agreement, correction, release
from results.errors import NotExplained, StillDiffers

_ASKED: Final = {
    "ask_consolidate": ConstituencyEvent.CONSOLIDATE,
    "ask_certify": ConstituencyEvent.CERTIFY,
}
_OVER: Final = ("pause", "stop", "refuse", "consolidate", "certify")
"""After these nothing is asked for any more."""
ORDERS: Final = {
    "suspend": UnitEvent.SUSPEND,
    "recount": UnitEvent.ORDER_RECOUNT,
    "revote": UnitEvent.ORDER_REVOTE,
    "no_count": UnitEvent.ORDER_NO_COUNT,
}
"""What may be ordered for a unit."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person asked for and another may grant."""

    event: ConstituencyEvent
    actor: str
    """The asker's key."""
    at: datetime


def pause(
    session: Session, constituency: Constituency, person: Person, at: datetime, reason: str
) -> None:
    """Stop publication of a constituency with a reason for the public.

    Raises:
        IllegalMove: it is not being published.
    """
    _move(session, constituency, ConstituencyEvent.PAUSE)
    constituency.state_reason = reason
    _note(session, constituency, person, at, "pause", reason=reason)


def resume(session: Session, constituency: Constituency, person: Person, at: datetime) -> None:
    """Go on; what became complete meanwhile is released.

    Raises:
        IllegalMove: it is not paused.
        StillDiffers: its figures do not agree (R601, R607).
    """
    stop = agreement.why_stopped(session, constituency)
    if stop is not None:
        raise StillDiffers(stop.code)
    _move(session, constituency, ConstituencyEvent.RESUME)
    constituency.state_reason = None
    release.release_all(session, constituency, at)
    _note(session, constituency, person, at, "resume")


def ask_to_consolidate(
    session: Session, constituency: Constituency, person: Person, at: datetime
) -> None:
    """Ask for the cap to be lifted; another person must grant it.

    Raises:
        IllegalMove: it is paused, or consolidated already.
        NotExplained: ส.ส. 6/1 is missing, keyed once, or differs without a word.
    """
    CONSTITUENCY.after(constituency.state, ConstituencyEvent.CONSOLIDATE)
    _explained(session, constituency)
    _note(session, constituency, person, at, "ask_consolidate")


def consolidate(session: Session, constituency: Constituency, person: Person, at: datetime) -> int:
    """Lift the cap, as another person asked: ส.ส. 6/1 is in, every difference explained (R611).

    What was withheld becomes public, units with one ballot marked; return how many became so.

    Raises:
        IllegalMove: it is paused, or consolidated already.
        NotExplained: ส.ส. 6/1 is missing, keyed once, or differs without a word.
        SecondPersonNeeded: nobody else asked.
    """
    _explained(session, constituency)
    _granting(session, constituency, person, ConstituencyEvent.CONSOLIDATE)
    released = release.release_all(session, constituency, at)
    released += release.release_one_ballots(session, constituency, at)
    _note(session, constituency, person, at, "consolidate", released=released)
    return released


def ask_to_certify(
    session: Session, constituency: Constituency, person: Person, at: datetime
) -> None:
    """Ask for the announcement (กกต. ประกาศผล); another person must grant it.

    Raises:
        IllegalMove: it is not consolidated.
    """
    CONSTITUENCY.after(constituency.state, ConstituencyEvent.CERTIFY)
    _note(session, constituency, person, at, "ask_certify")


def certify(session: Session, constituency: Constituency, person: Person, at: datetime) -> None:
    """Grant what another person asked for: the figures are announced.

    Raises:
        IllegalMove: it is not consolidated.
        SecondPersonNeeded: nobody else asked.
    """
    _granting(session, constituency, person, ConstituencyEvent.CERTIFY)
    _note(session, constituency, person, at, "certify")


def refuse(session: Session, constituency: Constituency, person: Person, at: datetime) -> None:
    """Refuse what another person asked for, or take one's own wish back.

    Raises:
        StaleEdit: nothing is asked for.
    """
    releases.hold_constituency(session, saved(constituency.id))
    wish = open_wish(session, constituency)
    if wish is None:
        raise StaleEdit(f"constituency {constituency.code}")
    _note(session, constituency, person, at, "refuse", asked=wish.event.value)


def open_wish(session: Session, constituency: Constituency) -> Wish | None:
    """Return what is asked for and neither granted nor refused; a pause ends a wish too."""
    return open_wishes(session, [constituency]).get(constituency.code)


def open_wishes(session: Session, among: Iterable[Constituency]) -> dict[str, Wish]:
    """Return the same of many constituencies, by code."""
    codes = {f"constituency:{c.id}": c.code for c in among}
    wanted = select(AuditEntry).where(col(AuditEntry.action).in_((*_ASKED, *_OVER)))
    if len(codes) == 1:
        wanted = wanted.where(AuditEntry.subject == next(iter(codes)))
    newest = {e.subject: e for e in session.exec(wanted.order_by(col(AuditEntry.id)))}
    return {
        codes[subject]: Wish(_ASKED[entry.action], entry.actor, entry.at)
        for subject, entry in newest.items()
        if subject in codes and entry.action in _ASKED
    }


STEPS: Final[dict[str, Callable[[Session, Constituency, Person, datetime], object]]] = {
    "resume": resume,
    "ask_consolidate": ask_to_consolidate,
    "consolidate": consolidate,
    "ask_certify": ask_to_certify,
    "certify": certify,
    "refuse": refuse,
}
"""The steps that need no reason, by the names that pages and the command line give them."""


def withdraw(
    session: Session, unit: ReportingUnit, person: Person, at: datetime, order: tuple[str, str]
) -> int:
    """Order a recount, a new vote or no count, with its reason; return how many numbers went.

    A public unit's numbers leave the sums, all ballots together, by named corrections (R602); its
    slot under the cap stays taken (R604).

    Raises:
        KeyError: there is no such order.
        IllegalMove: the unit is under an order already.
    """
    what, reason = order
    releases.hold_constituency(session, unit.constituency_id)
    session.refresh(unit)
    unit.state = UNIT.after(unit.state, ORDERS[what])
    unit.state_reason = reason
    entered = correction.withdraw(session, unit, at, reason)
    found = releases.release_of(session, saved(unit.id))
    if found is not None:
        found.is_rechecked = False
    after = {"order": what, "reason": reason}
    subject = f"unit:{unit.id}"
    audit.append(session, at=at, actor=person.key, action="order", subject=subject, after=after)
    return len(entered)


def _explained(session: Session, constituency: Constituency) -> None:
    waits = consolidation.waits_for(session, saved(constituency.id))
    if waits:
        raise NotExplained(", ".join(sorted(f"{w.ballot}:{w.why}" for w in waits)))


def _granting(
    session: Session, constituency: Constituency, person: Person, event: ConstituencyEvent
) -> None:
    """Move a constituency on if another person asked for just that."""
    releases.hold_constituency(session, saved(constituency.id))
    wish = open_wish(session, constituency)
    if wish is None or wish.event is not event or wish.actor == person.key:
        raise SecondPersonNeeded(constituency.code)
    _move(session, constituency, event)


def _move(session: Session, constituency: Constituency, event: ConstituencyEvent) -> None:
    releases.hold_constituency(session, saved(constituency.id))
    constituency.state = CONSTITUENCY.after(constituency.state, event)
    session.flush()


def _note(
    session: Session,
    constituency: Constituency,
    person: Person,
    at: datetime,
    action: str,
    **after: object,
) -> None:
    subject = f"constituency:{constituency.id}"
    audit.append(session, at=at, actor=person.key, action=action, subject=subject, after=after)

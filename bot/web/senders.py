"""Who stands at /send, and for which unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlmodel import Session

from models.errors import NotFound
from models.store.people import areas_of, units_in
from models.store.rows import saved
from models.store.sessions import SignedIn
from models.tables.geography import ReportingUnit
from models.tables.people import Role
from models.values.ballots import UnitKind
from pages.doors import Door
from pages.errors import NotAllowed, NotSignedIn
from pages.visitors import Visitor, posted, visitor_of
from pages.wiring import now

DOOR: Final = Door("bot.web", "/send")
IMAGES: Final = "/send/images"
SENDERS: Final = frozenset({Role.COMMITTEE, Role.DESK, Role.CLERK, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Sender:
    """A signed-in person who sends photos."""

    visitor: Visitor
    person: SignedIn
    at: datetime

    @property
    def is_committee(self) -> bool:
        """Tell whether the person belongs to a unit, and not to a desk that serves many."""
        return self.person.role is Role.COMMITTEE

    def units(self, session: Session) -> Sequence[ReportingUnit]:
        """Return the units that this person sends for; a clerk's are counting sets."""
        units = units_in(session, areas_of(session, self.person.person_id))
        if self.person.role is Role.CLERK:
            return [u for u in units if u.kind is UnitKind.COUNTING_SET]
        return units

    def unit(self, session: Session, code: str) -> ReportingUnit:
        """Return the unit of a code, or the only one where no code is given.

        Raises:
            NotFound: no such unit, or not this person's, or not said which of several.
        """
        units = self.units(session)
        wanted = [u for u in units if u.code == code] if code else list(units)
        if len(wanted) != 1:
            raise NotFound("unit")
        return wanted[0]

    def own(self, session: Session, unit_id: int) -> ReportingUnit:
        """Return a unit by its id, if it is this person's.

        Raises:
            NotFound: it is not.
        """
        found = next((u for u in self.units(session) if saved(u.id) == unit_id), None)
        if found is None:
            raise NotFound("unit")
        return found


def home_of(code: str, **more: str) -> str:
    """Return the address of the page of the unit with this code."""
    return f"/send?{urlencode({'unit': code, **more})}"


def sending(request: Request) -> Sender:
    """Return who sends.

    Raises:
        NotSignedIn, NotAllowed: nobody, or nobody who sends photos.
    """
    return _sender(request, visitor_of(request))


def posting(request: Request, visitor: Annotated[Visitor, Depends(posted)]) -> Sender:
    """Return who sends, by a form of ours.

    Raises:
        CsrfRefused, NotSignedIn, NotAllowed: a foreign form, nobody, or nobody who sends.
    """
    return _sender(request, visitor)


Sending = Annotated[Sender, Depends(sending)]
Posting = Annotated[Sender, Depends(posting)]


def _sender(request: Request, visitor: Visitor) -> Sender:
    if visitor.person is None:
        raise NotSignedIn("/send")
    if visitor.person.role not in SENDERS:
        raise NotAllowed(request.url.path)
    return Sender(visitor, visitor.person, now(request))

"""Who stands at /send, and for which unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.acts import Acting
from models.errors import NotFound
from models.store import photos
from models.store.people import sent_for_by
from models.store.sessions import SignedIn
from models.tables.geography import ReportingUnit
from models.tables.people import Role
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
        """Return the units that this person sends for, in the order of their codes."""
        return session.exec(self._mine(session).order_by(col(ReportingUnit.code))).all()

    def unit(self, session: Session, code: str) -> ReportingUnit:
        """Return the unit of a code, or the only one where no code is given.

        Raises:
            NotFound: no such unit, or not this person's, or not said which of several.
        """
        mine = self._mine(session)
        wanted = mine.where(ReportingUnit.code == code) if code else mine
        found = session.exec(wanted.limit(2)).all()
        if len(found) != 1:
            raise NotFound("unit")
        return found[0]

    def own(self, session: Session, unit_id: int) -> ReportingUnit:
        """Return a unit by its id, if it is this person's.

        Raises:
            NotFound: it is not.
        """
        found = session.exec(self._mine(session).where(ReportingUnit.id == unit_id)).first()
        if found is None:
            raise NotFound("unit")
        return found

    def is_flooding(self, session: Session, unit_id: int) -> bool:
        """Tell whether this person sent more of a unit lately than it can have pages."""
        return photos.is_flooding(session, self.person.person_id, unit_id, self.at)

    def acting(self, session: Session) -> Acting:
        """Return the person as somebody who does something in a transaction."""
        return Acting(session, self.person.person_id, self.at)

    def _mine(self, session: Session) -> SelectOfScalar[ReportingUnit]:
        is_mine = sent_for_by(session, self.person.person_id, self.person.role)
        return select(ReportingUnit).where(is_mine)


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

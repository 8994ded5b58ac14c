"""Who sits at the review desk: rights by role and area, asked on every request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from sqlmodel import Session

from models.store.claims import REVIEWERS, Looker
from models.store.people import areas_of
from models.store.sessions import SignedIn
from models.tables.people import Role
from pages.doors import Door
from pages.errors import NotAllowed, NotSignedIn
from pages.visitors import Visitor, posted, visitor_of
from pages.wiring import database_of, now
from review.account_shapes import GRANTS

DOOR: Final = Door("review", "/review")
SIGN_IN: Final = "/review/sign-in"
IMAGES: Final = "/review/images"
WATCHERS: Final = REVIEWERS | {Role.AUDITOR, Role.OPERATOR, Role.PROVINCE}
"""Roles that see the desk; only reviewers, supervisors and clerks decide."""
LEADERS: Final = WATCHERS - {Role.REVIEWER}
"""Roles that see how the work of others goes."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A signed-in person at the desk, at a time."""

    visitor: Visitor
    person: SignedIn
    looker: Looker
    at: datetime

    @property
    def decides(self) -> bool:
        """Tell whether the person may claim and decide."""
        return self.person.role in REVIEWERS

    @property
    def leads(self) -> bool:
        """Tell whether the person sees how the work of others goes."""
        return self.person.role in LEADERS


def _seated(request: Request, visitor: Visitor) -> Desk:
    person = visitor.person
    if person is None:
        raise NotSignedIn(SIGN_IN)
    if person.role not in WATCHERS:
        raise NotAllowed(request.url.path)
    with database_of(request).reading() as session:
        looker = _looker(session, person)
    return Desk(visitor, person, looker, now(request))


def watching(request: Request) -> Desk:
    """Return the desk of somebody who may look.

    Raises:
        NotSignedIn, NotAllowed: nobody, or nobody of this desk.
    """
    return _seated(request, visitor_of(request))


def deciding(request: Request, visitor: Annotated[Visitor, Depends(posted)]) -> Desk:
    """Return the desk of somebody whose form may change something.

    Raises:
        CsrfRefused, NotSignedIn, NotAllowed: a foreign form, nobody, or no reviewer.
    """
    desk = _seated(request, visitor)
    if not desk.decides:
        raise NotAllowed(request.url.path)
    return desk


def granting(request: Request, visitor: Annotated[Visitor, Depends(posted)]) -> Desk:
    """Return the desk of somebody whose form may open or stop accounts.

    Raises:
        CsrfRefused, NotSignedIn, NotAllowed: a foreign form, nobody, or nobody who grants.
    """
    desk = _seated(request, visitor)
    if desk.person.role not in GRANTS:
        raise NotAllowed(request.url.path)
    return desk


Watching = Annotated[Desk, Depends(watching)]
Deciding = Annotated[Desk, Depends(deciding)]
Granting = Annotated[Desk, Depends(granting)]


def _looker(session: Session, person: SignedIn) -> Looker:
    return Looker(person.person_id, person.role, areas_of(session, person.person_id))

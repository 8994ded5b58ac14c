"""The end of every sign-in: a fresh session, written into the audit log."""

from datetime import datetime

from fastapi import Request, Response
from sqlmodel import Session

from models.store import audit
from models.store.sessions import open_session
from models.tables.people import Person
from pages.doors import see_other, set_session
from pages.wiring import fingerprint, secret_of
from review.desk import DOOR


def let_in(request: Request, session: Session, person: Person, at: datetime) -> Response:
    """Open a session for a person and send the browser to the desk."""
    address = request.client.host if request.client else ""
    audit.append(
        session,
        at=at,
        actor=person.key,
        action="sign in",
        subject=f"person:{person.id}",
        # From where, told apart without naming the place.
        after={"from": fingerprint(secret_of(request), "address", address)},
    )
    # Always a fresh token: one that was planted beforehand opens nothing.
    token = open_session(session, person, at)
    response = see_other(DOOR.home)
    set_session(request, response, token)
    return response

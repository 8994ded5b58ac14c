"""What a form of the desk brings, and where the browser goes when it was taken."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from models.store.decisions import Hand
from models.store.queue import claim_next
from models.store.recalls import Asker
from pages.doors import see_other
from review.desk import Desk

Form = Mapping[str, str]
WORDS_KEPT: Final = 500
_ONCE_KEPT: Final = 48


async def _posted_form(request: Request) -> Form:
    return {key: str(value) for key, value in (await request.form()).items()}


PostedForm = Annotated[Form, Depends(_posted_form)]


def hand_of(desk: Desk, form: Form) -> Hand:
    """Return whose hand a form comes from, with the claim and the edit that it shows."""
    edit, once = form.get("edit", ""), form.get("once", "")
    return Hand(
        person_id=desk.looker.person_id,
        key=desk.person.key,
        token=form.get("token", ""),
        edit=int(edit) if edit.isascii() and edit.isdigit() else -1,
        # With the person before it: nobody's key is taken for somebody else's.
        once=f"{desk.looker.person_id}.{once}"[:_ONCE_KEPT] if once else None,
    )


def asker_of(desk: Desk) -> Asker:
    """Return who asks for something that a second person grants, or answers such a wish."""
    return Asker(desk.looker.person_id, desk.person.key, desk.at)


def words_in(form: Form) -> str:
    """Return what somebody wrote, cut where a field ends."""
    return form.get("text", "")[:WORDS_KEPT]


def onward(request: Request, session: Session, desk: Desk) -> Response:
    """Claim the next sheet and go there; with nothing waiting, back to the queue."""
    claim = claim_next(session, desk.looker, desk.at)
    return go(request, f"/review/sheets/{claim.sheet_id}?done=1" if claim else "/review?empty=1")


def go(request: Request, path: str) -> Response:
    """Send the browser on; a script that asked for JSON is told where to."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"to": path}, headers={"Cache-Control": "no-store"})
    return see_other(path)

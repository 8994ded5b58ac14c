"""Dead letters for operators: what could not be worked on or sent, and another try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from models.errors import NotFound
from models.store import audit, conversations, inbox, outbox
from models.store.cases import place_of
from models.store.inbox import Chat, chat_of
from models.store.photos import own_unit
from models.store.rows import saved
from models.tables.chat import InboxEvent, OutboxMessage
from models.tables.people import Role
from pages.doors import see_other
from pages.errors import NotAllowed
from pages.names import unit_name
from pages.visitors import Visitor, posted
from pages.wiring import database_of
from review.desk import DOOR, Desk, Watching, watching

router = APIRouter(route_class=DOOR.route_class())

_SHOWN: Final = 100
_WORDS: Final = 120
_PATH: Final = "/review/dead-letters"
_UNSURE, _QUOTA = "unsure: ", "quota"


@dataclass(frozen=True, slots=True)
class Letter:
    """An event or a message that was given up; no id of a chat and no word of the public."""

    id: int
    kind: str
    platform: str
    at: datetime
    unit: str
    words: str
    why: str
    """Name of the phrase that says what happened."""
    failure: str
    """What the program calls it, for the log's reader."""


def operating(desk: Watching) -> Desk:
    """Return the desk of an operator.

    Raises:
        NotAllowed: anybody else.
    """
    if desk.person.role is not Role.OPERATOR:
        raise NotAllowed(_PATH)
    return desk


Operating = Annotated[Desk, Depends(operating)]


def operating_form(request: Request, visitor: Annotated[Visitor, Depends(posted)]) -> Desk:
    """Return the desk of an operator whose form may change something."""
    del visitor  # it proves that the form is ours
    return operating(watching(request))


OperatingForm = Annotated[Desk, Depends(operating_form)]


@router.get(_PATH)
def show(request: Request, desk: Operating) -> Response:
    """Show what was given up, newest first."""
    with database_of(request).reading() as session:
        out = [_of_message(session, desk, m) for m in outbox.dead(session)[:_SHOWN]]
        came = [_of_event(session, desk, e) for e in inbox.dead(session)[:_SHOWN]]
        counts = {**{f"out_{s}": n for s, n in outbox.count_by_state(session).items()}}
    return DOOR.page(request, "dead_letters.html", desk=desk, out=out, came=came, counts=counts)


@router.post(_PATH + "/{kind}/{letter_id}/again")
def try_again(request: Request, desk: OperatingForm, kind: str, letter_id: int) -> Response:
    """Give a dead letter another try; the audit log says who did."""
    stores = {"out": outbox.requeue, "came": inbox.requeue}
    if kind not in stores:
        raise NotFound("dead letter")
    with database_of(request).writing() as session:
        if not stores[kind](session, letter_id, desk.at):
            raise NotFound("dead letter")
        audit.append(
            session,
            at=desk.at,
            actor=desk.person.key,
            action="try again",
            subject=f"{'outbox' if kind == 'out' else 'inbox'}:{letter_id}",
        )
    return see_other(_PATH)


def _of_message(session: Session, desk: Desk, row: OutboxMessage) -> Letter:
    unit = _unit(session, desk, chat_of(row))
    said: Sequence[str] = [m["text"] for m in row.body.get("messages", ())]
    words = " ".join(said)[:_WORDS] if unit else ""
    failure = row.failure or ""
    return Letter(
        saved(row.id),
        "out",
        row.platform.value,
        row.created_at,
        unit,
        words,
        _why(failure),
        failure.removeprefix(_UNSURE),
    )


def _why(failure: str) -> str:
    """Return the name of the phrase for the failure of a message that was given up."""
    if failure.startswith(_UNSURE):
        return "dead_unsure"
    return "dead_quota" if failure == _QUOTA else "dead_refused"


def _of_event(session: Session, desk: Desk, row: InboxEvent) -> Letter:
    unit = _unit(session, desk, chat_of(row))
    return Letter(
        saved(row.id),
        "came",
        row.platform.value,
        row.received_at,
        unit,
        "",
        "dead_unworked",
        row.failure or "",
    )


def _unit(session: Session, desk: Desk, chat: Chat) -> str:
    """Return the unit behind a chat, empty for the public."""
    found = conversations.find(session, chat)
    unit_id = own_unit(session, found.person_id) if found and found.person_id else None
    return unit_name(place_of(session, unit_id), desk.visitor.language) if unit_id else ""

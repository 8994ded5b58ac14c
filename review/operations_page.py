"""The operations board: is anything stuck, where, since when, and who acts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, col, func, select

from models.store import inbox, operations, outbox, reminders
from models.store.operations import CentreNight, Share
from models.tables.election import Election
from models.tables.results import Snapshot
from models.values.chat import InboxState, OutboxState
from pages.errors import NotAllowed
from pages.wiring import database_of
from review.account_shapes import GRANTS
from review.desk import DOOR, Desk, Watching
from review.reminding import reminded_in

router = APIRouter(route_class=DOOR.route_class())


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the operations board."""

    centres: list[CentreNight]
    photos: int
    oldest_photo: datetime | None
    chat_waiting: int
    chat_dead: int
    snapshot: int
    snapshot_at: datetime | None
    sample: Share

    def total(self, name: str) -> int:
        """Return the sum of one column over the centres."""
        return sum(getattr(centre, name) for centre in self.centres)


@router.get("/review/operations")
def operations_board(request: Request, desk: Watching, screen: str = "") -> Response:
    """Show how the night goes in the person's areas; `screen` is for a projector."""
    if not desk.leads:
        raise NotAllowed(request.url.path)
    with database_of(request).reading() as session:
        shown: dict[str, Any] = {"desk": desk, "board": _board(session, desk), "at": desk.at}
        shown["election"] = session.get_one(Election, 1)
        may_remind = not screen and desk.person.role in GRANTS
        shown["may_remind"] = may_remind and reminders.is_time(session, desk.at)
        shown["reminded"] = reminded_in(request)
        return DOOR.page(request, "operations.html", **shown, is_screen=bool(screen))


def _board(session: Session, desk: Desk) -> Board:
    areas = desk.looker.areas
    photos, oldest = operations.photos_in_hand(session)
    events, messages = inbox.count_by_state(session), outbox.count_by_state(session)
    newest = session.exec(
        select(func.max(Snapshot.sequence), func.max(Snapshot.published_at)).where(
            col(Snapshot.published_at).is_not(None)
        )
    ).one()
    return Board(
        centres=operations.centre_nights(session, areas, desk.at),
        photos=photos,
        oldest_photo=oldest,
        chat_waiting=events.get(InboxState.WAITING, 0) + messages.get(OutboxState.WAITING, 0),
        chat_dead=events.get(InboxState.DEAD, 0) + messages.get(OutboxState.DEAD, 0),
        snapshot=newest[0] or 0,
        snapshot_at=newest[1],
        sample=operations.blind_sample(session, areas),
    )

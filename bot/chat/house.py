"""What the chat process stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from bot.accounts import Account
from bot.chat.public import Snapshots
from intake.receive import Door
from models.database import Database
from models.values.chat import Platform


class SheetQueue(Protocol):
    """Takes complete sheets to decide."""

    def put_sheet(self, session: Session, sheet_id: int) -> None:
        """Enqueue the joint reading of a sheet, visible once `session` commits."""


@dataclass(frozen=True, slots=True)
class ChatHouse:
    """The record, the way in for photos, and the accounts; the clock is the caller's."""

    database: Database
    door: Door
    queue: SheetQueue
    secret: bytes
    board_url: str
    snapshots: Snapshots
    accounts: Mapping[Platform, Account]
    now: Callable[[], datetime]
    quota_reserve: int = 0
    """Pushes of a month that are kept for what has to be done at a unit."""

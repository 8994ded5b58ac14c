"""Chat platforms, and where what came from them and goes to them stands."""

from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    """A chat platform that people write from."""

    LINE = "line"
    TELEGRAM = "telegram"


class Bot(StrEnum):
    """Which of an installation's accounts on a platform."""

    MAIN = "main"
    """The committees' account, and everybody's where the public has none of its own."""
    PUBLIC = "public"
    """The public's own account: it answers questions and takes no pictures."""


class Audience(StrEnum):
    """Whom an account speaks with."""

    EVERYBODY = "everybody"
    COMMITTEES = "committees"
    PUBLIC = "public"


class Menu(StrEnum):
    """Which menu stands in a chat: by what its person may do."""

    PUBLIC = "public"
    NEWCOMER = "newcomer"
    """Of the committees' own account, before a code was used."""
    COMMITTEE = "committee"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class AccountId:
    """An account of ours on a platform."""

    platform: Platform
    bot: Bot = Bot.MAIN

    @property
    def path(self) -> str:
        """The address of its door: `line`, `telegram/public`."""
        public = "/public" if self.bot is Bot.PUBLIC else ""
        return f"{self.platform.value}{public}"


class InboxState(StrEnum):
    """Where an event that came in stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    """Every attempt failed; an operator sees it."""


class OutboxState(StrEnum):
    """Where a message to somebody stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Handed to the platform; whether it arrived is not known yet."""
    SENT = "sent"
    DROPPED = "dropped"
    """Nobody wants it any more: the person blocked us, or it may not be pushed."""
    DEAD = "dead"
    """Given up, or unsure whether it arrived; an operator sees it."""

"""Chat platforms, and where what came from them and goes to them stands."""

from enum import StrEnum


class Platform(StrEnum):
    """A chat platform that people write from."""

    LINE = "line"
    TELEGRAM = "telegram"


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

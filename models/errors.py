"""What can go wrong when the record of an election is changed.

ModelError
├── IllegalMove          a state does not allow this event
├── SecondPersonNeeded   the second look must come from another person
├── StaleEdit            somebody changed the record since it was read
├── NotFound             no such record, or not for this person
├── BelowZero            a running total would fall below zero: the sums are wrong
└── LeaseLost            another publisher writes the published folder
"""

from datetime import datetime


class ModelError(Exception):
    """Base of every refusal by the record."""


class IllegalMove(ModelError):
    """A state does not allow this event."""

    def __init__(self, machine: str, state: str, event: str) -> None:
        """Name the machine, the state it is in and the event that it refuses."""
        super().__init__(f"{machine}: {event} is not possible in {state}")
        self.machine = machine
        self.state = state
        self.event = event


class SecondPersonNeeded(ModelError):
    """The second look must come from another person than the first."""


class StaleEdit(ModelError):
    """Somebody changed the record since it was read."""

    def __init__(
        self,
        subject: str,
        changed_by: str | None = None,
        what: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Name what was changed and, where known, who did what to it and when."""
        super().__init__(f"{subject} was changed in the meantime")
        self.subject = subject
        self.changed_by = changed_by
        self.what = what
        self.at = at


class NotFound(ModelError):
    """There is no such record, or it is not for this person."""


class BelowZero(ModelError):
    """A running total would fall below zero: what is taken away was never added."""


class LeaseLost(ModelError):
    """Another publisher holds the lease, or took it since."""

"""What can go wrong between a file and a photo.

IntakeError
├── Refused        the file is no photo we take; `reason` is from a closed list
├── NotKept        no content of that hash is in the store
├── Corrupted      the store gave bytes that do not fit their hash
└── StoreAway      the store does not answer; nothing is known to be wrong with what it keeps
"""

from models.values.refusals import Refusal


class IntakeError(Exception):
    """Base of what intake raises."""


class Refused(IntakeError):
    """A file is not taken as a photo."""

    def __init__(self, reason: Refusal) -> None:
        """Name the reason; its sentence for people is in `models.values.refusals`."""
        super().__init__(reason.value)
        self.reason = reason


class NotKept(IntakeError):
    """No content of that hash is in the store."""


class Corrupted(IntakeError):
    """The store gave bytes that do not fit their hash."""


class StoreAway(IntakeError):
    """The store does not answer, or has no room; nothing is known to be wrong with a photo."""

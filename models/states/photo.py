"""The way of one photo."""

from enum import StrEnum
from typing import Final

from models.states.machine import Machine


class PhotoState(StrEnum):
    """Where a photo stands."""

    RECEIVED = "received"
    STORED = "stored"
    QUEUED = "queued"
    READ = "read"
    NEEDS_HUMAN = "needs_human"
    REJECTED = "rejected"


class PhotoEvent(StrEnum):
    """What happens to a photo."""

    STORE = "store"
    QUEUE = "queue"
    READ = "read"
    GIVE_UP = "give_up"
    REJECT = "reject"


PHOTO: Final = Machine(
    "photo",
    PhotoState.RECEIVED,
    {
        (PhotoState.RECEIVED, PhotoEvent.STORE): PhotoState.STORED,
        (PhotoState.RECEIVED, PhotoEvent.REJECT): PhotoState.REJECTED,
        (PhotoState.STORED, PhotoEvent.QUEUE): PhotoState.QUEUED,
        (PhotoState.STORED, PhotoEvent.REJECT): PhotoState.REJECTED,
        (PhotoState.QUEUED, PhotoEvent.READ): PhotoState.READ,
        (PhotoState.QUEUED, PhotoEvent.GIVE_UP): PhotoState.NEEDS_HUMAN,
        (PhotoState.QUEUED, PhotoEvent.REJECT): PhotoState.REJECTED,
    },
)

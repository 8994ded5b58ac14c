"""The way of one sheet: the pages of one unit's form for one ballot."""

from enum import StrEnum
from typing import Final

from models.states.machine import Machine


class SheetState(StrEnum):
    """Where a sheet stands."""

    COLLECTING = "collecting"
    COMPLETE = "complete"
    READ = "read"
    READ_BACK = "read_back"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    PARKED = "parked"
    RECALLED = "recalled"
    SUPERSEDED = "superseded"


class SheetEvent(StrEnum):
    """What happens to a sheet."""

    JOIN_PAGE = "join_page"
    COMPLETE = "complete"
    KEY = "key"
    DECIDE = "decide"
    ASK = "ask"
    QUEUE = "queue"
    SECOND_LOOK = "second_look"
    CONFIRM = "confirm"
    RETURN = "return"
    PARK = "park"
    CLEAR = "clear"
    RECALL = "recall"
    REOPEN = "reopen"
    SUPERSEDE = "supersede"


_S = SheetState
_E = SheetEvent

SHEET: Final = Machine(
    "sheet",
    _S.COLLECTING,
    {
        (_S.COLLECTING, _E.JOIN_PAGE): _S.COLLECTING,
        (_S.COLLECTING, _E.COMPLETE): _S.COMPLETE,
        (_S.COLLECTING, _E.KEY): _S.IN_REVIEW,
        (_S.COLLECTING, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.COMPLETE, _E.DECIDE): _S.READ,
        (_S.COMPLETE, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.READ, _E.ASK): _S.READ_BACK,
        (_S.READ, _E.QUEUE): _S.IN_REVIEW,
        (_S.READ, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.READ_BACK, _E.QUEUE): _S.IN_REVIEW,
        (_S.READ_BACK, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.IN_REVIEW, _E.SECOND_LOOK): _S.IN_REVIEW,
        (_S.IN_REVIEW, _E.CONFIRM): _S.CONFIRMED,
        (_S.IN_REVIEW, _E.RETURN): _S.RETURNED,
        (_S.IN_REVIEW, _E.PARK): _S.PARKED,
        (_S.IN_REVIEW, _E.REOPEN): _S.IN_REVIEW,
        (_S.IN_REVIEW, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.RETURNED, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.RETURNED, _E.REOPEN): _S.IN_REVIEW,
        (_S.PARKED, _E.CLEAR): _S.IN_REVIEW,
        (_S.PARKED, _E.RETURN): _S.RETURNED,
        (_S.PARKED, _E.SUPERSEDE): _S.SUPERSEDED,
        (_S.CONFIRMED, _E.RECALL): _S.RECALLED,
        (_S.RECALLED, _E.REOPEN): _S.IN_REVIEW,
        (_S.RECALLED, _E.SUPERSEDE): _S.SUPERSEDED,
    },
)
"""A confirmed sheet is never superseded by itself: it is recalled first, by two people."""

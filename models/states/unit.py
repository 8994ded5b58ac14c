"""The way of one reporting unit."""

from enum import StrEnum
from typing import Final

from models.states.machine import Machine


class UnitState(StrEnum):
    """Where a reporting unit stands."""

    NOTHING = "nothing"
    PARTLY_CONFIRMED = "partly_confirmed"
    COMPLETE = "complete"
    RELEASED = "released"
    WITHHELD = "withheld"
    SUSPENDED = "suspended"
    RECOUNT = "recount"
    REVOTE = "revote"
    NO_COUNT = "no_count"


class UnitEvent(StrEnum):
    """What happens to a reporting unit."""

    CONFIRM_ONE = "confirm_one"
    CONFIRM_LAST = "confirm_last"
    RECALL = "recall"
    RELEASE = "release"
    WITHHOLD = "withhold"
    SUSPEND = "suspend"
    ORDER_RECOUNT = "order_recount"
    ORDER_REVOTE = "order_revote"
    ORDER_NO_COUNT = "order_no_count"
    RESUME = "resume"


_S = UnitState
_E = UnitEvent
_OPEN = (_S.NOTHING, _S.PARTLY_CONFIRMED, _S.COMPLETE, _S.WITHHELD)
_HELD = {
    _E.SUSPEND: _S.SUSPENDED,
    _E.ORDER_RECOUNT: _S.RECOUNT,
    _E.ORDER_REVOTE: _S.REVOTE,
    _E.ORDER_NO_COUNT: _S.NO_COUNT,
}

UNIT: Final = Machine(
    "unit",
    _S.NOTHING,
    {
        (_S.NOTHING, _E.CONFIRM_ONE): _S.PARTLY_CONFIRMED,
        (_S.NOTHING, _E.CONFIRM_LAST): _S.COMPLETE,
        (_S.PARTLY_CONFIRMED, _E.CONFIRM_ONE): _S.PARTLY_CONFIRMED,
        (_S.PARTLY_CONFIRMED, _E.CONFIRM_LAST): _S.COMPLETE,
        (_S.PARTLY_CONFIRMED, _E.RECALL): _S.NOTHING,
        (_S.COMPLETE, _E.CONFIRM_LAST): _S.COMPLETE,
        (_S.COMPLETE, _E.RECALL): _S.PARTLY_CONFIRMED,
        (_S.COMPLETE, _E.RELEASE): _S.RELEASED,
        (_S.COMPLETE, _E.WITHHOLD): _S.WITHHELD,
        (_S.WITHHELD, _E.CONFIRM_LAST): _S.WITHHELD,
        (_S.WITHHELD, _E.RECALL): _S.PARTLY_CONFIRMED,
        (_S.WITHHELD, _E.RELEASE): _S.RELEASED,
        (_S.RELEASED, _E.RECALL): _S.RELEASED,
        (_S.RELEASED, _E.CONFIRM_ONE): _S.RELEASED,
        (_S.RELEASED, _E.CONFIRM_LAST): _S.RELEASED,
        (_S.PARTLY_CONFIRMED, _E.RELEASE): _S.RELEASED,
        **{(state, event): to for state in _OPEN for event, to in _HELD.items()},
        **{(_S.RELEASED, event): to for event, to in _HELD.items()},
        **{(state, _E.RESUME): _S.NOTHING for state in _HELD.values()},
    },
)
"""A released unit stays released through recall: its figures stay public, marked. An order takes
its figures out again, by named corrections. Consolidation releases what has one ballot, marked."""

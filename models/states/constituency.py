"""The way of one constituency through the night."""

from enum import StrEnum
from typing import Final

from models.states.machine import Machine


class ConstituencyState(StrEnum):
    """Where the publication of a constituency stands."""

    CLOSED = "closed"
    LIVE = "live"
    PAUSED = "paused"
    CAPPED = "capped"
    CONSOLIDATED = "consolidated"
    CERTIFIED = "certified"


class ConstituencyEvent(StrEnum):
    """What happens to the publication of a constituency."""

    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    REACH_CAP = "reach_cap"
    CONSOLIDATE = "consolidate"
    CERTIFY = "certify"


_S = ConstituencyState
_E = ConstituencyEvent

CONSTITUENCY: Final = Machine(
    "constituency",
    _S.CLOSED,
    {
        (_S.CLOSED, _E.OPEN): _S.LIVE,
        (_S.LIVE, _E.PAUSE): _S.PAUSED,
        (_S.CAPPED, _E.PAUSE): _S.PAUSED,
        (_S.PAUSED, _E.RESUME): _S.LIVE,
        (_S.LIVE, _E.REACH_CAP): _S.CAPPED,
        (_S.LIVE, _E.CONSOLIDATE): _S.CONSOLIDATED,
        (_S.CAPPED, _E.CONSOLIDATE): _S.CONSOLIDATED,
        (_S.CONSOLIDATED, _E.CERTIFY): _S.CERTIFIED,
    },
)

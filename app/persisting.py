"""How a worker tries again: a few times by itself, for minutes where its ground is away."""

import logging
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError

from intake.errors import StoreAway
from intake.page_readings import MAX_ATTEMPTS
from models.errors import StaleEdit

_log = logging.getLogger(__name__)

AWAY: Final = (StoreAway, OperationalError, InterfaceError)
"""The store or the record does not answer: no fault of what is being worked on."""

_FIRST_S: Final = 0.5
_LONGEST_S: Final = 10.0
LONG_ENOUGH: Final = 70
"""So many waits, more than ten minutes; then the job ends, and the sweeper puts it anew."""

Step = Callable[[int], None]
Wait = Callable[[float], bool]
"""Waits so many seconds; True when the worker was asked to leave meanwhile."""


def persisting(name: str, step: Step, wait: Wait) -> Step:
    """Return a job that tries a step again when it fails; the record counts the attempts.

    A photo's step stops by itself once its attempts are used up. While the store or the record is
    away nothing is counted: trying a queue full of photos against it would send them all to people.
    """

    def job(number: int) -> None:
        waits = _waits()
        for _ in range(MAX_ATTEMPTS + 1):
            if _is_done(name, step, number, lambda: wait(next(waits))):
                return

    return job


def _is_done(name: str, step: Step, number: int, has_to_leave: Callable[[], bool]) -> bool:
    """Try once, however long what it stands on is away; tell whether that was all."""
    for _ in range(LONG_ENOUGH):
        try:
            step(number)
        except StaleEdit:
            return True
        except AWAY as away:
            _log.warning("%s %s has to wait: %s", name, number, type(away).__name__)
            if has_to_leave():
                return True
        except Exception:  # noqa: BLE001 - whatever one photo does, the worker goes on
            _log.exception("%s %s failed", name, number)
            return False
        else:
            return True
    return True


def _waits() -> Iterator[float]:
    return (min(_LONGEST_S, _FIRST_S * 2 ** min(n, 10)) for n in count())

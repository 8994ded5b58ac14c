"""Names of the counts on a sheet, and keys that address one of them."""

from functools import lru_cache
from typing import Final

COUNT_NAMES: Final = (
    "on_roll",
    "came",
    "allocated",
    "used",
    "good",
    "invalid",
    "no_vote",
    "remaining",
    "received",
    "envelopes",
    "ballots_found",
)
"""Every count that may stand in the head of a sheet (ผู้มีสิทธิ … บัตรในซอง)."""

TOTAL: Final = "total"
"""Key of the written total (รวมคะแนนทั้งสิ้น)."""

MAX_COUNT: Final = 99_999
"""R208: a count is a whole number of at most five digits."""

_ROW_PREFIX: Final = "row:"


def row_key(number: int) -> str:
    """Return the key of the votes of ballot number `number`, e.g. `row:4`."""
    return f"{_ROW_PREFIX}{number}"


@lru_cache(maxsize=1024)
def row_number(key: str) -> int | None:
    """Return the ballot number that `key` addresses, or None for a head count or the total."""
    if not key.startswith(_ROW_PREFIX):
        return None
    return int(key[len(_ROW_PREFIX) :])


def is_field_key(key: str) -> bool:
    """Tell whether `key` addresses a count of a sheet."""
    if key == TOTAL or key in COUNT_NAMES:
        return True
    digits = key[len(_ROW_PREFIX) :] if key.startswith(_ROW_PREFIX) else ""
    return digits.isascii() and digits.isdigit() and int(digits) > 0


def is_count(value: int) -> bool:
    """Tell whether `value` has the shape of a count (R208)."""
    return 0 <= value <= MAX_COUNT

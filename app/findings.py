"""What was looked at, whether it is well, and in a word what was found."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    is_well: bool
    found: str


class Ill(Exception):
    """Something is not fit; the text says what to do."""


def find(what: str, look: Callable[[], str]) -> Finding:
    """Return what a look finds; it raises `Ill`, or whatever goes wrong, where all is not well."""
    try:
        return Finding(what, is_well=True, found=look())
    except Ill as ill:
        return Finding(what, is_well=False, found=str(ill))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return Finding(what, is_well=False, found=f"{type(error).__name__}: {error}")

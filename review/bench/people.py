"""How simulated people read and type: what a slip is, which keys are pressed, how long it takes."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

SLIP: Final = 0.005
"""Chance to get a field wrong that one looks at."""

KEY_S: Final = 0.28
"""Seconds a key (keystroke-level model, an average typist of numbers)."""
LOOK_S: Final = 1.35
"""Seconds to look at a field beside its crop."""
SHEET_S: Final = 2.0
"""Seconds to take in a new sheet."""

_SUBSTITUTED, _SWAPPED = 0.7, 0.85


@dataclass(slots=True)
class Work:
    """Keys pressed and fields looked at by everybody who touched the sheets."""

    keys: int = 0
    looks: int = 0
    sheets: int = 0

    @property
    def seconds(self) -> float:
        """Scripted seconds."""
        return self.keys * KEY_S + self.looks * LOOK_S + self.sheets * SHEET_S


@dataclass(slots=True)
class Person:
    """Somebody with a chance to slip; `anchored` is the one to keep a wrong number shown."""

    rng: Random
    work: Work = field(default_factory=Work)
    anchored: float = SLIP

    def read(self, truth: int | None) -> int | None:
        """Read a field from the picture without being shown anything, and type it."""
        self.work.looks += 1
        said = slip(truth, self.rng) if self.rng.random() < SLIP else truth
        self.work.keys += keys_of(said)
        return said

    def compare(self, shown: int | None, truth: int | None) -> int | None:
        """Compare a shown number with its crop; a right one is left alone but for a slip."""
        self.work.looks += 1
        if shown == truth:
            return slip(truth, self.rng) if self.rng.random() < SLIP else shown
        if shown is not None and self.rng.random() < self.anchored:
            return shown
        said = slip(truth, self.rng) if self.rng.random() < SLIP else truth
        self.work.keys += keys_of(said)
        return said


def keys_of(value: int | None) -> int:
    """Return how many keys a number takes; a line left blank is one dash."""
    return 1 if value is None else len(str(value))


def slip(value: int | None, rng: Random) -> int:
    """Return a wrong number as people type one: a digit, two swapped, one too many or few."""
    while (wrong := _slip(value or 0, rng)) == value:
        pass
    return wrong


def _slip(value: int, rng: Random) -> int:
    digits, kind = list(str(value)), rng.random()
    place = rng.randrange(len(digits))
    if kind < _SUBSTITUTED:
        digits[place] = str(rng.randrange(10))
    elif kind < _SWAPPED and len(digits) > 1:
        other = max(1, place)
        digits[other - 1], digits[other] = digits[other], digits[other - 1]
    elif rng.random() < 0.5 and len(digits) > 1:  # noqa: PLR2004 - as often one as the other
        del digits[place]
    else:
        digits.insert(place, str(rng.randrange(10)))
    return int("".join(digits)[:5])

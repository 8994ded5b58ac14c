"""What is to be written on a form, and how a committee goes about writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np

Colour = tuple[int, int, int]
"""Red, green, blue."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the score table: the ballot number and who stands there."""

    number: int
    name: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a committee fills a form; shares between 0 and 1.

    `zero` is what stands for no votes: "0", "-" or "" (left blank).
    """

    script: str = "arabic"
    zero: str = "0"
    words: float = 1.0
    suffix: str = ""
    quoted: bool = False
    spelled: float = 0.0
    fenced: bool = False
    ticked: float = 0.0
    slashed: float = 0.0
    struck: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Return habits in the shares seen on real sheets (FORMS: 51 % blank zeros, 5 % dashes)."""
        checker = rng.random()
        return cls(
            script="thai" if rng.random() < 0.1 else "arabic",
            zero=str(rng.choice(["", "0", "-"], p=[0.51, 0.43, 0.06])),
            words=1.0 if rng.random() < 0.9 else float(rng.uniform(0, 0.3)),
            suffix=str(rng.choice(["", "คะแนน", "ถ้วน"], p=[0.85, 0.08, 0.07])),
            quoted=bool(rng.random() < 0.03),
            spelled=1.0 if rng.random() < 0.02 else 0.0,
            fenced=bool(rng.random() < 0.06),
            ticked=0.5 if checker < 0.1 else 0.0,
            slashed=0.5 if 0.1 <= checker < 0.25 else 0.0,
            struck=float(rng.choice([0.0, 0.02], p=[0.8, 0.2])),
        )


@dataclass(frozen=True, slots=True)
class Filling:
    """Everything that a committee writes on one form.

    `counts` holds the value under each field key (`good`, `row:4`, `total`); None or a missing key
    leaves the line empty. `signers` are the people's names in order; an empty one does not sign.
    `print_seed` chooses the print run (font, row heights): one constituency has one. `habits` None
    draws them from the sheet's seed.
    """

    rows: tuple[Row, ...]
    counts: Mapping[str, int | None]
    header: Mapping[str, str] = field(default_factory=dict)
    signers: tuple[str, ...] = ()
    reason: str = ""
    print_seed: int = 0
    habits: Habits | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are drawn: their width, and the colours of ink that a privacy test looks for."""

    width: int = 1654
    name_colour: Colour | None = None
    signature_colour: Colour | None = None

"""What the form maker hands out: drawn pages and, for each, the truth about what stands where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.uint8]
"""Shape (height, width, 3), red first."""
BoxF: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels counted from the outer edge of the top left pixel."""


class Kind(StrEnum):
    """What a region of a page holds."""

    COUNT = "count"
    """Digits of a count: a head line, a row's votes or the total."""
    WORDS = "words"
    """The same count in words."""
    HEADER = "header"
    """A part of the head: unit, area, province."""
    CANDIDATE = "candidate"
    """A candidate's name or party."""
    NAME = "name"
    """The name of a person who signed."""
    SIGNATURE = "signature"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Region:
    """A place on a page and what was written there.

    `box` is the room that the form gives, `ink` the handwriting in it (None where nothing was
    written). `key` is the field key of a count or words, the header's name, else a running name.
    `shown` says how it was written: digits, blank, dash, fenced, ticked, slashed, struck.
    """

    kind: Kind
    key: str
    box: BoxF
    ink: BoxF | None = None
    value: int | None = None
    text: str = ""
    shown: str = "digits"

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form of the truth."""
        return {
            "kind": self.kind.value,
            "key": self.key,
            "box": [round(v, 1) for v in self.box],
            "ink": [round(v, 1) for v in self.ink] if self.ink else None,
            "value": self.value,
            "text": self.text,
            "shown": self.shown,
        }


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One filled page as flat paper: its picture and the truth about it."""

    form_id: str
    code: str
    variant: str
    page: int
    image: Rgb
    regions: tuple[Region, ...]
    script: str
    numbers: tuple[int, ...]

    @property
    def values(self) -> Mapping[str, int | None]:
        """The true value under each field key; None where a line was left empty on purpose."""
        return {r.key: r.value for r in self.regions if r.kind is Kind.COUNT}

    def to_data(self) -> dict[str, Any]:
        """Return the truth as JSON, without the picture."""
        return {
            "form": self.code,
            "variant": self.variant,
            "page": self.page,
            "script": self.script,
            "numbers": list(self.numbers),
            "regions": [r.to_data() for r in self.regions],
        }

"""The machine's numbers: what was seen on one page, and what was decided for a sheet.

A `PageScan` is what one photo shows, before any sum is looked at: for each cell the candidate
values with their probabilities. A `SheetReading` is the joint decision over all pages of a sheet.
Boxes are (x0, y0, x1, y1) in pixels of the photo as it was given, after its EXIF turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self, TypeAlias

from models.values.findings import Finding

Box: TypeAlias = tuple[int, int, int, int]


class Ink(StrEnum):
    """What kind of mark stands where a number belongs."""

    DIGITS = "digits"
    DASH = "dash"
    BLANK = "blank"


class Problem(StrEnum):
    """What is wrong with a photo; each has its own sentence for the sender."""

    SMALL = "small"
    BLURRED = "blurred"
    DARK = "dark"
    GLARE = "glare"
    CUT_TOP = "cut_top"
    CUT_BOTTOM = "cut_bottom"
    CUT_LEFT = "cut_left"
    CUT_RIGHT = "cut_right"
    NOT_A_FORM = "not_a_form"
    UNKNOWN_PAGE = "unknown_page"
    NO_TABLE = "no_table"
    MISSING_ROWS = "missing_rows"
    STRUCK_OUT = "struck_out"


OVERWRITTEN: Final = "overwritten"
"""Flag of a cell in which a figure seems to be written over another (R109)."""


class Outcome(StrEnum):
    """How the reading of a sheet ended."""

    AGREES = "agrees"
    UNCLEAR = "unclear"
    DOES_NOT_ADD_UP = "does_not_add_up"
    UNREADABLE = "unreadable"


def glare_at(
    problems: Sequence[Problem], quality: Mapping[str, float]
) -> tuple[float, float] | None:
    """Return where light has burnt a page's table out, in shares of the page, if anywhere."""
    if Problem.GLARE not in problems or "glare_x" not in quality:
        return None
    return quality["glare_x"], quality["glare_y"]


@dataclass(frozen=True, slots=True)
class CellScan:
    """One cell as seen: candidate values with probabilities, before any sum is looked at.

    `candidates` holds (value, probability), best first; what is missing to 1 is "another value".
    For a dash or a blank it is empty and `ink` says which. `printed` holds what the print may give
    a row as its number, in the same way.
    """

    key: str
    ink: Ink
    candidates: tuple[tuple[int, float], ...]
    box: Box
    words: tuple[tuple[int, float], ...] = ()
    flags: tuple[str, ...] = ()
    printed: tuple[tuple[int, float], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "key": self.key,
            "ink": self.ink.value,
            "candidates": [[v, round(p, 6)] for v, p in self.candidates],
            "box": list(self.box),
            "words": [[v, round(p, 6)] for v, p in self.words],
            "flags": list(self.flags),
            "printed": [[n, round(p, 6)] for n, p in self.printed],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a cell from its JSON form."""
        x0, y0, x1, y1 = data["box"]
        return cls(
            key=data["key"],
            ink=Ink(data["ink"]),
            candidates=tuple((int(v), float(p)) for v, p in data["candidates"]),
            box=(x0, y0, x1, y1),
            words=tuple((int(v), float(p)) for v, p in data["words"]),
            flags=tuple(data["flags"]),
            printed=tuple((int(n), float(p)) for n, p in data.get("printed", ())),
        )


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """A field of the head that is not a count, as far as it could be read.

    `candidates` holds what it may be with probabilities, best first, though nothing was sure.
    """

    value: str | None
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form of DESIGN section 8."""
        return {"value": self.value, "confidence": round(self.confidence, 4)}

    def to_scan_data(self) -> dict[str, Any]:
        """Return the JSON form with the candidates."""
        return {**self.to_data(), "candidates": [[v, round(p, 4)] for v, p in self.candidates]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a value from its JSON form."""
        candidates = tuple((str(v), float(p)) for v, p in data.get("candidates", ()))
        return cls(data["value"], float(data["confidence"]), candidates)


@dataclass(frozen=True, slots=True)
class Signatures:
    """How many of the signature lines bear ink."""

    inked: int
    expected: int

    def to_data(self) -> dict[str, int]:
        """Return the JSON form."""
        return {"inked": self.inked, "expected": self.expected}


@dataclass(frozen=True, slots=True)
class PageScan:
    """What one photo shows. `form` and `page` (1-based) are None where they were not recognised."""

    form: str | None
    page: int | None
    problems: tuple[Problem, ...]
    quality: Mapping[str, float]
    header: Mapping[str, HeaderValue]
    cells: tuple[CellScan, ...]
    signatures: Signatures | None
    reason_written: bool | None
    ms: float

    @property
    def glare_at(self) -> tuple[float, float] | None:
        """Return where light has burnt the table out, in shares of the page, if anywhere."""
        return glare_at(self.problems, self.quality)

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form, from which `from_data` builds an equal scan."""
        return {
            "form": self.form,
            "page": self.page,
            "problems": [p.value for p in self.problems],
            "quality": dict(self.quality),
            "header": {k: v.to_scan_data() for k, v in self.header.items()},
            "cells": [c.to_data() for c in self.cells],
            "signatures": self.signatures.to_data() if self.signatures else None,
            "reason_written": self.reason_written,
            "ms": self.ms,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a scan from its JSON form."""
        signatures = data["signatures"]
        return cls(
            form=data["form"],
            page=data["page"],
            problems=tuple(Problem(p) for p in data["problems"]),
            quality=dict(data["quality"]),
            header={k: HeaderValue.from_data(v) for k, v in data["header"].items()},
            cells=tuple(CellScan.from_data(c) for c in data["cells"]),
            signatures=Signatures(**signatures) if signatures else None,
            reason_written=data["reason_written"],
            ms=float(data["ms"]),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One decided number. `value` is None where the machine does not know.

    `accepted` says that the machine stands by the value; a doubtful value is no witness.
    """

    value: int | None
    confidence: float
    accepted: bool
    digits: int | None
    words: int | None
    blank: bool
    page: int
    box: Box

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form of DESIGN section 8."""
        return {
            "value": self.value,
            "confidence": round(self.confidence, 6),
            "accepted": self.accepted,
            "digits": self.digits,
            "words": self.words,
            "blank": self.blank,
            "page": self.page,
            "box": list(self.box),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a cell from its JSON form; keys that are not a cell's are ignored."""
        x0, y0, x1, y1 = data["box"]
        names = ("value", "confidence", "accepted", "digits", "words", "blank", "page")
        return cls(box=(x0, y0, x1, y1), **{name: data[name] for name in names})


@dataclass(frozen=True, slots=True)
class Stated:
    """A count as the unit's other ballot states it; `chance` is 1 where people confirmed it."""

    value: int
    chance: float


@dataclass(frozen=True, slots=True)
class RunningShares:
    """The public sums of a constituency's ballot by field key, and over how many units."""

    units: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The joint decision over the pages of one sheet; `scans` stand in the order given."""

    form: str | None
    outcome: Outcome
    files: tuple[str, ...]
    scans: tuple[PageScan, ...]
    header: Mapping[str, HeaderValue]
    reason_written: bool | None
    cells: Mapping[str, Cell]
    signatures: Signatures | None
    findings: tuple[Finding, ...] = field(default=())

    def cell(self, key: str) -> Cell | None:
        """Return the decided cell under a field key, or None where the form has no such cell."""
        return self.cells.get(key)


def best_value(candidates: Sequence[tuple[int, float]]) -> int | None:
    """Return the most probable candidate, or None where there is none."""
    return max(candidates, key=lambda c: c[1])[0] if candidates else None

"""The transcription of real sheets that readings are compared with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.values.fields import TOTAL, row_key, row_number

TRUTH_FILE: Final = "truth.json"

_OTHER_NAMES: Final = {"eligible": "on_roll"}
_OUTSIDE_HEADER: Final = ("envelopes", "ballots_found")


@dataclass(frozen=True, slots=True)
class TrueCell:
    """What stands in a cell: its number (None for a line left empty) and how it is written."""

    value: int | None
    written: str

    @property
    def has_digits(self) -> bool:
        """Tell whether digits stand there (no dash, no blank)."""
        return self.written == "digits"


@dataclass(frozen=True, slots=True)
class TrueSheet:
    """One real sheet: its pages in order and its cells by field key."""

    name: str
    form: str
    pages: tuple[Path, ...]
    cells: Mapping[str, TrueCell]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the ballot list."""
        return tuple(n for key in self.cells if (n := row_number(key)) is not None)


def load_truth(folder: Path) -> tuple[TrueSheet, ...]:
    """Return the transcribed sheets of `folder`, none where there is no transcription."""
    path = folder / TRUTH_FILE
    if not path.is_file():
        return ()
    return tuple(_sheet(folder, raw) for raw in json.loads(path.read_text("utf-8")))


def _sheet(folder: Path, raw: Mapping[str, Any]) -> TrueSheet:
    pages = tuple(folder / name for name in raw["pages"])
    return TrueSheet(raw["doc"], raw["form"], pages, dict(_cells(raw)))


def _cells(raw: Mapping[str, Any]) -> Iterator[tuple[str, TrueCell]]:
    for row in raw["scores"]:
        yield row_key(row["number"]), TrueCell(row["votes"], row["written"])
    yield TOTAL, TrueCell(raw["total"], "digits")
    for name, value in raw["header"].items():
        written = raw["header_written"].get(name, "digits")
        yield _OTHER_NAMES.get(name, name), TrueCell(value, written)
    for name in _OUTSIDE_HEADER:
        if raw.get(name) is not None:
            yield name, TrueCell(raw[name], "digits")

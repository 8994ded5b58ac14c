"""The election itself, from the keys and values of election.csv."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final, TypeVar

from app.election import cells
from app.election.cells import CellRefused, Parse
from app.election.errors import Fault
from app.election.folder import Folder, line_of
from app.election.shapes import ELECTION
from models.checks.thresholds import Thresholds
from models.values.findings import Message

T = TypeVar("T")

KEYS: Final[dict[str, Parse]] = {
    "code": cells.code(32),
    "name_th": cells.text,
    "name_en": cells.text,
    "voting_date": cells.day,
    "polls_close_at": cells.moment,
    "publication_opens_at": cells.moment,
    "is_rehearsal": cells.flag,
}
"""Keys that every election must have."""

SETTINGS: Final[dict[str, str]] = {
    "cap_share": "share of a constituency's units that may be public before consolidation",
    "sample_share": "share of the sheets that the blind sample picks for a second look",
    "sample_seed": "seed of the blind sample, a whole number",
    "keyed_twice": "1 has two people key every sheet whole, neither seeing any number",
    **{f.name: "threshold of the rules, see docs/checks.md" for f in fields(Thresholds)},
}
"""Keys that an election may set; all are numbers from 0."""


@dataclass(frozen=True, slots=True)
class ElectionTimes:
    """When polls close and when publication opens; the demo moves both to its start."""

    voting_date: date
    polls_close_at: datetime
    publication_opens_at: datetime


@dataclass(frozen=True, slots=True)
class Description:
    """What election.csv says."""

    code: str
    name_th: str
    name_en: str
    times: ElectionTimes
    is_rehearsal: bool
    settings: dict[str, int | float]


def describe(folder: Folder) -> Description:
    """Return what election.csv says; its faults must have been looked for before.

    Raises:
        KeyError, TypeError: the file has faults.
    """
    raw = {str(r["key"]): str(r["value"]) for r in folder.rows(ELECTION)}
    values = {key: parse(raw[key]) for key, parse in KEYS.items()}
    return Description(
        code=raw["code"],
        name_th=raw["name_th"],
        name_en=raw["name_en"],
        times=ElectionTimes(
            _as(date, values["voting_date"]),
            _as(datetime, values["polls_close_at"]),
            _as(datetime, values["publication_opens_at"]),
        ),
        is_rehearsal=_as(bool, values["is_rehearsal"]),
        settings={key: _number(raw[key]) for key in SETTINGS if key in raw},
    )


def description_faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with election.csv."""
    if ELECTION.file not in folder.tables:
        return
    rows = {str(r["key"]): r for r in folder.rows(ELECTION)}
    for key in KEYS:
        if key not in rows:
            yield Fault(ELECTION.file, None, key, Message("ขาดคีย์นี้", "this key is missing"))
    for key, row in rows.items():
        parse = KEYS.get(key) or (cells.number if key in SETTINGS else None)
        if parse is None:
            reason = Message(f"ไม่รู้จักคีย์ “{key}”", f"the key “{key}” is unknown")
            yield Fault(ELECTION.file, line_of(row), "key", reason)
            continue
        try:
            parse(str(row["value"]))
        except CellRefused as error:
            yield Fault(ELECTION.file, line_of(row), key, error.reason)


def time_faults(folder: Folder) -> Iterator[Fault]:
    """Yield what is wrong with the order of the election's times; keys must be there."""
    times = describe(folder).times
    if times.publication_opens_at < times.polls_close_at:
        reason = Message("เผยแพร่ก่อนปิดหีบไม่ได้", "publication cannot open before the polls close")
        yield Fault(ELECTION.file, None, "publication_opens_at", reason)


def _number(written: str) -> int | float:
    return float(written) if "." in written else int(written)


def _as(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value

"""Votes of a constituency that are there and not public, apart from those that are.

Of confirmed sheets whose unit waits, and of parked sheets as they were last read or looked at. None
of it enters any public sum (R602, R603).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.cases import decisions_of, newest_answer, newest_reading
from models.store.releases import papers_of
from models.store.rows import saved
from models.store.sheets import values_of
from models.tables.geography import ReportingUnit
from models.tables.results import PublishedSheet
from models.tables.sheets import COUNTING, Sheet
from models.values.ballots import Ballot, Stream


class Standing(StrEnum):
    """What keeps votes from the public, if anything does."""

    PUBLIC = "public"
    """เผยแพร่แล้ว."""
    HELD = "held"
    """ยืนยันแล้ว ยังไม่เผยแพร่."""
    PARKED = "parked"
    """พักไว้ ยังไม่ยืนยัน."""


_WAITING: Final = (UnitState.COMPLETE, UnitState.WITHHELD, UnitState.PARTLY_CONFIRMED)


@dataclass(slots=True)
class Part:
    """Sheets of one standing, their sums by field, and of how many sheets each number is known."""

    sheets: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)

    def add(self, values: Mapping[str, int | None]) -> None:
        """Add a sheet; a number that nobody knows is in no sum."""
        self.sheets += 1
        for key, value in values.items():
            if value is not None:
                self.sums[key] += value
                self.known[key] += 1

    def __add__(self, other: "Part") -> "Part":
        """Return both together."""
        return Part(self.sheets + other.sheets, self.sums + other.sums, self.known + other.known)

    def sum_of(self, key: str) -> int | None:
        """Return the sum of a field, None where no sheet has the number."""
        return self.sums[key] if self.known[key] else None


Apart: TypeAlias = dict[tuple[Stream, Ballot], dict[Standing, Part]]

_Values: TypeAlias = tuple[str, str, Mapping[str, int | None]]
"""Stream and ballot as the record has them, and the numbers of a sheet."""


def votes_apart(session: Session, constituency_id: int) -> Apart:
    """Return the votes of a constituency by stream and ballot, each standing for itself."""
    found: Apart = defaultdict(lambda: {standing: Part() for standing in Standing})
    for standing, rows in (
        (Standing.PUBLIC, _public(session, constituency_id)),
        (Standing.HELD, _held(session, constituency_id)),
        (Standing.PARKED, _parked(session, constituency_id)),
    ):
        for stream, ballot, values in rows:
            found[Stream(stream), Ballot(ballot)][standing].add(values)
    return dict(sorted(found.items()))


def _public(session: Session, constituency_id: int) -> Iterator[_Values]:
    yield from session.exec(
        select(ReportingUnit.stream, PublishedSheet.ballot, PublishedSheet.counts)
        .join(ReportingUnit, col(ReportingUnit.id) == col(PublishedSheet.unit_id))
        .where(ReportingUnit.constituency_id == constituency_id)
    )


def _held(session: Session, constituency_id: int) -> Iterator[_Values]:
    waiting = select(ReportingUnit.id, ReportingUnit.stream).where(
        ReportingUnit.constituency_id == constituency_id, col(ReportingUnit.state).in_(_WAITING)
    )
    streams = {saved(unit_id): stream for unit_id, stream in session.exec(waiting)}
    for unit_id, papers in papers_of(session, streams).items():
        for sheet in papers.sheets:
            yield streams[unit_id], sheet.ballot, papers.numbers(sheet)


def _parked(session: Session, constituency_id: int) -> Iterator[_Values]:
    """Give the parked sheets, but for those whose earlier numbers are public."""
    is_public = (
        select(PublishedSheet.id)
        .where(PublishedSheet.unit_id == Sheet.unit_id, PublishedSheet.ballot == Sheet.ballot)
        .exists()
    )
    rows = session.exec(
        select(Sheet, ReportingUnit.stream)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Sheet.unit_id))
        .where(
            ReportingUnit.constituency_id == constituency_id,
            Sheet.state == SheetState.PARKED,
            ~is_public,
        )
    )
    for sheet, stream in rows.all():
        yield stream, sheet.ballot, _last_said(session, saved(sheet.id))


def _last_said(session: Session, sheet_id: int) -> dict[str, int | None]:
    """Return the numbers as read, under the committee's word, under the last look."""
    said = values_of(newest_reading(session, sheet_id)) or {}
    answer = newest_answer(session, sheet_id)
    looks = [d.values for d in decisions_of(session, sheet_id) if d.kind in COUNTING and d.values]
    return {**said, **(answer.values if answer else {}), **(looks[-1] if looks else {})}

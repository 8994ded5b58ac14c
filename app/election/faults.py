"""What may be wrong between the lines and files of a folder whose cells are each in order."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from app.election.cells import Value
from app.election.description import description_faults, time_faults
from app.election.errors import Fault
from app.election.folder import Folder, Row, line_of
from app.election.people_faults import people_faults
from app.election.rules import rule_faults
from app.election.shapes import (
    AMPHOE,
    AREAS,
    CANDIDATES,
    CENTRES,
    CONSTITUENCIES,
    SHAPES,
    UNITS,
    Column,
    Shape,
)
from app.election.sheets import sheet_faults
from models.values.ballots import Stream, UnitKind
from models.values.findings import Message

_MOST: Final = 200
"""So many faults are told; a file in the wrong columns has thousands."""


def find_faults(folder: Folder) -> tuple[Fault, ...]:
    """Return what is wrong with a folder, each with file, line, column and reason."""
    if folder.faults:
        return folder.faults[:_MOST]
    found = [*_empty(folder), *description_faults(folder)]
    found += [f for shape in SHAPES for f in _doubled(folder, shape)]
    found += [f for shape in SHAPES for f in _unknown(folder, shape)]
    if not found:
        # These look rows up by their codes, so every code must be there and only once.
        found = [
            *time_faults(folder),
            *_places(folder),
            *_units(folder),
            *_expectations(folder),
            *sheet_faults(folder),
            *people_faults(folder),
            *rule_faults(folder),
        ]
    return tuple(found[:_MOST])


def _empty(folder: Folder) -> Iterator[Fault]:
    for shape in SHAPES:
        if not shape.is_optional and not folder.rows(shape):
            yield Fault(shape.file, None, None, Message("ไม่มีข้อมูลสักบรรทัด", "holds no line"))


def _doubled(folder: Folder, shape: Shape) -> Iterator[Fault]:
    for key in shape.keys:
        seen: dict[tuple[Value, ...], int] = {}
        for row in folder.rows(shape):
            values = tuple(row[name] for name in key)
            first = seen.setdefault(values, line_of(row))
            if first != line_of(row):
                shown = " · ".join("–" if v is None else str(v) for v in values)
                reason = Message(
                    f"“{shown}” ซ้ำกับบรรทัด {first}", f"“{shown}” stands in line {first}"
                )
                yield Fault(shape.file, line_of(row), " + ".join(key), reason)


def _unknown(folder: Folder, shape: Shape) -> Iterator[Fault]:
    for column in shape.columns:
        if column.refers is not None:
            known = _known(folder, column.refers)
            yield from _unknown_codes(folder, shape, column, known)


def _known(folder: Folder, file: str) -> set[str]:
    shape = next(s for s in SHAPES if s.file == file)
    return {str(row[shape.columns[0].name]) for row in folder.rows(shape)}


def _unknown_codes(
    folder: Folder, shape: Shape, column: Column, known: set[str]
) -> Iterator[Fault]:
    for row in folder.rows(shape):
        value = row[column.name]
        if value is not None and value not in known:
            reason = Message(
                f"ไม่มี “{value}” ใน {column.refers}", f"{column.refers} has no “{value}”"
            )
            yield Fault(shape.file, line_of(row), column.name, reason)


def _places(folder: Folder) -> Iterator[Fault]:
    """A centre lies in the province of its amphoe."""
    amphoe = _by_code(folder, AMPHOE)
    for row in folder.rows(CENTRES):
        if row["amphoe"] and amphoe[row["amphoe"]]["province"] != row["province"]:
            reason = Message("อำเภออยู่จังหวัดอื่น", "its amphoe lies in another province")
            yield Fault(CENTRES.file, line_of(row), "amphoe", reason)


def _units(folder: Folder) -> Iterator[Fault]:
    areas, amphoe = _by_code(folder, AREAS), _by_code(folder, AMPHOE)
    constituencies, centres = _by_code(folder, CONSTITUENCIES), _by_code(folder, CENTRES)
    for row in folder.rows(UNITS):
        province = constituencies[row["constituency"]]["province"]
        column = _unit_fault(row, areas)
        if column is not None:
            yield Fault(UNITS.file, line_of(row), *column)
        if centres[row["centre"]]["province"] != province:
            reason = Message("ศูนย์อยู่จังหวัดอื่น", "its centre lies in another province")
            yield Fault(UNITS.file, line_of(row), "centre", reason)
        if row["amphoe"] and amphoe[row["amphoe"]]["province"] != province:
            reason = Message("อำเภออยู่จังหวัดอื่น", "its amphoe lies in another province")
            yield Fault(UNITS.file, line_of(row), "amphoe", reason)


def _unit_fault(row: Row, areas: dict[Value, Row]) -> tuple[str, Message] | None:
    """Return column and reason where kind, stream, amphoe and area do not fit together."""
    polls = row["kind"] is UnitKind.POLLING_UNIT
    if polls != (row["stream"] is Stream.ELECTION_DAY):
        return "stream", Message(
            "หน่วยเลือกตั้งใช้ election_day เท่านั้น และชุดนับคะแนนใช้ไม่ได้",
            "election_day belongs to polling units, and to them alone",
        )
    for name in ("amphoe", "area"):
        if polls != (row[name] is not None):
            return name, Message(
                "หน่วยเลือกตั้งต้องมีอำเภอและตำบล ชุดนับคะแนนต้องไม่มี",
                "a polling unit has an amphoe and an area, a counting set has neither",
            )
    if polls and areas[row["area"]]["amphoe"] != row["amphoe"]:
        return "area", Message("ตำบลอยู่อำเภออื่น", "its area lies in another amphoe")
    return None


def _expectations(folder: Folder) -> Iterator[Fault]:
    """A constituency has candidates, and no more polling units than it expects."""
    standing = {r["constituency"] for r in folder.rows(CANDIDATES) if not r["is_struck_off"]}
    polls = [r["constituency"] for r in folder.rows(UNITS) if r["kind"] is UnitKind.POLLING_UNIT]
    listed = Counter(polls)
    for row in folder.rows(CONSTITUENCIES):
        if row["code"] not in standing:
            reason = Message("ไม่มีผู้สมัคร", "nobody stands here")
            yield Fault(CONSTITUENCIES.file, line_of(row), "code", reason)
        expected, there = row["expected_units"], listed[row["code"]]
        if isinstance(expected, int) and expected < there:
            reason = Message(
                f"คาดไว้ {expected} หน่วย แต่ units.csv มี {there}",
                f"{expected} units expected, but units.csv has {there}",
            )
            yield Fault(CONSTITUENCIES.file, line_of(row), "expected_units", reason)


def _by_code(folder: Folder, shape: Shape) -> dict[Value, Row]:
    return {row["code"]: row for row in folder.rows(shape)}

"""Rows of a checked folder on their way into the tables; ids are given here for bulk inserts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlmodel import Session, SQLModel

from app.election.cells import Value
from app.election.folder import Folder, Row
from app.election.people import area_rows, person_rows
from app.election.shapes import (
    AMPHOE,
    AREAS,
    BALLOTS,
    CANDIDATES,
    CENTRES,
    CONSTITUENCIES,
    PARTIES,
    PROVINCES,
    UNITS,
    Shape,
)
from app.election.sheets import expected_of, plan_of
from models.states.constituency import ConstituencyState
from models.states.unit import UnitState
from models.store.election import go_on_after, insert_rows
from models.tables.election import Candidate, ElectionBallot, ExpectedSheet, Party
from models.tables.geography import (
    Amphoe,
    Area,
    Constituency,
    Province,
    ReportingUnit,
    TallyCentre,
)
from models.tables.people import Person, PersonArea
from models.values.ballots import UnitKind

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the table's name, rows done and rows in all."""
Rows: TypeAlias = Iterator[dict[str, Any]]

_GREY: Final = "#777777"


@dataclass(frozen=True, slots=True)
class Ids:
    """Code → id of everything in the folder that others refer to."""

    of: Mapping[str, Mapping[Value, int]]

    @classmethod
    def given(cls, folder: Folder) -> "Ids":
        """Number the rows of every file from 1, by the first column."""
        shapes = (PROVINCES, CONSTITUENCIES, AMPHOE, AREAS, CENTRES, UNITS, PARTIES)
        return cls({s.file: _numbered(folder, s) for s in shapes})

    def __call__(self, shape: Shape, code: Value) -> int | None:
        """Return the id of a code, or None for a blank."""
        return None if code is None else self.of[shape.file][code]


def _numbered(folder: Folder, shape: Shape) -> dict[Value, int]:
    name = shape.columns[0].name
    return {row[name]: place for place, row in enumerate(folder.rows(shape), start=1)}


def insert_all(
    session: Session, folder: Folder, at: datetime, progress: Progress
) -> dict[str, int]:
    """Insert every row of the folder and return how many went into which table."""
    ids = Ids.given(folder)
    parts: tuple[tuple[type[SQLModel], Rows], ...] = (
        (ElectionBallot, _plain(folder, BALLOTS)),
        (Province, _plain(folder, PROVINCES)),
        (Constituency, _constituencies(folder, ids)),
        (Amphoe, _in_province(folder, AMPHOE, ids)),
        (Area, _areas(folder, ids)),
        (TallyCentre, _centres(folder, ids)),
        (ReportingUnit, _units(folder, ids)),
        (Party, _parties(folder)),
        (Candidate, _candidates(folder, ids)),
        (ExpectedSheet, _sheets(folder)),
        (Person, person_rows(folder, at)),
        (PersonArea, area_rows(folder, ids)),
    )
    return {str(t.__tablename__): _insert(session, t, rows, progress) for t, rows in parts}


def _insert(session: Session, table: type[SQLModel], rows: Rows, progress: Progress) -> int:
    known = [{"id": place, **row} for place, row in enumerate(rows, start=1)]
    done = 0
    for inserted in insert_rows(session, table, known):
        done += inserted
        progress(str(table.__tablename__), done, len(known))
    go_on_after(session, table)
    return done


def _plain(folder: Folder, shape: Shape) -> Rows:
    for row in folder.rows(shape):
        yield {c.name: row[c.name] for c in shape.columns}


def _in_province(folder: Folder, shape: Shape, ids: Ids) -> Rows:
    for row in _plain(folder, shape):
        yield {**row, "province_id": ids(PROVINCES, row.pop("province"))}


def _constituencies(folder: Folder, ids: Ids) -> Rows:
    polls: dict[Value, int] = {}
    for unit in folder.rows(UNITS):
        if unit["kind"] is UnitKind.POLLING_UNIT:
            polls[unit["constituency"]] = polls.get(unit["constituency"], 0) + 1
    for row in _in_province(folder, CONSTITUENCIES, ids):
        expected = row["expected_units"]
        yield {
            **row,
            "expected_units": polls.get(row["code"], 0) if expected is None else expected,
            "zone_th": row["zone_th"] or "",
            "state": ConstituencyState.CLOSED,
            "next_sequence": 1,
        }


def _areas(folder: Folder, ids: Ids) -> Rows:
    for row in _plain(folder, AREAS):
        yield {**row, "amphoe_id": ids(AMPHOE, row.pop("amphoe"))}


def _centres(folder: Folder, ids: Ids) -> Rows:
    for row in _in_province(folder, CENTRES, ids):
        amphoe = ids(AMPHOE, row.pop("amphoe"))
        yield {**row, "amphoe_id": amphoe, "phone": row["phone"] or ""}


def _units(folder: Folder, ids: Ids) -> Rows:
    for row in folder.rows(UNITS):
        yield {
            "code": row["code"],
            "kind": row["kind"],
            "stream": row["stream"],
            "constituency_id": ids(CONSTITUENCIES, row["constituency"]),
            "centre_id": ids(CENTRES, row["centre"]),
            "amphoe_id": ids(AMPHOE, row["amphoe"]),
            "area_id": ids(AREAS, row["area"]),
            "number": row["number"],
            "moo": row["moo"],
            "place_th": row["place_th"] or "",
            "on_roll": row["on_roll"],
            "state": UnitState.NOTHING,
            "is_ready": False,
        }


def _parties(folder: Folder) -> Rows:
    for row in _plain(folder, PARTIES):
        blank = {name: row[name] or "" for name in ("name_en", "abbreviation")}
        yield {**row, **blank, "colour": row["colour"] or _GREY}


def _candidates(folder: Folder, ids: Ids) -> Rows:
    for row in _plain(folder, CANDIDATES):
        party = row.pop("party")
        constituency = ids(CONSTITUENCIES, row.pop("constituency"))
        party_id = None if party is None else ids(PARTIES, int(party))
        yield {**row, "constituency_id": constituency, "party_id": party_id}


def _sheets(folder: Folder) -> Rows:
    plan = plan_of(folder)
    provinces = {r["code"]: r["province"] for r in folder.rows(CONSTITUENCIES)}
    for unit_id, unit in enumerate(folder.rows(UNITS), start=1):
        for row in expected_of(plan, unit, provinces[unit["constituency"]]):
            yield _sheet(unit_id, row)


def _sheet(unit_id: int, row: Row) -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "ballot": row["ballot"],
        "form_code": row["form_code"],
        "form_variant": row["form_variant"] or "",
    }

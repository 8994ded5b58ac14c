"""The sheets that the units of an election's folder hand in, ready to be drawn.

Demo, rehearsal and `khanaen draw-forms` take their paper from here. Signers are invented.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from app.election.cells import Value
from app.election.folder import Folder, Row
from app.election.shapes import (
    AMPHOE,
    AREAS,
    CANDIDATES,
    CONSTITUENCIES,
    ELECTION,
    PARTIES,
    PROVINCES,
    UNITS,
    Shape,
)
from app.election.sheets import expected_of, plan_of
from models.values.ballots import Ballot
from models.values.fields import row_key
from models.values.forms import Form, form_by_code
from ocr.draw import Filling, sample_people
from ocr.draw import Row as PrintedRow

Counts: TypeAlias = Mapping[tuple[str, Ballot], Mapping[str, int]]
"""(unit code, ballot) → field key → count."""

_MONTHS: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_BUDDHIST_ERA: Final = 543
_KINDS: Final = ("ตำบล", "แขวง", "เทศบาล")
"""What the form prints before an area's name, so that people write only the rest."""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit's sheet of one ballot; its seed is the same in every run."""

    unit: str
    form: Form
    filling: Filling
    seed: int


def unit_sheets(folder: Folder, counts: Counts) -> Iterator[UnitSheet]:
    """Yield the sheets of every unit for which there are counts, in the folder's order."""
    plan = plan_of(folder)
    seats = _by(folder, CONSTITUENCIES, "code")
    for unit in folder.rows(UNITS):
        seat = seats[unit["constituency"]]
        for owed in expected_of(plan, unit, seat["province"]):
            ballot = Ballot(str(owed["ballot"]))
            written = counts.get((str(unit["code"]), ballot))
            if written is not None:
                form = form_by_code(str(owed["form_code"]), str(owed["form_variant"] or ""))
                yield _sheet(folder, unit, form, written)


def _sheet(folder: Folder, unit: Row, form: Form, written: Mapping[str, int]) -> UnitSheet:
    code = str(unit["code"])
    # crc32 and not hash(): Python's own differs from run to run.
    seed = zlib.crc32(f"{code} {form.id}".encode())
    filling = Filling(
        rows=_rows(folder, unit, form, written),
        counts=dict(written),
        header=_header(folder, unit),
        signers=sample_people(form.signatures.expected, zlib.crc32(code.encode())),
        print_seed=zlib.crc32(str(unit["constituency"]).encode()),
    )
    return UnitSheet(code, form, filling, seed)


def _rows(
    folder: Folder, unit: Row, form: Form, written: Mapping[str, int]
) -> tuple[PrintedRow, ...]:
    parties = {str(row["number"]): str(row["name_th"]) for row in folder.rows(PARTIES)}
    if form.ballot is Ballot.CONSTITUENCY:
        return tuple(
            PrintedRow(_whole(r["number"]), str(r["name_th"]), parties.get(str(r["party"]), ""))
            for r in folder.rows(CANDIDATES)
            if r["constituency"] == unit["constituency"] and not r["is_struck_off"]
        )
    return tuple(
        PrintedRow(_whole(number), name, name)
        for number, name in sorted(parties.items(), key=lambda item: int(item[0]))
        if row_key(_whole(number)) in written
    )


def _header(folder: Folder, unit: Row) -> dict[str, str]:
    seat = _by(folder, CONSTITUENCIES, "code")[unit["constituency"]]
    amphoe = _by(folder, AMPHOE, "code").get(unit["amphoe"])
    area = _by(folder, AREAS, "code").get(unit["area"])
    number = str(unit["number"])
    parts = {
        "province": str(_by(folder, PROVINCES, "code")[seat["province"]]["name_th"]),
        "constituency": str(seat["number"]),
        "amphoe": str(amphoe["name_th"]) if amphoe else "",
        "area": _bare(str(area["name_th"])) if area else "",
        "moo": str(unit["moo"] or ""),
        "unit": number,
        "set": number,
        "place": str(unit["place_th"] or ""),
    }
    return parts | _date_of(folder)


def _date_of(folder: Folder) -> dict[str, str]:
    said = {row["key"]: row["value"] for row in folder.rows(ELECTION)}
    day = date.fromisoformat(str(said["voting_date"]))
    year = day.year + _BUDDHIST_ERA
    return {"day": str(day.day), "month": _MONTHS[day.month - 1], "year": str(year)}


def _bare(name: str) -> str:
    return next((name.removeprefix(k) for k in _KINDS if name.startswith(k)), name)


def _by(folder: Folder, shape: Shape, key: str) -> dict[Value, Row]:
    return {row[key]: row for row in folder.rows(shape)}


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else int(str(value))

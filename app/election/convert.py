"""The reference data of the election of 8 February 2026, written as an election folder.

The source holds `ge2026` (ECT's lists), `geo` (English names) and `units` (a generated register:
the numbers of units per tambon are invented). Constituency 0 of Bangkok, which voted in the
referendum only, is left out; numbers of candidates keep their gaps.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO, TypeAlias

from app.election.shapes import (
    AMPHOE,
    AREAS,
    BALLOTS,
    CANDIDATES,
    CENTRES,
    CONSTITUENCIES,
    ELECTION,
    PARTIES,
    PROVINCES,
    SHEETS,
    UNITS,
    Shape,
)

Line: TypeAlias = Mapping[str, object]

_BANGKOK: Final = "BKK"
_BANGKOK_DIGITS: Final = "10"
_REGISTER: Final = "units/synthetic_units_register.csv.gz"

_ELECTION: Final = {
    "code": "ge2026",
    "name_th": "การเลือกตั้งสมาชิกสภาผู้แทนราษฎร 8 กุมภาพันธ์ 2569",
    "name_en": "General election of 8 February 2026",
    "voting_date": "2026-02-08",
    "polls_close_at": "2026-02-08T17:00:00+07:00",
    "publication_opens_at": "2026-02-08T18:30:00+07:00",
    "is_rehearsal": "1",
}
_BALLOTS: Final = (
    ("constituency", "แบบแบ่งเขตเลือกตั้ง", "Constituency ballot", 400),
    ("party_list", "แบบบัญชีรายชื่อ", "Party-list ballot", 100),
)
_FORMS: Final = (
    ("election_day", "ส.ส. 5/18", ""),
    ("advance_in", "ส.ส. 5/16", ""),
    ("out_and_overseas", "ส.ส. 5/17", "bangkok"),
)


def convert_ge2026(source: Path, target: Path) -> dict[str, int]:
    """Write the folder `target` from the reference data and return lines written per file.

    Raises:
        OSError, KeyError: a file of the source, or a column of it, is missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    units = tuple(_read(source / _REGISTER))
    parts = (
        (ELECTION, _election()),
        (BALLOTS, _ballots()),
        (PROVINCES, _provinces(source)),
        (CONSTITUENCIES, _constituencies(source)),
        (AMPHOE, _amphoe(source, units)),
        (AREAS, _areas(source, units)),
        (CENTRES, _centres(units)),
        (UNITS, _units(units)),
        (PARTIES, _parties(source)),
        (CANDIDATES, _candidates(source)),
        (SHEETS, _sheets()),
    )
    return {shape.file: _write(target, shape, lines) for shape, lines in parts}


def _read(path: Path) -> Iterator[dict[str, str]]:
    with _open(path) as file:
        yield from csv.DictReader(file)


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _write(target: Path, shape: Shape, lines: Iterable[Line]) -> int:
    count = 0
    with (target / shape.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [c.name for c in shape.columns], restval="")
        writer.writeheader()
        for count, line in enumerate(lines, start=1):  # noqa: B007 - the last one is the count
            writer.writerow(line)
    return count


def _election() -> Iterator[Line]:
    for key, value in _ELECTION.items():
        yield {"key": key, "value": value}


def _ballots() -> Iterator[Line]:
    for ballot, th, en, seats in _BALLOTS:
        yield {"ballot": ballot, "name_th": th, "name_en": en, "seats": seats}


def _provinces(source: Path) -> Iterator[Line]:
    english = {r["provinceCode"]: r["provinceNameEn"] for r in _read(source / "geo/provinces.csv")}
    for row in _read(source / "ge2026/provinces.csv"):
        yield {
            "code": row["prov_id"],
            "name_th": row["province"],
            "name_en": english[row["province_id"]],
        }


def _constituencies(source: Path) -> Iterator[Line]:
    for row in _read(source / "ge2026/constituencies.csv"):
        if row["cons_no"] != "0":
            yield {
                "code": row["cons_id"],
                "province": row["prov_id"],
                "number": row["cons_no"],
                "on_roll": row["registered_vote"],
                "expected_units": row["total_vote_stations"],
                "zone_th": row["zone"].replace("|", " · "),
            }


def _first_of(units: tuple[dict[str, str], ...], key: str) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for unit in units:
        if unit[key] not in seen:
            seen.add(unit[key])
            yield unit


def _amphoe(source: Path, units: tuple[dict[str, str], ...]) -> Iterator[Line]:
    english = {r["districtCode"]: r["districtNameEn"] for r in _read(source / "geo/districts.csv")}
    for unit in _first_of(units, "district_code"):
        yield {
            "code": unit["district_code"],
            "province": _province_of(unit),
            "name_th": unit["amphoe"],
            "name_en": english[unit["district_code"]],
        }


def _areas(source: Path, units: tuple[dict[str, str], ...]) -> Iterator[Line]:
    rows = _read(source / "geo/subdistricts.csv")
    english = {r["subdistrictCode"]: r["subdistrictNameEn"] for r in rows}
    for unit in _first_of(units, "subdistrict_code"):
        bangkok = unit["province_code"] == _BANGKOK_DIGITS
        yield {
            "code": unit["subdistrict_code"],
            "amphoe": unit["district_code"],
            "kind": "khwaeng" if bangkok else "tambon",
            "name_th": ("แขวง" if bangkok else "ตำบล") + unit["tambon"],
            "name_en": english[unit["subdistrict_code"]],
        }


def _centres(units: tuple[dict[str, str], ...]) -> Iterator[Line]:
    for unit in _first_of(units, "district_code"):
        bangkok = unit["province_code"] == _BANGKOK_DIGITS
        kind = "เขต" if bangkok else "อำเภอ"
        yield {
            "code": f"C{unit['district_code']}",
            "province": _province_of(unit),
            "amphoe": unit["district_code"],
            "name_th": f"ศูนย์รวมคะแนน{kind}{unit['amphoe']}",
            "name_en": f"Tally centre {unit['district_code']}",
        }


def _units(units: tuple[dict[str, str], ...]) -> Iterator[Line]:
    for unit in units:
        yield {
            "code": unit["unit_id"],
            "kind": "polling_unit",
            "stream": "election_day",
            "constituency": unit["cons_id"],
            "centre": f"C{unit['district_code']}",
            "amphoe": unit["district_code"],
            "area": unit["subdistrict_code"],
            "number": unit["unit_no"],
            "on_roll": unit["eligible"],
        }


def _parties(source: Path) -> Iterator[Line]:
    for row in _read(source / "ge2026/parties.csv"):
        yield {
            "number": row["party_no"],
            "name_th": row["name"],
            "abbreviation": row["abbr"],
            "colour": row["color"],
        }


def _candidates(source: Path) -> Iterator[Line]:
    for row in _read(source / "ge2026/candidates.csv"):
        yield {
            "constituency": row["cons_id"],
            "number": row["number"],
            "name_th": row["name"],
            "party": row["party_no"],
            "is_struck_off": "0",
        }


def _sheets() -> Iterator[Line]:
    for stream, form, variant in _FORMS:
        yield {"stream": stream, "ballot": "constituency", "form_code": form}
        yield {"stream": stream, "ballot": "party_list", "form_code": f"{form} (บช)"}
        if variant:
            own = {"form_code": form, "form_variant": variant, "province": _BANGKOK}
            yield {"stream": stream, "ballot": "constituency", **own}


def _province_of(unit: dict[str, str]) -> str:
    return unit["cons_id"].partition("_")[0]

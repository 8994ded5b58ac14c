"""CSV files open everywhere and mean one thing; their columns are documented."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from results.exports import (
    AMPHOE_COLUMNS,
    TOTAL_COLUMNS,
    UNIT_COLUMNS,
    amphoe_csv,
    joined,
    safe,
    totals_csv,
    unit_csv,
)

DOCS = Path(__file__).parents[3] / "docs" / "exports.md"

CHOICE = {"key": "row:2", "number": 2, "name": {"th": "=ผู้สมัคร"}, "party": "-พรรค"}
MANIFEST: dict[str, Any] = {
    "snapshot": 7,
    "election": "sample",
    "province": {"code": "SM"},
    "code": "SM-1",
    "official": False,
    "rehearsal": True,
    "counted": {"election_day": 1},
    "expected": {"election_day": 4},
    "choices": {"constituency": [CHOICE]},
    "totals": {"election_day": {"constituency": {"row:2": 5, "good": 5, "total": 5}}},
}
RECORD: dict[str, Any] = {
    "election": "sample",
    "unit": {
        "code": "SM-1-U001",
        "stream": "election_day",
        "amphoe": {"code": "SM01", "th": '@ตัวอย่าง, "ก"'},
        "area": None,
        "number": 1,
    },
    "sequence": 3,
    "released_at": "2026-03-01T11:35:00Z",
    "rechecked": True,
    "official": False,
    "ballots": {"constituency": {"counts": {"good": 5, "row:2": 5, "total": 5}}},
}


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_one_row_a_number_choices_first() -> None:
    found = rows(unit_csv(MANIFEST, [RECORD]))
    assert [r["key"] for r in found] == ["row:2", "total", "good"]
    assert [r["kind"] for r in found] == ["candidate", "total", "count"]
    assert {
        (r["snapshot"], r["unit"], r["value"], r["rechecked"], r["official"]) for r in found
    } == {("7", "SM-1-U001", "5", "1", "0")}


def test_totals_name_their_stream_and_how_many_units() -> None:
    found = rows(totals_csv([MANIFEST]))
    assert {(r["stream"], r["units_counted"], r["units_expected"]) for r in found} == {
        ("election_day", "1", "4")
    }


def test_an_amphoe_is_the_sum_of_its_units() -> None:
    found = rows(amphoe_csv([(MANIFEST, [RECORD, RECORD])]))
    assert [(r["key"], r["value"], r["units_counted"]) for r in found] == [
        ("row:2", "10", "2"),
        ("total", "10", "2"),
        ("good", "10", "2"),
    ]
    assert {(r["amphoe_name"], r["rehearsal"]) for r in found} == {('\'@ตัวอย่าง, "ก"', "1")}


def test_no_cell_is_a_formula() -> None:
    first = rows(unit_csv(MANIFEST, [RECORD]))[0]
    assert (first["name"], first["party"]) == ("'=ผู้สมัคร", "'-พรรค")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"],
)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_plain_text_stays() -> None:
    assert safe("พรรค=1") == "พรรค=1"


def test_joined_files_have_one_header() -> None:
    one = unit_csv(MANIFEST, [RECORD])
    assert rows(joined([one, one])) == rows(one) * 2
    assert rows(joined([])) == []


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("units", UNIT_COLUMNS), ("totals", TOTAL_COLUMNS), ("amphoe", AMPHOE_COLUMNS)],
)
def test_the_page_documents_exactly_these_columns(heading: str, columns: tuple[str, ...]) -> None:
    text = DOCS.read_text(encoding="utf-8")
    part = text[text.index(f"## {heading}") :].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) == columns

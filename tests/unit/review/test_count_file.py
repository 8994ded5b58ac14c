"""A file of counts: every spelling that changes no number is read, what would change one is not."""

import re
from pathlib import Path

import pytest

from models.values.fields import COUNT_NAMES
from pages.phrases import phrases
from review.count_file import COLUMNS, MOST_BYTES, MOST_ROWS, ROW_COLUMN, Fault, Wrong, lines_in
from review.errors import FileRefused

HEAD = "unit,ballot,good,row:1\n"
GOOD = HEAD + "90-1-1,constituency,๓๘๐,380\n"
DOCS = (Path(__file__).parents[3] / "docs" / "review.md").read_text("utf-8")


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("cp874"),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace("unit", " Unit ").replace("90-1-1", '" 90-1-1"').encode(),
        (GOOD + ",,,\n\n").encode(),
    ],
)
def test_every_spelling_of_a_spreadsheet_is_read(data: bytes) -> None:
    [line] = lines_in(data)
    assert (line.number, line.key, line.fault) == (2, ("90-1-1", "constituency"), None)
    assert (line.cells["good"], line.cells["row:1"]) == ("๓๘๐", "380")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("90-1-1,constituency,380", Fault(Wrong.WIDTH, written="3")),
        ("90-1-1,constituency,=B2,380", Fault(Wrong.FORMULA, "good", "=B2")),
        ("90-1-1,constituency,380,-5", Fault(Wrong.FORMULA, "row:1", "-5")),
        ("@90,constituency,380,380", Fault(Wrong.FORMULA, "unit", "@90")),
    ],
)
def test_what_would_change_a_number_refuses_its_line_alone(row: str, fault: Fault) -> None:
    first, bad = lines_in(f"{HEAD}90-1-2,constituency,1,-\n{row}\n".encode())
    assert first.fault is None
    assert (bad.number, bad.fault) == (3, fault)


def test_bytes_of_no_alphabet_refuse_their_line_alone() -> None:
    data = HEAD.encode() + b"90-1-1,constituency,38\xfc,380\n90-1-2,constituency,1,1\n"
    bad, good = lines_in(data)
    assert bad.fault is not None
    assert (bad.fault.wrong, bad.fault.column, good.fault) == (Wrong.LETTERS, "good", None)


def test_a_double_names_the_line_that_came_first() -> None:
    lines = lines_in((GOOD + "90-1-1,Constituency,1,1\n90-1-1,party_list,1,1\n").encode())
    assert [line.fault for line in lines] == [None, Fault(Wrong.TWICE, "unit", "2"), None]


def test_a_line_is_counted_where_it_begins() -> None:
    lines = lines_in((HEAD + '"90-1-1\n",constituency,1,1\n90-1-2,constituency,1,1\n').encode())
    assert [line.number for line in lines] == [2, 4]


@pytest.mark.parametrize(
    ("data", "phrase"),
    [
        (b"", "file_columns"),
        (b"unit,good\n1,1\n", "file_columns"),
        (HEAD.encode(), "file_empty"),
        ((HEAD.replace("good", "votes") + "1,1,1,1").encode(), "file_column"),
        ((HEAD.replace("good", "row:" + "9" * 5000) + "1,1,1,1").encode(), "file_column"),
        ((HEAD.replace("good", "row:1") + "1,1,1,1").encode(), "file_column"),
        ((HEAD + '"90,constituency,1,1\n').encode(), "file_quotes"),
        ((HEAD + "1,1,1,1\n" * (MOST_ROWS + 1)).encode(), "file_long"),
        (b"PK\x03\x04 a workbook", "file_workbook"),
        (b"x" * (MOST_BYTES + 1), "file_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, phrase: str) -> None:
    with pytest.raises(FileRefused) as refused:
        lines_in(data)
    assert refused.value.phrase == phrase
    assert f"counts.{phrase}" in phrases()


def test_every_fault_has_its_sentence_with_the_line() -> None:
    for wrong in Wrong:
        phrase = phrases()[f"counts.wrong_{wrong.value}"]
        assert "{line}" in phrase.th
        assert "{line}" in phrase.en


def test_the_columns_stand_in_the_docs() -> None:
    part = DOCS.split("## Counts from a file")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([\w:]+)` \|", part, re.MULTILINE) == [
        "unit", "ballot", *COUNT_NAMES, ROW_COLUMN, "total"]  # fmt: skip
    assert {*COLUMNS} == {"unit", "ballot", *COUNT_NAMES, "total"}
    assert f"{MOST_ROWS} lines" in part

"""What is wrong with accounts that somebody wants, line by line."""

import pytest

from models.tables.people import Role
from review.account_shapes import Wish, faults_of, wishes_in
from review.errors import FileRefused

HEAD = "username,name,role,places\n"
GRANTS = (Role.REVIEWER,)


def faults(body: str, taken: frozenset[str] = frozenset()) -> list[tuple[int, str, str]]:
    found = faults_of(wishes_in((HEAD + body).encode("utf-8-sig")), GRANTS, taken)
    return [(f.line, f.column, f.phrase) for f in found]


def test_a_file_that_is_right_has_no_faults() -> None:
    body = 'Rose2 ,"สมมุติ, กุหลาบ",reviewer,c1|c2\n\njasmine2,มะลิ,REVIEWER,c1 c2\n'
    assert faults(body) == []
    assert wishes_in((HEAD + body).encode()) == [
        Wish("rose2", "สมมุติ, กุหลาบ", "reviewer", ("c1", "c2"), 2),
        Wish("jasmine2", "มะลิ", "reviewer", ("c1", "c2"), 4),
    ]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("=cmd|' /C calc'!A0,ชื่อ,reviewer,c1\n", (2, "username", "formula")),
        ("rose2,+66 81,reviewer,c1\n", (2, "name", "formula")),
        ("rose2,@SUM(A1),reviewer,c1\n", (2, "name", "formula")),
        ("rose2,ชื่อ,reviewer,-c1\n", (2, "places", "formula")),
        ("r,ชื่อ,reviewer,c1\n", (2, "username", "username")),
        ("กุหลาบ,ชื่อ,reviewer,c1\n", (2, "username", "username")),
        ("rose2,,reviewer,c1\n", (2, "name", "name")),
        ("rose2,ชื่อ,supervisor,c1\n", (2, "role", "role")),
        ("rose2,ชื่อ,queen,c1\n", (2, "role", "role")),
        ("rose2,ก,reviewer,c1\nROSE2,ข,reviewer,c1\n", (3, "username", "twice")),
        ("known,ก,reviewer,c1\n", (2, "username", "taken")),
    ],
)
def test_each_fault_names_its_line_and_column(body: str, fault: tuple[int, str, str]) -> None:
    assert faults(body, frozenset({"known"})) == [fault]


@pytest.mark.parametrize(
    ("data", "phrase"),
    [
        (b"", "file_columns"),
        (b"name,username\n", "file_columns"),
        ((HEAD + "rose2,ก,reviewer\n").encode(), "file_columns"),
        ((HEAD + '"rose2\n').encode(), "file_columns"),
        (HEAD.encode(), "file_empty"),
        (HEAD.encode() + "rose2,ก,reviewer,c1".encode("tis-620"), "file_encoding"),
        ((HEAD + "r,r,r,r\n" * 501).encode(), "file_long"),
        (b"x" * 200_001, "file_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, phrase: str) -> None:
    with pytest.raises(FileRefused) as refused:
        wishes_in(data)
    assert refused.value.phrase == phrase

"""What a new account must look like, typed into the form or read from a CSV file; pure."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.tables.people import Role
from review.errors import FileRefused

GRANTS: Final[Mapping[Role, tuple[Role, ...]]] = {
    Role.SUPERVISOR: (Role.REVIEWER,),
    Role.CLERK: (Role.REVIEWER, Role.SUPERVISOR),
    Role.OPERATOR: (Role.REVIEWER, Role.SUPERVISOR, Role.CLERK, Role.PROVINCE, Role.AUDITOR),
}
"""Which roles each role opens, stops and gives new codes to; nobody makes an equal."""

COLUMNS: Final = ("username", "name", "role", "places")
MOST_ROWS: Final = 500
MOST_BYTES: Final = 200_000
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_LONGEST_NAME: Final = 120
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An account that somebody wants, as written; `line` is its line in the file, 0 in the form."""

    username: str
    name: str
    role: str
    places: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row: its line, its column, and the phrase that says so."""

    line: int
    column: str
    phrase: str
    written: str = ""


def wish_of(form: Mapping[str, str]) -> Wish:
    """Return what the form for one account says."""
    return _wish([form.get(name, "") for name in COLUMNS], 0)


def wishes_in(data: bytes) -> list[Wish]:
    """Return the accounts of a CSV file.

    Raises:
        FileRefused: it is too large, not UTF-8, or has other columns.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused("file_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("file_encoding") from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FileRefused("file_columns") from None
    return _numbered(rows)


def faults_of(
    wishes: Sequence[Wish], grants: Iterable[Role], taken: frozenset[str]
) -> list[RowFault]:
    """Return everything wrong with accounts by themselves; places are looked up elsewhere."""
    allowed = {role.value for role in grants}
    first: dict[str, int] = {}
    found: list[RowFault] = []
    for wish in wishes:
        found += _faults(wish, allowed)
        if wish.username in taken:
            found.append(RowFault(wish.line, "username", "taken", wish.username))
        if first.setdefault(wish.username, wish.line) != wish.line:
            found.append(RowFault(wish.line, "username", "twice", wish.username))
    return found


def _faults(wish: Wish, allowed: set[str]) -> Iterable[RowFault]:
    cells = (("username", wish.username), ("name", wish.name), ("role", wish.role))
    dangerous = [(c, t) for c, t in (*cells, *_placed(wish)) if t.startswith(_FORMULA)]
    for column, text in dangerous:
        yield RowFault(wish.line, column, "formula", text[:40])
    if not dangerous and not _USERNAME.fullmatch(wish.username):
        yield RowFault(wish.line, "username", "username", wish.username[:40])
    if not wish.name or len(wish.name) > _LONGEST_NAME or not wish.name.isprintable():
        yield RowFault(wish.line, "name", "name", wish.name[:40])
    if wish.role not in allowed:
        yield RowFault(wish.line, "role", "role", wish.role[:40])


def _placed(wish: Wish) -> Iterable[tuple[str, str]]:
    return (("places", place) for place in wish.places)


def _numbered(rows: Sequence[Sequence[str]]) -> list[Wish]:
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        raise FileRefused("file_columns")
    body = [(n, row) for n, row in enumerate(rows[1:], start=2) if any(c.strip() for c in row)]
    if not body:
        raise FileRefused("file_empty")
    if len(body) > MOST_ROWS:
        raise FileRefused("file_long")
    if any(len(row) != len(COLUMNS) for _, row in body):
        raise FileRefused("file_columns")
    return [_wish(row, n) for n, row in body]


def _wish(cells: Sequence[str], line: int) -> Wish:
    username, name, role, places = (cell.strip(" ") for cell in cells)
    codes = (code.strip() for code in re.split(r"[|\s]+", places))
    return Wish(username.lower(), name, role.lower(), tuple(c for c in codes if c), line)

"""CSV files for media and research: UTF-8 with BOM, long form, stable ids, no formulas."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from models.values.fields import TOTAL, row_number
from results.amphoe_sums import by_amphoe

UNIT_COLUMNS: Final = (
    "snapshot",
    "election",
    "province",
    "constituency",
    "unit",
    "stream",
    "amphoe",
    "area",
    "unit_number",
    "sequence",
    "released_at",
    "rechecked",
    "rehearsal",
    "ballot",
    "kind",
    "key",
    "choice_number",
    "name",
    "party",
    "value",
    "official",
)
"""Columns of the files by unit; docs/exports.md explains each."""

TOTAL_COLUMNS: Final = (
    "snapshot",
    "election",
    "province",
    "constituency",
    "stream",
    "units_counted",
    "units_expected",
    "rehearsal",
    "ballot",
    "kind",
    "key",
    "choice_number",
    "name",
    "party",
    "value",
    "official",
)
"""Columns of the file by constituency; docs/exports.md explains each."""

AMPHOE_COLUMNS: Final = (
    "snapshot",
    "election",
    "province",
    "constituency",
    "amphoe",
    "amphoe_name",
    "stream",
    "units_counted",
    "rehearsal",
    "ballot",
    "kind",
    "key",
    "choice_number",
    "name",
    "party",
    "value",
    "official",
)
"""Columns of the file by constituency and amphoe; docs/exports.md explains each."""

_BOM: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""After OWASP's page on CSV injection; spreadsheets read the wide signs as the narrow ones."""
_NEEDS_QUOTES: Final = re.compile(r'[,"\r\n]')


def unit_csv(manifest: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return every public number of a constituency, one row a unit and choice or count."""
    names = _Names(manifest)
    body = (_rows(_unit_cells(manifest, r), r["ballots"], names) for r in records)
    return _file(UNIT_COLUMNS, body)


def totals_csv(manifests: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the sums of every constituency by stream, one row a choice or count."""
    return _file(TOTAL_COLUMNS, (_total_rows(manifest) for manifest in manifests))


def amphoe_csv(shown: Iterable[tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]]) -> bytes:
    """Return the sums of every constituency by amphoe; counting sets have a row without one."""
    return _file(AMPHOE_COLUMNS, (_amphoe_rows(manifest, records) for manifest, records in shown))


def body_of(file: bytes) -> bytes:
    """Return the rows of a file without its header line."""
    return file.split(b"\r\n", 1)[1]


def joined(files: Iterable[bytes]) -> bytes:
    """Return files of one shape as one: the header once, then all rows."""
    found = list(files)
    if not found:
        return _file(UNIT_COLUMNS, ())
    head = found[0].split(b"\r\n", 1)[0]
    return head + b"\r\n" + b"".join(body_of(file) for file in found)


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Names:
    """What stands in a row beside the number, written once for all units of a constituency."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        self._choices = {
            ballot: {choice["key"]: choice for choice in choices}
            for ballot, choices in manifest["choices"].items()
        }
        self._cells: dict[tuple[str, str], str] = {}

    def cells(self, ballot: str, key: str) -> str:
        """Return ballot, kind, key, number, name and party of a field."""
        if (ballot, key) not in self._cells:
            choice = self._choices.get(ballot, {}).get(key)
            number = row_number(key)
            self._cells[ballot, key] = _line(
                ballot,
                _kind(ballot, key),
                key,
                "" if number is None else number,
                choice["name"]["th"] if choice else "",
                choice["party"] if choice else "",
            )
        return self._cells[ballot, key]


def _file(columns: tuple[str, ...], bodies: Iterable[str]) -> bytes:
    return (_BOM + ",".join(columns) + "\r\n" + "".join(bodies)).encode()


def _line(*cells: object) -> str:
    return ",".join(_cell(cell) for cell in cells)


def _cell(value: object) -> str:
    text = safe(value) if isinstance(value, str) else str(value)
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _rows(shared: str, ballots: Mapping[str, Mapping[str, Any]], names: _Names) -> str:
    """Return one line a number; `shared` is what all of them begin with."""
    return "".join(
        f"{shared},{names.cells(ballot, key)},{sheet['counts'][key]},0\r\n"
        for ballot, sheet in sorted(ballots.items())
        for key in sorted(sheet["counts"], key=_place)
    )


def _unit_cells(manifest: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    unit = record["unit"]
    return _line(
        manifest["snapshot"],
        record["election"],
        manifest["province"]["code"],
        manifest["code"],
        unit["code"],
        unit["stream"],
        unit["amphoe"]["code"] if unit["amphoe"] else "",
        unit["area"]["code"] if unit["area"] else "",
        unit["number"],
        record["sequence"],
        record["released_at"],
        int(record["rechecked"]),
        int(manifest["rehearsal"]),
    )


def _total_rows(manifest: Mapping[str, Any]) -> str:
    names = _Names(manifest)
    return "".join(
        _rows(_total_cells(manifest, stream), _as_sheets(by_ballot), names)
        for stream, by_ballot in sorted(manifest["totals"].items())
    )


def _total_cells(manifest: Mapping[str, Any], stream: str) -> str:
    return _line(
        manifest["snapshot"],
        manifest["election"],
        manifest["province"]["code"],
        manifest["code"],
        stream,
        manifest["counted"][stream],
        manifest["expected"][stream],
        int(manifest["rehearsal"]),
    )


def _amphoe_rows(manifest: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> str:
    names = _Names(manifest)
    return "".join(
        _rows(_amphoe_cells(manifest, place, found.units), _as_sheets(found.by_ballot), names)
        for place, found in by_amphoe(records).items()
        if found.by_ballot
    )


def _amphoe_cells(manifest: Mapping[str, Any], place: tuple[str, str, str], units: int) -> str:
    return _line(
        manifest["snapshot"],
        manifest["election"],
        manifest["province"]["code"],
        manifest["code"],
        *place,
        units,
        int(manifest["rehearsal"]),
    )


def _as_sheets(by_ballot: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Any]]:
    return {ballot: {"counts": counts} for ballot, counts in by_ballot.items()}


def _kind(ballot: str, key: str) -> str:
    if row_number(key) is None:
        return "total" if key == TOTAL else "count"
    return {"constituency": "candidate", "party_list": "party"}.get(ballot, "answer")


@cache
def _place(key: str) -> tuple[int, int, str]:
    """Order choices by number, then the written total, then the counts of the head."""
    number = row_number(key)
    if number is not None:
        return (0, number, "")
    return (1, 0, "") if key == TOTAL else (2, 0, key)

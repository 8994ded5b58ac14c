"""CSV files for media and research: UTF-8 with BOM, long form, stable ids, no formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from models.values.fields import TOTAL, row_number

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

_BOM: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def unit_csv(manifest: Mapping[str, Any], records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return every public number of a constituency, one row a unit and choice or count."""
    rows = (row for record in records for row in _unit_rows(manifest, record))
    return _written(UNIT_COLUMNS, rows)


def totals_csv(manifests: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the sums of every constituency by stream, one row a choice or count."""
    return _written(TOTAL_COLUMNS, (row for m in manifests for row in _total_rows(m)))


def joined(files: Iterable[bytes]) -> bytes:
    """Return files of one shape as one: the header once, then all rows."""
    heads_and_rows = [file.decode("utf-8-sig").split("\r\n", 1) for file in files]
    if not heads_and_rows:
        return _written(UNIT_COLUMNS, ())
    head = heads_and_rows[0][0]
    return (_BOM + head + "\r\n" + "".join(rows for _, rows in heads_and_rows)).encode()


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> bytes:
    stream = io.StringIO()
    stream.write(_BOM)
    writer = csv.DictWriter(stream, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: safe(v) if isinstance(v, str) else v for k, v in row.items()})
    return stream.getvalue().encode()


def _unit_rows(manifest: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    unit = record["unit"]
    shared = {
        "snapshot": manifest["snapshot"],
        "election": record["election"],
        "province": manifest["province"]["code"],
        "constituency": manifest["code"],
        "unit": unit["code"],
        "stream": unit["stream"],
        "amphoe": unit["amphoe"]["code"] if unit["amphoe"] else "",
        "area": unit["area"]["code"] if unit["area"] else "",
        "unit_number": unit["number"],
        "sequence": record["sequence"],
        "released_at": record["released_at"],
        "rechecked": int(record["rechecked"]),
        "official": int(record["official"]),
    }
    for ballot, sheet in record["ballots"].items():
        for row in _number_rows(manifest, ballot, sheet["counts"]):
            yield shared | row


def _total_rows(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for stream, by_ballot in sorted(manifest["totals"].items()):
        shared = {
            "snapshot": manifest["snapshot"],
            "election": manifest["election"],
            "province": manifest["province"]["code"],
            "constituency": manifest["code"],
            "stream": stream,
            "units_counted": manifest["counted"][stream],
            "units_expected": manifest["expected"][stream],
            "official": int(manifest["official"]),
        }
        for ballot, counts in sorted(by_ballot.items()):
            for row in _number_rows(manifest, ballot, counts):
                yield shared | row


def _number_rows(
    manifest: Mapping[str, Any], ballot: str, counts: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    choices = {choice["key"]: choice for choice in manifest["choices"].get(ballot, [])}
    for key in sorted(counts, key=_place):
        choice = choices.get(key)
        number = row_number(key)
        yield {
            "ballot": ballot,
            "kind": _kind(ballot, key),
            "key": key,
            "choice_number": "" if number is None else number,
            "name": choice["name"]["th"] if choice else "",
            "party": choice["party"] if choice else "",
            "value": counts[key],
        }


def _kind(ballot: str, key: str) -> str:
    if row_number(key) is None:
        return "total" if key == TOTAL else "count"
    return {"constituency": "candidate", "party_list": "party"}.get(ballot, "answer")


def _place(key: str) -> tuple[int, int, str]:
    """Order choices by number, then the written total, then the counts of the head."""
    number = row_number(key)
    if number is not None:
        return (0, number, "")
    return (1, 0, "") if key == TOTAL else (2, 0, key)

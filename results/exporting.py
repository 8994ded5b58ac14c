"""Files for media and research, made from the published files alone.

A small election's files follow every snapshot; those of a whole country every ten minutes and at
changes of stage, since they are hundreds of megabytes. Each says which snapshot it shows.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from results.addresses import canonical, digest
from results.data_package import data_package
from results.ect_shape import ect_files
from results.eml_shape import eml_count
from results.exports import amphoe_csv, body_of, joined, totals_csv, unit_csv
from results.nist_shape import election_report
from results.parquet import ParquetFile
from results.previous import Previous, read_json, read_records
from results.records import iso
from results.shelf import Shelf
from results.target import Target

EVERY: Final = timedelta(minutes=10)
SMALL: Final = 3_000
"""Units up to which the files follow every snapshot."""
ROWS_OF_A_SHEET: Final = 1_048_575
"""Rows that a spreadsheet opens; a longer file goes out as ZIP and Parquet only."""

_FOR_A_SHEET: Final = "csv/units.csv"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""One time for all, so that equal content gives equal bytes."""


def are_due(previous: Previous, before: Mapping[str, Any], at: datetime) -> bool:
    """Tell whether the files must be made anew for this snapshot."""
    if before["snapshot"] == previous.sequence:
        return False
    waited = at - datetime.fromisoformat(before["at"])
    return (
        previous.root["expected_units"] <= SMALL
        or waited >= EVERY
        or before["status"] != stage_of(previous)
    )


def stage_of(previous: Previous) -> list[Any]:
    """Return what makes a change of stage: the status, and how many constituencies are done."""
    return [previous.root["status"], previous.root["stages"]]


@dataclass
class Exporter:
    """One round of files: what is read, and what was written."""

    previous: Previous
    shelf: Shelf
    target: Target
    before: Mapping[str, Any] | None
    most_rows: int = ROWS_OF_A_SHEET

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.files: dict[str, dict[str, Any]] = {}
        self.made: dict[str, str] = {}

    def export(self, at: datetime) -> dict[str, Any]:
        """Write every file and return their list.

        Raises:
            PublicationError: a published file could not be read, or a file not be written.
        """
        heads = [self.shelf.head(e["manifest"]) for e in self._entries.values()]
        self._put("csv/totals.csv", totals_csv(heads))
        self._units()
        nation = read_json(self.target, self.previous.root["files"]["nation"])
        for path, value in ect_files(heads, nation).items():
            self._put(path, canonical(value))
        self._put("nist/election.json", canonical(election_report(self.previous.root, heads)))
        self._put("eml/510.xml", eml_count(self.previous.root, heads))
        package = data_package(self.previous.root, self.files)
        self._put("datapackage.json", canonical(package))
        self._drop_outdated()
        return {
            "snapshot": self.previous.sequence,
            "at": iso(at),
            "status": stage_of(self.previous),
            "files": self.files,
            "constituencies": self.made,
        }

    @property
    def _entries(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.previous.root["constituencies"]
        return found

    def _units(self) -> None:
        """Write the files by unit: one a constituency, then all of them as ZIP and Parquet."""
        archive, amphoe = io.BytesIO(), list[bytes]()
        table, rows = ParquetFile(), 0
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            info = zipfile.ZipInfo("units.csv", _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(info, "w", force_zip64=True) as stream:
                for place, (data, by_amphoe) in enumerate(self._by_constituency()):
                    stream.write(data if place == 0 else body_of(data))
                    amphoe.append(by_amphoe)
                    table.add(data)
                    rows += data.count(b"\n") - 1
        self._put("csv/units.zip", archive.getvalue())
        self._put("parquet/units.parquet", table.closed())
        self._put("csv/amphoe.csv", joined(amphoe))
        if rows <= self.most_rows:
            codes = list(self._entries)
            data = joined(self.target.read(f"csv/{code}.csv") or b"" for code in codes)
            self._put(_FOR_A_SHEET, data)

    def _drop_outdated(self) -> None:
        """Take away what is not made any more: under its fixed name it would show old numbers."""
        listed = self.before["files"] if self.before else {}
        self.target.sweep({*listed, _FOR_A_SHEET} - self.files.keys(), ())

    def _by_constituency(self) -> Iterator[tuple[bytes, bytes]]:
        for code, entry in self._entries.items():
            yield self._kept(code, entry) or self._made_anew(code, entry)
            self.made[code] = entry["manifest"]["sha256"]

    def _kept(self, code: str, entry: Mapping[str, Any]) -> tuple[bytes, bytes] | None:
        """Return a constituency's files as they are out, where nothing in it changed."""
        if self.before is None or self.before["constituencies"].get(code) != _hash(entry):
            return None
        paths = (f"csv/{code}.csv", f"csv/amphoe/{code}.csv")
        found = [self.target.read(path) for path in paths]
        for path, data in zip(paths, found, strict=True):
            if data is None or digest(data) != self.before["files"][path]["sha256"]:
                return None
            self.files[path] = self.before["files"][path]
        return (found[0] or b"", found[1] or b"")

    def _made_anew(self, code: str, entry: Mapping[str, Any]) -> tuple[bytes, bytes]:
        manifest = self.shelf.manifest(entry["manifest"])
        records = list(read_records(self.target, manifest))
        by_unit = unit_csv(manifest, records)
        by_amphoe = amphoe_csv([(manifest, records)])
        self._put(f"csv/{code}.csv", by_unit)
        self._put(f"csv/amphoe/{code}.csv", by_amphoe)
        return by_unit, by_amphoe

    def _put(self, path: str, data: bytes) -> None:
        self.files[path] = {"sha256": digest(data), "bytes": len(data)}
        if self.target.read(path) != data:
            self.target.put(path, data)


def _hash(entry: Mapping[str, Any]) -> str:
    return str(entry["manifest"]["sha256"])

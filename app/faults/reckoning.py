"""The reckoning: the record's rows and the published files against what people were told.

Written against the tables' own rows and the files, not against the classes that wrote them.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from app.faults.ledger import Ledger
from app.faults.people import Truth
from results.addresses import LATEST, PRINTED, digest
from results.printed import is_printing
from results.sources import open_source
from results.verify import verify

_FINAL = ("read", "needs_human", "rejected")
_RESTING = ("confirmed", "parked", "returned", "superseded", "collecting")


def reckon(ledger: Ledger, record: Path, public: Path, truth: Truth) -> dict[str, int]:
    """Add every broken promise to `ledger.troubles`; return what there is, counted."""
    with closing(sqlite3.connect(f"file:{record}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        _photos(ledger, opened)
        _decisions(ledger, opened)
        _releases(ledger, opened)
        _numbers(ledger, opened, truth)
        counted = {table: _count(opened, table) for table in ("photo", "decision", "release")}
    report = verify(open_source(str(public)))
    for fault in report.faults:
        ledger.complain(f"verify: {fault}")
    return {**counted, "snapshot": report.sequence}


def is_quiet(record: Path, ledger: Ledger) -> bool:
    """Tell whether every photo that was promised has come to an end, and every sheet too."""
    with closing(sqlite3.connect(f"file:{record}?mode=ro", uri=True)) as opened:
        photos, sheets = _states(opened, "photo"), _states(opened, "sheet")
    is_read = sum(photos.values()) >= len(ledger.receipts) and set(photos) <= set(_FINAL)
    return is_read and set(sheets) <= set(_RESTING)


def is_printed(record: Path, public: Path) -> bool:
    """Tell whether all that changed is out, and the printer has put down its pen.

    The pointer names the record's newest snapshot, and the list of pages that lies there is the one
    of that snapshot.
    """
    with closing(sqlite3.connect(f"file:{record}?mode=ro", uri=True)) as opened:
        waiting = _count(opened, "changed_unit")
        newest = opened.execute("SELECT max(sequence) FROM snapshot").fetchone()[0]
    pointer = json.loads((public / LATEST).read_bytes())
    if waiting or pointer["sequence"] != newest or is_printing(pointer):
        return False
    return bool(digest((public / PRINTED).read_bytes()) == pointer["printed"]["sha256"])


def _states(opened: sqlite3.Connection, table: str) -> dict[str, int]:
    return dict(opened.execute(f"SELECT state, count(*) FROM {table} GROUP BY state").fetchall())  # noqa: S608


def _photos(ledger: Ledger, opened: sqlite3.Connection) -> None:
    kept = Counter((r["unit_id"], r["sha256"]) for r in _all(opened, "photo"))
    _say(ledger, "photo lost", ledger.receipts - set(kept))
    _say(ledger, "photo doubled", {p for p, n in kept.items() if n > 1})
    _say(ledger, "photo that nobody sent", set(kept) - ledger.sent)
    read = Counter(r["photo_id"] for r in _all(opened, "page_reading"))
    _say(ledger, "photo read twice", {p for p, n in read.items() if n > 1})
    states = {r["id"]: r["state"] for r in _all(opened, "photo")}
    _say(ledger, "photo without an end", {p for p, s in states.items() if s not in _FINAL})
    _say(ledger, "photo read without a reading", _in(states, "read") - set(read))
    receipts = Counter(r["receipt"] for r in _all(opened, "photo"))
    _say(ledger, "receipt number doubled", {r for r, n in receipts.items() if n > 1})


def _decisions(ledger: Ledger, opened: sqlite3.Connection) -> None:
    names = {r["id"]: r["username"] for r in _all(opened, "person")}
    kept = Counter((r["sheet_id"], names[r["person_id"]]) for r in _all(opened, "decision"))
    _say(ledger, "decision lost", {d for d, n in ledger.decisions.items() if kept[d] < n})
    _say(
        ledger, "decision doubled", {d for d, n in kept.items() if n > max(1, ledger.decisions[d])}
    )


def _releases(ledger: Ledger, opened: sqlite3.Connection) -> None:
    by_constituency: dict[int, list[int]] = {}
    for row in _all(opened, "release"):
        by_constituency.setdefault(row["constituency_id"], []).append(row["sequence"])
    for constituency, sequences in by_constituency.items():
        if sorted(sequences) != list(range(1, len(sequences) + 1)):
            ledger.complain(f"releases of constituency {constituency}: {sorted(sequences)}")
    public = Counter((r["unit_id"], r["ballot"]) for r in _all(opened, "published_sheet"))
    _say(ledger, "published sheet doubled", {p for p, n in public.items() if n > 1})


def _numbers(ledger: Ledger, opened: sqlite3.Connection, truth: Truth) -> None:
    """Every published number is what stands on the paper."""
    papers: Mapping[tuple[int, str], Mapping[str, Any]] = {
        (unit, ballot.value): counts for (unit, ballot), counts in truth.items()
    }
    for row in _all(opened, "published_sheet"):
        paper = papers.get((row["unit_id"], row["ballot"]), {})
        for key, value in json.loads(row["counts"]).items():
            if paper.get(key) is not None and paper[key] != value:
                where = f"unit {row['unit_id']} {row['ballot']} {key}"
                ledger.complain(f"{where}: {value} != {paper[key]}")


def _all(opened: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    return opened.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names


def _count(opened: sqlite3.Connection, table: str) -> int:
    return int(opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _in(states: Mapping[int, str], state: str) -> set[int]:
    return {number for number, found in states.items() if found == state}


def _say(ledger: Ledger, what: str, which: Iterable[object]) -> None:
    found = sorted(which, key=str)
    if found:
        ledger.complain(f"{what}: {len(found)}, the first {found[0]}")

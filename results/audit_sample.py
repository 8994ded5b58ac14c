"""A random audit of released units against their photos, from the published files alone."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from results.addresses import LATEST, digest
from results.errors import PublicationError
from results.risk import NO_VOTE, Batch, Contest, contest_of, draws, needed, risk, taint
from results.sources import Source

BALLOT: Final = "constituency"
UNREADABLE: Final = "x"
"""Written where the photo does not show a number: the unit then counts as wholly wrong."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A constituency as one snapshot shows it, ready to be audited."""

    code: str
    root_sha256: str
    snapshot: int
    contest: Contest
    names: Mapping[str, str]
    """Key of a choice → its name."""
    images: Mapping[str, tuple[str, ...]]
    """Code of a unit → paths of the images of its sheet."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The choices, in the order of the ballot."""
        return tuple(self.names)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit found after the draws for which there are results."""

    drawn: int
    units: int
    differing: Mapping[str, Mapping[str, tuple[int, int | None]]]
    """Code → key → published and audited number; None where the photo cannot be read."""
    risk: float
    limit: float

    @property
    def is_met(self) -> bool:
        """Whether the risk limit is met."""
        return self.risk <= self.limit


def subject_of(source: Source, code: str) -> Subject:
    """Return a constituency of a published root.

    Raises:
        PublicationError: a file is missing or altered, there is no such constituency, or nobody
            leads in it.
    """
    pointer = json.loads(_bytes(source, LATEST))
    root = _linked(source, pointer["root"])
    entry = root["constituencies"].get(code)
    if entry is None:
        raise PublicationError(f"there is no constituency {code}")
    manifest = _linked(source, entry["manifest"])
    records = [_linked(source, u["record"]) for u in manifest["units"] if u["record"]]
    public = [r for r in records if BALLOT in r["ballots"]]
    numbers = [f"row:{c['number']}" for c in manifest["choices"][BALLOT]]
    keys = (*numbers, NO_VOTE)
    contest = contest_of([_batch(record, keys) for record in public])
    if contest is None:
        raise PublicationError(f"nobody leads in {code}: there is nothing to audit")
    return Subject(
        code,
        pointer["root"]["sha256"],
        pointer["sequence"],
        contest,
        {key: _name(manifest, key) for key in keys},
        {r["unit"]["code"]: _images(r) for r in public},
    )


def sample_csv(subject: Subject, seed: str, limit: float) -> str:
    """Return the units to look at as CSV: how often each was drawn, its images, empty cells.

    The published numbers are not in it: who looks at the photos must not know them.
    """
    count = needed(subject.contest, limit)
    times = Counter(batch.code for batch in draws(subject.contest, seed, count))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("unit", "drawn", "images", *subject.keys))
    for code in sorted(times):
        images = " ".join(subject.images[code])
        table.writerow((code, times[code], images, *("" for _ in subject.keys)))
    return out.getvalue()


def results_in(subject: Subject, text: str) -> dict[str, Mapping[str, int] | None]:
    """Return what people read on the photos: unit → counts, None where it cannot be read.

    Raises:
        ValueError: a cell is empty or no count, or a column is missing; names line and column.
    """
    found: dict[str, Mapping[str, int] | None] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        cells = {key: (row.get(key) or "").strip() for key in subject.keys}
        for key, cell in cells.items():
            if cell != UNREADABLE and not (cell.isascii() and cell.isdigit()):
                raise ValueError(f"line {line}, {key}: “{cell[:20]}”")
        is_read = UNREADABLE not in cells.values()
        found[row.get("unit") or ""] = {k: int(c) for k, c in cells.items()} if is_read else None
    return found


def outcome_of(
    subject: Subject, seed: str, limit: float, results: Mapping[str, Mapping[str, int] | None]
) -> Outcome:
    """Return what the audit found: the draws are made anew from the seed.

    Raises:
        ValueError: a drawn unit has no result; names it.
    """
    contest = subject.contest
    drawn = draws(contest, seed, needed(contest, limit))
    for batch in drawn:
        if batch.code not in results:
            raise ValueError(f"unit {batch.code}")
    taints: list[Fraction] = [taint(contest, b, results[b.code]) for b in drawn]
    differing = {b.code: _difference(subject, b, results[b.code]) for b in drawn}
    return Outcome(
        len(drawn),
        len(differing),
        {code: keys for code, keys in differing.items() if keys},
        risk(contest, taints),
        limit,
    )


def _difference(
    subject: Subject, batch: Batch, audited: Mapping[str, int] | None
) -> dict[str, tuple[int, int | None]]:
    read = audited or dict.fromkeys(subject.keys)
    both = {k: (batch.counts.get(k, 0), read[k]) for k in subject.keys}
    return {k: pair for k, pair in both.items() if pair[0] != pair[1]}


def _batch(record: Mapping[str, Any], keys: Sequence[str]) -> Batch:
    counts = record["ballots"][BALLOT]["counts"]
    used = counts.get("used", 0)
    on_roll = record["unit"]["on_roll"]
    # A counting set has no roll: its ballots are those that its account says.
    at_most = max(on_roll or 0, used)
    return Batch(record["unit"]["code"], {k: counts.get(k, 0) for k in keys}, at_most)


def _images(record: Mapping[str, Any]) -> tuple[str, ...]:
    pages = record["ballots"][BALLOT]["pages"]
    return tuple(p["image"]["path"] for p in pages if p["image"])


def _name(manifest: Mapping[str, Any], key: str) -> str:
    for choice in manifest["choices"][BALLOT]:
        if key == f"row:{choice['number']}":
            return f"{choice['number']} {choice.get('th') or choice.get('name_th') or ''}".strip()
    return "ไม่เลือกผู้สมัครผู้ใด"


def _linked(source: Source, link: Mapping[str, Any]) -> dict[str, Any]:
    data = _bytes(source, link["path"])
    if digest(data) != link["sha256"]:
        raise PublicationError(f"{link['path']} has another hash")
    found: dict[str, Any] = json.loads(data)
    return found


def _bytes(source: Source, path: str) -> bytes:
    data = source.read(path)
    if data is None:
        raise PublicationError(f"there is no {path}")
    return data

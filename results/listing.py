"""The units of a constituency as its manifest lists them, each kept as the text that is out.

Of the two hundred units of a manifest a minute changes one or two. The others are neither read nor
taken apart nor written anew: their text is put into the next manifest as it stands.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from models.values.ballots import UnitKind

Entry = dict[str, Any]
"""A unit in its constituency's manifest."""


class Line(NamedTuple):
    """A unit's entry, and what of it is counted.

    A tuple of plain values is nothing to the garbage collector, which walks all others again and
    again: there are a hundred thousand of these.
    """

    code: str
    kind: str
    stream: str
    where: str
    reason: str | None
    on_roll: int | None
    has_record: bool
    text: bytes
    """Its canonical JSON, without a line end."""

    def to_data(self) -> Entry:
        """Return the entry itself."""
        entry: Entry = orjson.loads(self.text)
        return entry


Listing = Mapping[str, Line]
"""The units of one manifest by code, in its order."""


def line_of(entry: Entry) -> Line:
    """Return the line of an entry that is complete."""
    reason = entry["reason"]
    return Line(
        code=entry["code"],
        kind=sys.intern(entry["kind"]),
        stream=sys.intern(entry["stream"]),
        where=sys.intern(entry["where"]),
        reason=reason and sys.intern(reason),
        on_roll=entry["on_roll"],
        has_record=entry["record"] is not None,
        # A copy: what orjson hands out holds on to a buffer ten times as large.
        text=bytes(memoryview(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS))),
    )


def listing_of(lines: Iterable[Line]) -> Listing:
    """Return lines as manifests list them: polling units by code, then counting sets."""
    ordered = sorted(lines, key=lambda n: (n.kind != UnitKind.POLLING_UNIT, n.code))
    return {line.code: line for line in ordered}


def as_json(listing: Listing) -> orjson.Fragment:
    """Return a listing as a value of a JSON file, its texts as they stand."""
    return orjson.Fragment(b"[" + b",".join([line.text for line in listing.values()]) + b"]")

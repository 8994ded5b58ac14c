"""What each amphoe has in a constituency, summed from the records of its units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Amphoe = Mapping[str, Any]


@dataclass(slots=True)
class AmphoeSum:
    """The public units of one amphoe and stream; counting sets have no amphoe."""

    units: int = 0
    by_ballot: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def by_amphoe(records: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str], AmphoeSum]:
    """Return the sums by the amphoe's code and Thai name and the stream, in that order."""
    sums: dict[tuple[str, str, str], AmphoeSum] = defaultdict(AmphoeSum)
    for record in records:
        amphoe = record["unit"]["amphoe"] or {"code": "", "th": ""}
        found = sums[amphoe["code"], amphoe["th"], record["unit"]["stream"]]
        found.units += bool(record["ballots"])
        for ballot, sheet in record["ballots"].items():
            found.by_ballot[ballot].update(sheet["counts"])
    return dict(sorted(sums.items()))


def table_of(
    manifest: Mapping[str, Any], records: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return a row for each amphoe of a constituency, counting sets by stream at the end.

    Empty where the constituency lies in one amphoe: its sums stand elsewhere on the page.
    """
    expected: Counter[tuple[str, str, str]] = Counter()
    names: dict[str, Amphoe | None] = {"": None}
    for unit in manifest["units"]:
        amphoe = unit["amphoe"] or {"code": "", "th": ""}
        names[amphoe["code"]] = unit["amphoe"]
        expected[amphoe["code"], amphoe["th"], unit["stream"]] += 1
    if len(names) <= 2:  # noqa: PLR2004 - none, and the one amphoe
        return []
    sums = by_amphoe(records)
    return [
        {
            "amphoe": names[place[0]],
            "stream": place[2],
            "counted": sums[place].units if place in sums else 0,
            "expected": expected[place],
            "ballots": sums[place].by_ballot if place in sums else {},
        }
        for place in sorted(expected, key=lambda place: (not place[0], place))
    ]

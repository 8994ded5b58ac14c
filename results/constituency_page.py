"""The page of a constituency: who has how many votes, from which units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from models.values.ballots import Stream, UnitKind
from results.amphoe_sums import table_of
from results.edition import Edition
from results.history import Step, chart_of
from results.issue import Issue
from results.manifest import over_streams
from results.tallies import ranked
from results.whereabouts import ON_BOARD, Whereabouts

_SHOWN: Final = 4
"""Candidates whose votes are drawn over time: a phone shows no more columns."""


def page_path(code: str) -> str:
    """Return the path of a constituency's page in Thai."""
    return f"c/{code}.html"


def draw_page(
    issue: Issue,
    edition: Edition,
    manifest: Mapping[str, Any],
    records: Iterable[Mapping[str, Any]],
    steps: Sequence[Step] = (),
) -> dict[str, str]:
    """Draw a constituency's page; return path → hash.

    `records` are those of its public units, for the sums by amphoe; `steps` how it stood before.
    """
    ballots = []
    for ballot, choices in manifest["choices"].items():
        sums = over_streams(manifest, ballot)
        ballots.append({"ballot": ballot, "sums": sums, "rows": ranked(choices, sums)})
    context = {
        "manifest": manifest,
        "ballots": ballots,
        "streams": _streams(manifest),
        "amphoe": table_of(manifest, records),
        "groups": _groups(manifest),
        "legend": _legend(manifest),
        "history": _history(manifest, steps),
        "estimate": estimate_of(manifest),
        "parse": datetime.fromisoformat,
    }
    return issue.print_page(edition, "constituency.html", page_path(manifest["code"]), context)


def estimate_of(manifest: Mapping[str, Any]) -> dict[str, int] | None:
    """Return how many ballots may still come if turnout stays as it is: softer than the bound.

    Made of rolls and of what is public alone, never of counts that are withheld. Counting sets
    that are out have no roll: they are named, not estimated. None where nothing can be said.
    """
    turnout = manifest["turnout"]
    left = [unit for unit in manifest["units"] if unit["where"] not in ON_BOARD]
    polling = [unit["on_roll"] for unit in left if unit["kind"] == UnitKind.POLLING_UNIT]
    if not turnout or not polling or None in polling:
        return None
    share = turnout["used"] / turnout["on_roll"]
    return {"ballots": round(sum(polling) * share), "sets": len(left) - len(polling)}


def _history(manifest: Mapping[str, Any], steps: Sequence[Step]) -> dict[str, Any]:
    """Return the steps, the newest first, the columns of their table, and the drawing."""
    choices = manifest["choices"].get("constituency", [])
    first = ranked(choices, over_streams(manifest, "constituency"))[:_SHOWN]
    return {
        "steps": [step for step in reversed(steps) if step["counted"]],
        "rows": first,
        "chart": chart_of(steps, first),
    }


def _streams(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "stream": stream,
            "counted": manifest["counted"][stream],
            "expected": manifest["expected"][stream],
            "ballots": {b: manifest["totals"].get(stream, {}).get(b) for b in manifest["choices"]},
        }
        for stream in Stream
        if stream in manifest["expected"]
    ]


def _groups(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the units by amphoe and numbering area, counting sets by stream at the end."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for unit in manifest["units"]:
        amphoe, area = unit["amphoe"], unit["area"]
        name = (amphoe["code"], area["code"]) if amphoe and area else ("~", unit["stream"])
        groups[name].append(unit)
    return [
        {
            "amphoe": units[0]["amphoe"],
            "area": units[0]["area"],
            "stream": units[0]["stream"],
            "units": sorted(units, key=lambda u: u["number"]),
        }
        for _, units in sorted(groups.items())
    ]


def _legend(manifest: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return how many units stand where, in the order of the night, only what occurs."""
    found = [unit["where"] for unit in manifest["units"]]
    return [(w.value, found.count(w.value)) for w in Whereabouts if w.value in found]

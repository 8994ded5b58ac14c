"""The national board and the pages beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.values.ballots import Ballot, Stream
from results.building import LOG_LENGTH
from results.edition import Edition
from results.issue import Issue
from results.province_page import is_capped, place_of, province_lines
from results.tallies import national_parties, national_sums, party_lines
from results.tile_map import tile_map
from results.unit_page import choice_names

NATIONAL_FILES = (
    ("csv/totals.csv", "totals"),
    ("csv/amphoe.csv", "amphoe"),
    ("csv/units.csv", "units"),
    ("csv/units.zip", "units_zip"),
    ("parquet/units.parquet", "units_parquet"),
    ("nist/election.json", "nist"),
    ("eml/510.xml", "eml"),
    ("ect/stats_cons.json", "ect_cons"),
    ("ect/stats_party.json", "ect_party"),
    ("datapackage.json", "package"),
)
"""Files of the whole country in the order of the downloads page, with the names of their words."""

CARDS_UP_TO = 12
"""Constituencies that a board shows as cards; more of them are a map and a list of provinces."""

_DAY = Stream.ELECTION_DAY.value


def draw_pages(
    issue: Issue,
    edition: Edition,
    manifests: Sequence[Mapping[str, Any]],
    log: Mapping[str, Any],
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Draw board, corrections, downloads and about; return path → hash."""
    # Snapshots from before objections were kept have none in their log.
    answered = log.get("objections", [])
    names = _unit_names(manifests, [*log["entries"], *answered])
    shared: dict[str, Any] = {
        "manifests": manifests,
        "log": log["entries"],
        "log_is_cut": len(log["entries"]) >= LOG_LENGTH,
        "objections": answered,
        "objections_waiting": log.get("objections_waiting", 0),
        "files": files,
        "national": NATIONAL_FILES,
        "units": names,
        "parse": datetime.fromisoformat,
        "opens_at": issue.register.election.publication_opens_at,
    }
    facts = shared | _board(issue, manifests)
    board = issue.print_page(edition, "board.html", "index.html", facts)
    board |= issue.print_page(edition, "press.html", "press.html", facts)
    for page in ("corrections", "downloads", "about"):
        board |= issue.print_page(edition, f"{page}.html", f"{page}.html", shared)
    return board


def draw_past(
    issue: Issue,
    edition: Edition,
    manifests: Sequence[Mapping[str, Any]],
    log: Mapping[str, Any],
    paths: tuple[str, str | None],
) -> dict[str, str]:
    """Draw the national board as a page that stays; `paths` are its own and the earlier one's."""
    path, earlier = paths
    facts = _board(issue, manifests) | {
        "log": log["entries"],
        "units": _unit_names(manifests, log["entries"]),
        "parse": datetime.fromisoformat,
        "opens_at": issue.register.election.publication_opens_at,
        "past": {"earlier": earlier},
    }
    return issue.print_page(edition, "board.html", path, facts)


def _board(issue: Issue, manifests: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    seats = sum(b.seats or 0 for b in issue.register.ballots if b.ballot is Ballot.PARTY_LIST)
    lines, given = party_lines(manifests, seats)
    return {
        "progress_facts": progress_of(manifests),
        "nation": _streams(manifests),
        "turnout": _turnout(manifests),
        "lines": lines,
        "seats": seats,
        "undrawn": given.undrawn if given.drawing_lots else 0,
        "is_capped": is_capped(manifests),
        "open_races": sum(m["standing"]["can_change"] for m in manifests if m["totals"]),
        "parties": national_parties(manifests),
        "party_sums": national_sums(manifests, "party_list"),
        "places": _places(manifests),
        "provinces": province_lines(manifests),
        "map": tile_map(manifests) if len(manifests) > CARDS_UP_TO else None,
    }


def progress_of(manifests: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many units and sets are counted, expected, withheld and looked at again."""
    withheld: Counter[str] = Counter()
    for manifest in manifests:
        withheld.update(manifest["withheld"])
    sets = [(m, s) for m in manifests for s in m["expected"] if s != _DAY]
    return {
        "counted": sum(m["counted"][_DAY] for m in manifests),
        "expected": sum(m["expected"][_DAY] for m in manifests),
        "cap": sum(m["cap"] for m in manifests),
        "sets_counted": sum(m["counted"][s] for m, s in sets),
        "sets_expected": sum(m["expected"][s] for m, s in sets),
        "withheld_cap": withheld["cap"],
        "withheld_no_photo": withheld["no_photo"],
        "withheld_jump": withheld["jump"],
        "rechecked": sum(m["rechecked"] for m in manifests),
    }


def _streams(manifests: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Return how many units of each stream are counted and expected over the country."""
    counted: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for manifest in manifests:
        counted.update(manifest["counted"])
        expected.update(manifest["expected"])
    return {"counted": {s: counted[s] for s in expected}, "expected": dict(expected)}


def _turnout(manifests: Sequence[Mapping[str, Any]]) -> float | None:
    known = [m["turnout"] for m in manifests if m["turnout"]]
    roll = sum(t["on_roll"] for t in known)
    return sum(t["used"] for t in known) / roll if roll else None


def _places(manifests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a card for each constituency of a small election; a country has its map instead."""
    return [place_of(m) for m in manifests] if len(manifests) <= CARDS_UP_TO else []


def _unit_names(
    manifests: Sequence[Mapping[str, Any]], log: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return unit code → its place and the names on its ballots, for the log."""
    by_code = {manifest["code"]: manifest for manifest in manifests}
    names = {code: choice_names(by_code[code]) for code in {e["constituency"] for e in log}}
    return {
        entry["unit"]: {
            "unit": entry["place"],
            "manifest": by_code[entry["constituency"]],
            "names": names[entry["constituency"]],
        }
        for entry in log
    }

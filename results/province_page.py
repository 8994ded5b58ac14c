"""The page of a province: its constituencies, its parties, what is counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from results.edition import Edition
from results.issue import Issue
from results.manifest import over_streams
from results.tallies import Row, leading_party, national_parties, ranked

Head = Mapping[str, Any]

_DONE: Final = ("consolidated", "certified")


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province on the national board."""

    province: Mapping[str, str]
    path: str
    counted: int
    expected: int
    cap: int
    leads: tuple[tuple[Mapping[str, Any], int], ...]
    """Parties that lead in its constituencies, the most first, each with its colour and names."""
    undecided: int
    constituencies: int


def page_path(code: str) -> str:
    """Return the path of a province's page in Thai."""
    return f"p/{code}.html"


def by_province(heads: Sequence[Head]) -> dict[str, list[Head]]:
    """Return the constituencies of each province, both in the order of the register."""
    groups: dict[str, list[Head]] = {}
    for head in heads:
        groups.setdefault(head["province"]["code"], []).append(head)
    return groups


def province_lines(heads: Sequence[Head]) -> list[ProvinceLine]:
    """Return one line a province for the national board."""
    return [_line(group) for group in by_province(heads).values()]


def draw_page(issue: Issue, edition: Edition, group: Sequence[Head]) -> dict[str, str]:
    """Draw a province's page; return path → hash."""
    line = _line(group)
    context = {
        "line": line,
        "places": [place_of(head) for head in group],
        "parties": [row for row in national_parties(group) if row.votes],
        "sums": _streams(group),
        "is_capped": is_capped(group),
        "reports": reports_of(group),
    }
    return issue.print_page(edition, "province.html", line.path, context)


def reports_of(group: Sequence[Head]) -> str | None:
    """Return the page of all unit reports, None before any constituency is consolidated."""
    done = any(head["state"] in _DONE for head in group)
    return f"reports/{group[0]['province']['code']}.html" if done else None


def is_capped(group: Sequence[Head]) -> bool:
    """Tell whether the cap still holds anywhere: it lifts with consolidation."""
    return any(head["state"] not in _DONE for head in group)


def place_of(head: Head) -> dict[str, Any]:
    """Return a constituency with its first three, for a card."""
    sums = over_streams(head, "constituency")
    rows: tuple[Row, ...] = ranked(head["choices"].get("constituency", []), sums)
    return {"manifest": head, "rows": rows[:3], "sums": sums}


def _line(group: Sequence[Head]) -> ProvinceLine:
    leaders = [leader for head in group if (leader := leading_party(head)) is not None]
    counted = Counter(leader["party"] for leader in leaders)
    first = {leader["party"]: leader for leader in leaders}
    return ProvinceLine(
        province=group[0]["province"],
        path=page_path(group[0]["province"]["code"]),
        counted=sum(head["counted"]["election_day"] for head in group),
        expected=sum(head["expected"]["election_day"] for head in group),
        cap=sum(head["cap"] for head in group),
        leads=tuple((first[party], n) for party, n in counted.most_common()),
        undecided=len(group) - len(leaders),
        constituencies=len(group),
    )


def _streams(group: Sequence[Head]) -> dict[str, dict[str, int]]:
    counted: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for head in group:
        counted.update(head["counted"])
        expected.update(head["expected"])
    return {"counted": {s: counted[s] for s in expected}, "expected": dict(expected)}

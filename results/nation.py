"""The whole country in one file, made from the constituencies' manifests alone (R607)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.values.ballots import Ballot, Stream
from models.values.fields import row_number
from results.errors import SumsDiffer
from results.manifest import over_streams
from results.register import Register
from results.seats import party_list_seats
from results.shelf import Head

_DAY = Stream.ELECTION_DAY.value
_COMPUTED = {
    "th": "คำนวณจากคะแนนที่เผยแพร่",
    "en": "computed from the published votes",
}


def nation_of(register: Register, heads: Sequence[Head], snapshot: int) -> dict[str, Any]:
    """Return sums, seats and leaders of the country and of every province.

    Raises:
        SumsDiffer: the nation is not the sum of its provinces; the snapshot must not go out.
    """
    by_province: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        by_province[head["province"]["code"]].append(head)
    provinces = [
        _place(group) | {"province": group[0]["province"]} for group in by_province.values()
    ]
    nation = _place(heads)
    if _added(provinces) != nation["totals"]:
        raise SumsDiffer("the nation is not the sum of its provinces")
    return {
        "kind": "nation",
        "official": False,
        "rehearsal": register.election.is_rehearsal,
        "election": register.election.code,
        "snapshot": snapshot,
        **nation,
        "seats": _seats(register, nation["totals"]),
        "provinces": provinces,
        "constituencies": [_standing(head) for head in heads],
    }


def _place(heads: Iterable[Head]) -> dict[str, Any]:
    group = list(heads)
    return {
        "streams": _streams(group),
        "cap": sum(head["cap"] for head in group),
        "withheld": dict(sum((Counter(head["withheld"]) for head in group), Counter())),
        "rechecked": sum(head["rechecked"] for head in group),
        "on_roll": sum(head["on_roll"] for head in group),
        "totals": _totals(group),
    }


def _streams(heads: Iterable[Head]) -> dict[str, dict[str, int]]:
    """Return how many units each stream holds, expects and still lacks (R605)."""
    counted: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for head in heads:
        counted.update(head["counted"])
        expected.update(head["expected"])
    return {
        stream: {
            "counted": counted[stream],
            "expected": expected[stream],
            "missing": max(0, expected[stream] - counted[stream]),
        }
        for stream in sorted(expected)
    }


def _totals(heads: Iterable[Head]) -> dict[str, dict[str, int]]:
    """Return ballot → key → sum; candidates are not one thing across constituencies."""
    return _summed(
        (ballot, counts)
        for head in heads
        for by_ballot in head["totals"].values()
        for ballot, counts in by_ballot.items()
    )


def _added(provinces: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    return _summed(item for province in provinces for item in province["totals"].items())


def _summed(places: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Return the sums over places by ballot and key, places of one shape column by column."""
    shapes: dict[tuple[str, tuple[str, ...]], list[Iterable[int]]] = defaultdict(list)
    for ballot, counts in places:
        shapes[ballot, tuple(counts)].append(counts.values())
    sums: dict[str, dict[str, int]] = {ballot: {} for ballot, _ in sorted(shapes)}
    for (ballot, keys), columns in shapes.items():
        found = sums[ballot]
        for key, value in zip(keys, map(sum, zip(*columns, strict=True)), strict=True):
            if ballot != Ballot.CONSTITUENCY or row_number(key) is None:
                found[key] = found.get(key, 0) + value
    return sums


def _seats(register: Register, totals: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return the party-list seats that the published votes would give; nobody has won any."""
    seats = sum(b.seats or 0 for b in register.ballots if b.ballot is Ballot.PARTY_LIST)
    counts = totals.get(Ballot.PARTY_LIST, {})
    votes = {p.number: counts.get(p.key, 0) for p in register.parties}
    given = party_list_seats(votes, seats)
    return {
        "seats": seats,
        "by_party": {str(number): n for number, n in given.by_party.items() if n},
        "last_seats": list(given.last),
        "drawing_lots": list(given.drawing_lots),
        "undrawn": given.undrawn,
        "note": _COMPUTED,
    }


def _standing(head: Head) -> dict[str, Any]:
    leader = head["standing"]["leader"]
    choices = head["choices"].get(Ballot.CONSTITUENCY, [])
    first = next((c for c in choices if c["key"] == leader), None)
    sums = over_streams(head, Ballot.CONSTITUENCY)
    return {
        "code": head["code"],
        "state": head["state"],
        "stopped": head["stopped"],
        "counted": head["counted"].get(_DAY, 0),
        "expected": head["expected"].get(_DAY, 0),
        "leader": first["number"] if first else None,
        "leader_votes": sums.get(leader, 0) if first else None,
        "leader_party": first["party"] if first else None,
        **{k: v for k, v in head["standing"].items() if k != "leader"},
    }

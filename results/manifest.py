"""The manifest of a constituency: its sums, where it stands and its units, as published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.store import totals
from models.store.rows import saved
from models.tables.geography import Constituency
from models.values.ballots import Ballot, Stream, UnitKind
from results.agreement import Stop
from results.records import place_of
from results.register import Register, named
from results.release import ONE_BALLOT, cap_of
from results.standing import Outstanding, standing
from results.whereabouts import ON_BOARD, UnitNow, Whereabouts

Entry = dict[str, Any]
"""A unit in its constituency's manifest."""

_REASONED: Final = (Whereabouts.WITHHELD, Whereabouts.SUSPENDED)


@dataclass(frozen=True)
class Night:
    """A constituency as the record has it at this moment."""

    constituency: Constituency
    units: Sequence[Entry]
    sums: totals.Sums
    stopped: Stop | None = None

    def public(self) -> list[Entry]:
        """Return the units that are in the sums."""
        return [entry for entry in self.units if entry["where"] in ON_BOARD]


def manifest_of(register: Register, night: Night, snapshot: int) -> dict[str, Any]:
    """Return the manifest of a constituency as snapshot `snapshot` shows it."""
    constituency = night.constituency
    return {
        "kind": "constituency",
        "official": False,
        "rehearsal": register.election.is_rehearsal,
        "election": register.election.code,
        "snapshot": snapshot,
        "code": constituency.code,
        "number": constituency.number,
        "province": named(register.provinces[constituency.province_id]),
        "on_roll": constituency.on_roll,
        "state": constituency.state.value,
        "reason": constituency.state_reason,
        "stopped": night.stopped.to_data() if night.stopped else None,
        "cap": cap_of(constituency, register.election),
        "choices": _choices(register, constituency),
        "totals": _totals(night.sums),
        "turnout": _turnout(night),
        "standing": _standing(night),
        "units": list(night.units),
        **_progress(night),
    }


def entry_of(register: Register, unit: UnitNow) -> Entry:
    """Return a unit's entry; `since` and `record` are added once its record is made."""
    where = unit.where
    marked = where in _REASONED or unit.state_reason == ONE_BALLOT
    return {
        **place_of(register, unit),
        "where": where.value,
        "reason": unit.state_reason if marked else None,
        "sequence": unit.sequence,
        "since": None,
        "record": None,
    }


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries as manifests list them: polling units by code, then counting sets."""
    return sorted(entries, key=lambda e: (e["kind"] != UnitKind.POLLING_UNIT, e["code"]))


def over_streams(manifest: Mapping[str, Any], ballot: str) -> dict[str, int]:
    """Return the sums of one ballot over all the streams that are in."""
    sums: Counter[str] = Counter()
    for by_ballot in manifest["totals"].values():
        sums.update(by_ballot.get(ballot, {}))
    return dict(sums)


def _choices(register: Register, constituency: Constituency) -> dict[str, list[dict[str, Any]]]:
    ballots = (b.ballot for b in register.ballots)
    return {b.value: register.choices_data(saved(constituency.id), b) for b in ballots}


def _totals(sums: totals.Sums) -> dict[str, dict[str, dict[str, int]]]:
    tree: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (stream, ballot, key), value in sums.items():
        tree[stream.value][ballot.value][key] = value
    return {stream: dict(by_ballot) for stream, by_ballot in tree.items()}


def _progress(night: Night) -> dict[str, Any]:
    expected: Counter[str] = Counter(entry["stream"] for entry in night.units)
    counted: Counter[str] = Counter(entry["stream"] for entry in night.public())
    expected[Stream.ELECTION_DAY.value] = night.constituency.expected_units
    held = [e for e in night.units if e["where"] == Whereabouts.WITHHELD]
    return {
        "expected": dict(expected),
        "counted": {stream: counted[stream] for stream in expected},
        "withheld": dict(Counter(entry["reason"] or "cap" for entry in held)),
        "rechecked": sum(e["where"] == Whereabouts.RECHECKED for e in night.units),
        "one_ballot": sum(e["reason"] == ONE_BALLOT for e in night.units),
    }


def _turnout(night: Night) -> dict[str, Any] | None:
    """Return ballots used and voters on the roll of the same polling units, never of others."""
    for ballot in Ballot:
        used = night.sums.get((Stream.ELECTION_DAY, ballot, "used"))
        roll = night.sums.get((Stream.ELECTION_DAY, ballot, "on_roll"))
        if used is not None and roll:
            return {"ballot": ballot.value, "used": used, "on_roll": roll}
    return None


def _standing(night: Night) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for (_, ballot, key), value in night.sums.items():
        if ballot is Ballot.CONSTITUENCY:
            counts[key] += value
    doubted = [e for e in night.units if e["where"] == Whereabouts.RECHECKED]
    in_doubt = sum(entry["on_roll"] or night.constituency.on_roll for entry in doubted)
    return standing(counts, _outstanding(night, counts), in_doubt).to_data()


def _outstanding(night: Night, counts: Mapping[str, int]) -> Outstanding:
    left = [entry for entry in night.units if entry["where"] not in ON_BOARD]
    polling = [entry for entry in left if entry["kind"] == UnitKind.POLLING_UNIT]
    known = [entry["on_roll"] for entry in polling if entry["on_roll"] is not None]
    counted = counts.get("used", 0) + counts.get("received", 0)
    # Where the register lacks units that are expected, nothing is known of their rolls.
    listed = sum(entry["kind"] == UnitKind.POLLING_UNIT for entry in night.units)
    is_known = len(known) == len(polling) and listed >= night.constituency.expected_units
    return Outstanding(
        voters_left=night.constituency.on_roll - counted,
        rolls_left=sum(known) if is_known else None,
        sets_left=len(left) - len(polling),
    )

"""The manifest of a constituency: its sums, where it stands and its units, as published."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from models.states.constituency import ConstituencyState
from models.store import totals
from models.store.rows import saved
from models.tables.geography import Constituency
from models.values.ballots import Ballot, Stream, UnitKind
from results.agreement import Stop
from results.listing import Entry, Line
from results.records import place_of
from results.register import Register, named
from results.release import ONE_BALLOT, cap_of
from results.standing import Outstanding, standing
from results.whereabouts import ON_BOARD, UnitNow, Whereabouts

_PROGRESS: Final = attrgetter("stream", "where", "reason")
_KIND: Final = attrgetter("kind")
_COUNTED: Final = Whereabouts.COUNTED.value
_REASONED: Final = (Whereabouts.WITHHELD, Whereabouts.SUSPENDED)


@dataclass(frozen=True)
class Night:
    """A constituency as the record has it at this moment."""

    constituency: Constituency
    units: Collection[Line]
    sums: totals.Sums
    stopped: Stop | None = None


def head_of(register: Register, night: Night, snapshot: int) -> dict[str, Any]:
    """Return the manifest of a constituency as snapshot `snapshot` shows it, but for its units."""
    constituency, sums = night.constituency, _totals(night.sums)
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
        "reason": _reason(constituency),
        "stopped": night.stopped.to_data() if night.stopped else None,
        "cap": cap_of(constituency, register.election),
        "choices": _choices(register, constituency),
        "totals": sums,
        "turnout": _turnout(night),
        "standing": _standing(night, sums),
        **_progress(night),
    }


def _reason(constituency: Constituency) -> str | None:
    """Return the reason of a pause; a stop after consolidation is told by `stopped` alone."""
    return constituency.state_reason if constituency.state is ConstituencyState.PAUSED else None


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
    tree: dict[Stream, dict[Ballot, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (stream, ballot, key), value in sums.items():
        tree[stream][ballot][key] = value
    return {
        stream.value: {ballot.value: counts for ballot, counts in by_ballot.items()}
        for stream, by_ballot in tree.items()
    }


def _progress(night: Night) -> dict[str, Any]:
    expected: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    held: Counter[str] = Counter()
    rechecked = one_ballot = 0
    for (stream, where, reason), number in Counter(map(_PROGRESS, night.units)).items():
        expected[stream] += number
        counted[stream] += number * (where in ON_BOARD)
        rechecked += number * (where == Whereabouts.RECHECKED)
        one_ballot += number * (reason == ONE_BALLOT)
        if where == Whereabouts.WITHHELD:
            held[reason or "cap"] += number
    expected[Stream.ELECTION_DAY.value] = night.constituency.expected_units
    return {
        "expected": dict(expected),
        "counted": {stream: counted[stream] for stream in expected},
        "withheld": dict(held),
        "rechecked": rechecked,
        "one_ballot": one_ballot,
    }


def _turnout(night: Night) -> dict[str, Any] | None:
    """Return ballots used and voters on the roll of the same polling units, never of others."""
    for ballot in Ballot:
        used = night.sums.get((Stream.ELECTION_DAY, ballot, "used"))
        roll = night.sums.get((Stream.ELECTION_DAY, ballot, "on_roll"))
        if used is not None and roll:
            return {"ballot": ballot.value, "used": used, "on_roll": roll}
    return None


def _standing(night: Night, sums: Mapping[str, Any]) -> dict[str, Any]:
    counts = over_streams({"totals": sums}, Ballot.CONSTITUENCY.value)
    left = [line for line in night.units if line.where != _COUNTED]
    doubted = [line for line in left if line.where == Whereabouts.RECHECKED]
    in_doubt = sum(line.on_roll or night.constituency.on_roll for line in doubted)
    return standing(counts, _outstanding(night, counts, left), in_doubt).to_data()


def _outstanding(night: Night, counts: Mapping[str, int], uncounted: Iterable[Line]) -> Outstanding:
    left = [line for line in uncounted if line.where not in ON_BOARD]
    polling = [line for line in left if line.kind == UnitKind.POLLING_UNIT]
    known = [line.on_roll for line in polling if line.on_roll is not None]
    counted = counts.get("used", 0) + counts.get("received", 0)
    # Where the register lacks units that are expected, nothing is known of their rolls.
    listed = Counter(map(_KIND, night.units))[UnitKind.POLLING_UNIT.value]
    is_known = len(known) == len(polling) and listed >= night.constituency.expected_units
    return Outstanding(
        voters_left=night.constituency.on_roll - counted,
        rolls_left=sum(known) if is_known else None,
        sets_left=len(left) - len(polling),
    )

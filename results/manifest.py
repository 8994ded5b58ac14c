"""The manifest of a constituency: its sums, where it stands and its units, as published."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models.states.sheet import SheetState
from models.store import totals
from models.store.rows import saved
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import Release
from models.values.ballots import Ballot, Stream, UnitKind
from results.agreement import Stop
from results.records import place_of
from results.register import Register, named
from results.release import cap_of
from results.standing import Outstanding, standing
from results.whereabouts import Whereabouts, open_sheets, releases_of, units_of, whereabouts

ON_BOARD = (Whereabouts.COUNTED, Whereabouts.RECHECKED)
"""Whereabouts of the units that are in the sums."""


@dataclass(frozen=True)
class Night:
    """A constituency as the record has it at this moment."""

    constituency: Constituency
    units: list[ReportingUnit]
    releases: dict[int, Release]
    sheets: dict[int, set[SheetState]]
    sums: totals.Sums
    stopped: Stop | None = None

    def where(self, unit: ReportingUnit) -> Whereabouts:
        """Return where a unit stands."""
        unit_id = saved(unit.id)
        return whereabouts(unit, self.releases.get(unit_id), self.sheets.get(unit_id, set()))

    def public(self) -> list[ReportingUnit]:
        """Return the units that are in the sums."""
        return [unit for unit in self.units if self.where(unit) in ON_BOARD]


def read_night(session: Session, constituency: Constituency) -> Night:
    """Read a constituency for publication."""
    constituency_id = saved(constituency.id)
    return Night(
        constituency,
        units_of(session, constituency_id),
        releases_of(session, constituency_id),
        open_sheets(session, constituency_id),
        totals.running(session, constituency_id),
    )


def manifest_of(register: Register, night: Night, snapshot: int) -> dict[str, Any]:
    """Return the manifest without what is added once its files are made."""
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
        "units": [_unit(register, night, unit) for unit in night.units],
        **_progress(night),
    }


def over_streams(manifest: Mapping[str, Any], ballot: str) -> dict[str, int]:
    """Return the sums of one ballot over all the streams that are in."""
    sums: Counter[str] = Counter()
    for by_ballot in manifest["totals"].values():
        sums.update(by_ballot.get(ballot, {}))
    return dict(sums)


def _choices(register: Register, constituency: Constituency) -> dict[str, list[dict[str, Any]]]:
    ballots = (b.ballot for b in register.ballots)
    found = {b: register.choices(saved(constituency.id), b) for b in ballots}
    return {b.value: [c.to_data() for c in choices] for b, choices in found.items()}


def _totals(sums: totals.Sums) -> dict[str, dict[str, dict[str, int]]]:
    tree: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (stream, ballot, key), value in sums.items():
        tree[stream.value][ballot.value][key] = value
    return tree


def _progress(night: Night) -> dict[str, Any]:
    expected: Counter[str] = Counter(unit.stream.value for unit in night.units)
    counted: Counter[str] = Counter(unit.stream.value for unit in night.public())
    expected[Stream.ELECTION_DAY.value] = night.constituency.expected_units
    held = [u for u in night.units if night.where(u) is Whereabouts.WITHHELD]
    return {
        "expected": dict(expected),
        "counted": {stream: counted[stream] for stream in expected},
        "withheld": dict(Counter(unit.state_reason or "cap" for unit in held)),
        "rechecked": sum(night.where(u) is Whereabouts.RECHECKED for u in night.units),
    }


def _turnout(night: Night) -> dict[str, Any] | None:
    """Return ballots used and voters on the roll of the same polling units, never of others."""
    day = {b: night.sums.get((Stream.ELECTION_DAY, b, "used")) for b in Ballot}
    rolls = {b: night.sums.get((Stream.ELECTION_DAY, b, "on_roll")) for b in Ballot}
    for ballot in Ballot:
        used, roll = day[ballot], rolls[ballot]
        if used is not None and roll:
            return {"ballot": ballot.value, "used": used, "on_roll": roll}
    return None


def _standing(night: Night) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for (_, ballot, key), value in night.sums.items():
        if ballot is Ballot.CONSTITUENCY:
            counts[key] += value
    doubted = [u for u in night.units if night.where(u) is Whereabouts.RECHECKED]
    in_doubt = sum(unit.on_roll or night.constituency.on_roll for unit in doubted)
    return standing(counts, _outstanding(night, counts), in_doubt).to_data()


def _outstanding(night: Night, counts: Mapping[str, int]) -> Outstanding:
    public = {saved(u.id) for u in night.public()}
    left = [u for u in night.units if saved(u.id) not in public]
    polling = [u for u in left if u.kind is UnitKind.POLLING_UNIT]
    known = [u.on_roll for u in polling if u.on_roll is not None]
    counted = counts.get("used", 0) + counts.get("received", 0)
    return Outstanding(
        voters_left=night.constituency.on_roll - counted,
        rolls_left=sum(known) if len(known) == len(polling) else None,
        sets_left=len(left) - len(polling),
    )


def _unit(register: Register, night: Night, unit: ReportingUnit) -> dict[str, Any]:
    release = night.releases.get(saved(unit.id))
    where = night.where(unit)
    held = where is Whereabouts.WITHHELD
    return {
        **place_of(register, unit),
        "where": where.value,
        "reason": unit.state_reason if held else None,
        "sequence": release.sequence if release else None,
        "since": None,
        "record": None,
    }

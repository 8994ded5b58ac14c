"""The published figures in the shape of the ECT's own JSON, for programs that know it.

Field names are those of the ECT's feeds of 2023 and 2026 (`info_*`, `stats_cons`, `stats_party`).
What we do not publish is left out. Every file says `official: false` beside its data.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from models.values.ballots import Ballot, Stream
from results.manifest import over_streams

_DAY: Final = Stream.ELECTION_DAY.value
_HUNDRED: Final = 100
_PLACES: Final = 5
"""Decimals of percentages in the ECT's files."""

Head = Mapping[str, Any]


def ect_files(heads: Sequence[Head], nation: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return path → content of every file."""
    said = {
        "official": False,
        "rehearsal": nation["rehearsal"],
        "election": nation["election"],
        "snapshot": nation["snapshot"],
    }
    parties = _parties(heads)
    return {
        "ect/info_province.json": {**said, "province": _info_provinces(heads)},
        "ect/info_constituency.json": {**said, "constituency": [_info(head) for head in heads]},
        "ect/info_party_overview.json": {**said, "party": [_info_party(p) for p in parties]},
        "ect/info_mp_candidate.json": {
            **said,
            "candidate": [c for head in heads for c in _info_candidates(head)],
        },
        "ect/stats_cons.json": {**said, **_stations(heads), "result_province": _stats_cons(heads)},
        "ect/stats_party.json": {
            **said,
            **_stations(heads),
            "result_party": _stats_party(nation, parties),
        },
    }


def _parties(heads: Sequence[Head]) -> list[dict[str, Any]]:
    lists = (head["choices"].get(Ballot.PARTY_LIST, []) for head in heads)
    found: list[dict[str, Any]] = next((listed for listed in lists if listed), [])
    return found


def _by_province(heads: Iterable[Head]) -> dict[str, list[Head]]:
    groups: dict[str, list[Head]] = {}
    for head in heads:
        groups.setdefault(head["province"]["code"], []).append(head)
    return groups


def _info_provinces(heads: Iterable[Head]) -> list[dict[str, Any]]:
    return [
        {
            "prov_id": code,
            "province": group[0]["province"]["th"],
            "eng": group[0]["province"]["en"],
            "total_vote_stations": sum(head["expected"][_DAY] for head in group),
            "total_registered_vote": sum(head["on_roll"] for head in group),
        }
        for code, group in _by_province(heads).items()
    ]


def _info(head: Head) -> dict[str, Any]:
    return {
        "cons_id": head["code"],
        "prov_id": head["province"]["code"],
        "cons_no": head["number"],
        "total_vote_stations": head["expected"][_DAY],
        "registered_vote": head["on_roll"],
    }


def _info_party(party: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "party_no": party["number"],
        "name": party["name"]["th"],
        "abbr": party["party"],
        "color": party["colour"],
    }


def _info_candidates(head: Head) -> list[dict[str, Any]]:
    return [
        {
            "mp_app_id": f"{head['code']}_{choice['number']}",
            "cons_id": head["code"],
            "mp_app_no": choice["number"],
            "mp_app_name": choice["name"]["th"],
            "mp_app_party": choice["party"],
        }
        for choice in head["choices"].get(Ballot.CONSTITUENCY, [])
    ]


def _stations(heads: Iterable[Head]) -> dict[str, Any]:
    group = list(heads)
    counted = sum(head["counted"][_DAY] for head in group)
    expected = sum(head["expected"][_DAY] for head in group)
    return {
        "total_vote_stations": expected,
        "counted_vote_stations": counted,
        "percent_count": _percent(counted, expected),
    }


def _stats_cons(heads: Iterable[Head]) -> list[dict[str, Any]]:
    return [
        {"prov_id": code, **_stations(group), "constituencies": [_cons(head) for head in group]}
        for code, group in _by_province(heads).items()
    ]


def _cons(head: Head) -> dict[str, Any]:
    """Return one constituency; votes are over all streams that are in, as everywhere here."""
    first, second = (over_streams(head, b) for b in (Ballot.CONSTITUENCY, Ballot.PARTY_LIST))
    return {
        "cons_id": head["code"],
        "cons_no": head["number"],
        "prov_id": head["province"]["code"],
        **_stations([head]),
        "pause_report": head["state"] == "paused" or head["stopped"] is not None,
        **_turn_out("", first, head["on_roll"]),
        **_turn_out("party_list_", second, head["on_roll"]),
        "candidates": _candidates(head, first),
        "result_party": _party_votes(head, second),
    }


def _turn_out(prefix: str, sums: Mapping[str, int], on_roll: int) -> dict[str, Any]:
    used = sums.get("used", 0) + sums.get("received", 0)
    return {
        f"{prefix}turn_out": used,
        f"{prefix}percent_turn_out": _percent(used, on_roll),
        f"{prefix}valid_votes": sums.get("good", 0),
        f"{prefix}invalid_votes": sums.get("invalid", 0),
        f"{prefix}blank_votes": sums.get("no_vote", 0),
    }


def _candidates(head: Head, sums: Mapping[str, int]) -> list[dict[str, Any]]:
    choices = head["choices"].get(Ballot.CONSTITUENCY, [])
    ranked = sorted(choices, key=lambda c: (-sums.get(c["key"], 0), c["number"]))
    return [
        {
            "mp_app_id": f"{head['code']}_{choice['number']}",
            "mp_app_vote": sums.get(choice["key"], 0),
            "mp_app_vote_percent": _percent(sums.get(choice["key"], 0), sums.get("good", 0)),
            "mp_app_rank": rank,
        }
        for rank, choice in enumerate(ranked, start=1)
    ]


def _party_votes(head: Head, sums: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "party_no": party["number"],
            "party_list_vote": sums.get(party["key"], 0),
            "party_list_vote_percent": _percent(sums.get(party["key"], 0), sums.get("good", 0)),
        }
        for party in head["choices"].get(Ballot.PARTY_LIST, [])
    ]


def _stats_party(
    nation: Mapping[str, Any], parties: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    sums = nation["totals"].get(Ballot.PARTY_LIST, {})
    firsts = [c["leader_party"] for c in nation["constituencies"]]
    return [
        {
            "party_no": party["number"],
            "party_vote": sums.get(party["key"], 0),
            "party_vote_percent": _percent(sums.get(party["key"], 0), sums.get("good", 0)),
            "first_mp_app_count": firsts.count(party["name"]["th"]),
            "party_list_count": nation["seats"]["by_party"].get(str(party["number"]), 0),
        }
        for party in parties
    ]


def _percent(part: int, whole: int) -> float:
    return round(_HUNDRED * part / whole, _PLACES) if whole else 0.0

"""Heads of manifests for a whole country of invented parties and people."""

import csv
import random
from importlib import resources
from typing import Any

COLOURS = ("#1f7a8c", "#c8553d", "#588157", "#e0a030", "#6a4c93", "#3d5a80")
PARTIES = ("ต้นกล้าใหม่", "เรือจ้างก้าวไป", "สะพานไม้ไผ่", "ผีเสื้อราตรีใส", "ร่มไทรใหญ่", "รถไฟสายสั้น")


def codes() -> list[str]:
    text = resources.files("results").joinpath("tiles.csv").read_text(encoding="utf-8")
    return [row["constituency"] for row in csv.DictReader(text.splitlines())]


def head(code: str, chance: random.Random) -> dict[str, Any]:
    """A constituency of a night in progress; one in twelve has nothing yet."""
    province, number = code.split("_")
    has_votes = chance.random() > 1 / 12
    choices = [_choice(n + 1, p) for n, p in enumerate(chance.sample(range(6), 4))]
    votes = {c["key"]: chance.randint(500, 30_000) for c in choices}
    ranked = sorted(votes, key=lambda key: -votes[key])
    lead = votes[ranked[0]] - votes[ranked[1]]
    expected = chance.randint(150, 320)
    counted = chance.randint(20, expected) if has_votes else 0
    left = (expected - counted) * 60
    return {
        "code": code,
        "number": int(number),
        "province": {"code": province, "th": f"จังหวัด{province}", "en": province},
        "state": "live",
        "stopped": None,
        "reason": None,
        "cap": expected * 95 // 100,
        "choices": {"constituency": choices, "party_list": [_party(n) for n in range(6)]},
        "totals": {"election_day": _totals(votes)} if has_votes else {},
        "turnout": {"ballot": "constituency", "used": 60, "on_roll": 100} if has_votes else None,
        "standing": {
            "leader": ranked[0] if has_votes else None,
            "runner_up": ranked[1] if has_votes else None,
            "lead": lead if has_votes else 0,
            "outstanding_at_most": left,
            "can_change": not has_votes or lead <= left,
        },
        "expected": {"election_day": expected},
        "counted": {"election_day": counted},
        "withheld": {},
        "rechecked": 0,
        "one_ballot": 0,
        "snapshot": 1,
    }


def _choice(number: int, party: int) -> dict[str, Any]:
    return {
        "key": f"row:{number}",
        "number": number,
        "name": {"th": f"ผู้สมัคร {number}", "en": f"Candidate {number}"},
        "party": PARTIES[party],
        "party_en": f"Party {party + 1}",
        "colour": COLOURS[party],
        "struck_off": False,
    }


def _party(number: int) -> dict[str, Any]:
    name = {"th": PARTIES[number], "en": f"Party {number + 1}"}
    return _choice(number + 1, number) | {"name": name, "party": ""}


def _totals(votes: dict[str, int]) -> dict[str, dict[str, int]]:
    whole = {"good": sum(votes.values()), "invalid": 10, "no_vote": 20, "used": 30}
    listed = {f"row:{n + 1}": 100 * (n + 1) for n in range(6)} | {"good": 2100}
    return {"constituency": votes | whole, "party_list": listed}


def country(seed: int = 1) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [head(code, chance) for code in codes()]

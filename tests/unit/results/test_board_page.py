"""What the national pages say of a country in an odd state."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from models.values.ballots import Ballot
from results import board_page
from results.assets import public_assets
from results.edition import Edition
from results.issue import Issue
from tests.unit.results.country import country

AT = datetime(2027, 2, 14, 12, 40, tzinfo=UTC)

Heads = list[dict[str, Any]]


def words(heads: Heads, page: str = "index.html", entries: Heads | None = None) -> str:
    """Return what a page of these constituencies says."""
    election = SimpleNamespace(
        name_th="การเลือกตั้งสาธิต", name_en="Demo", is_rehearsal=True, publication_opens_at=AT
    )
    ballots = [SimpleNamespace(ballot=Ballot.PARTY_LIST, seats=100)]
    register = cast(Any, SimpleNamespace(election=election, ballots=ballots))
    edition = Edition()
    issue = Issue(45, AT, register, public_assets(), is_rebuilt=False)
    board_page.draw_pages(issue, edition, heads, {"entries": entries or []}, {})
    return " ".join(re.sub(r"<[^>]+>", " ", edition.copies[page].decode()).split())


def few() -> Heads:
    """Return some constituencies with votes, so few that each has a card."""
    return [head for head in country() if head["totals"]][:3]


def test_every_reason_for_waiting_is_counted() -> None:
    heads = few()
    heads[0]["withheld"] = {"cap": 3, "no_photo": 2, "jump": 1}
    said = words(heads)
    assert "ตรวจแล้ว รอเปิดเผยหลังรวมผลเขต 3 หน่วย" in said
    assert "ตรวจแล้ว ไม่มีภาพถ่าย รอรวมผลเขต 2 หน่วย" in said
    assert "ตรวจแล้ว มีตัวเลขสูงผิดปกติ รอรวมผลเขต 1 หน่วย" in said


def test_the_cap_is_told_until_the_last_constituency_is_consolidated() -> None:
    heads = few()
    for head in heads[1:]:
        head["state"] = "consolidated"
    assert "ก่อนรวมผลเขต เปิดเผยได้ไม่เกิน" in words(heads)
    heads[0]["state"] = "certified"
    assert "ก่อนรวมผลเขต" not in words(heads)


def test_the_projector_is_not_told_that_nothing_is_in_where_counting_sets_are() -> None:
    heads = few()
    for head in heads:
        head["counted"] = {"election_day": 0, "advance_in": 1}
        head["expected"]["advance_in"] = 2
    said = words(heads, "press.html")
    assert "ยังไม่มีหน่วยเลือกตั้งที่เปิดเผยผล" not in said
    assert "ล่วงหน้าในเขต 3 จาก 6 ชุด" in said


def test_the_projector_says_that_seats_are_computed_and_which_await_the_lot() -> None:
    heads = few()
    equal = {f"row:{n}": 100 for n in range(1, 7)} | {"good": 600}
    for head in heads:
        head["totals"]["election_day"]["party_list"] = equal
    for page in ("index.html", "press.html"):
        said = words(heads, page)
        assert "คำนวณจากคะแนนที่เผยแพร่ ยังไม่ใช่จำนวนที่นั่ง" in said
        assert "เศษเท่ากัน รอจับสลาก" in said
        assert "อีก 4 ที่นั่งรอจับสลาก" in said


def test_without_a_lot_no_seat_is_said_to_await_one() -> None:
    assert "ที่นั่งรอจับสลาก" not in words(few())


def test_a_party_without_a_list_keeps_its_leads_in_the_table() -> None:
    heads = few()
    leader = heads[0]["standing"]["leader"]
    [choice] = [c for c in heads[0]["choices"]["constituency"] if c["key"] == leader]
    choice |= {"party": "พรรคไม่มีบัญชี", "party_en": "Listless"}
    assert "พรรคไม่มีบัญชี 1 0 1" in words(heads)


def test_a_card_says_why_nobody_leads_and_no_gap_that_is_none() -> None:
    heads = few()
    ahead = {"leader": None, "runner_up": "no_vote", "lead": 0}
    heads[0]["standing"] |= ahead | {"outstanding_at_most": 900, "can_change": True}
    said = words(heads)
    assert "ไม่มีผู้สมัครที่ได้คะแนนมากกว่าคะแนนไม่เลือกผู้สมัครผู้ใด" in said
    assert "ยังไม่รวมอีกไม่เกิน 900 คะแนน" in said
    assert "ต่าง 0 คะแนน" not in said


def test_a_card_of_a_paused_constituency_gives_the_reason() -> None:
    heads = few()
    heads[0] |= {"state": "paused", "reason": "ไฟฟ้าดับ · power cut"}
    assert "หยุดเผยแพร่ชั่วคราว: ไฟฟ้าดับ" in words(heads)
    assert "power cut" not in words(heads)
    assert "Publication is paused: power cut" in words(heads, "en/index.html")


def test_a_log_that_is_cut_says_where_the_others_are() -> None:
    heads = few()
    place = {"kind": "counting_set", "number": 1, "stream": "advance_in"}
    entry = {
        "id": 1,
        "at": AT.isoformat(),
        "unit": "X-1",
        "constituency": heads[0]["code"],
        "place": place,
        "ballot": "constituency",
        "key": "good",
        "old": 1,
        "new": 2,
        "reason": "อ่านผิด",
    }
    cut = "หน้านี้แสดง 500 รายการล่าสุด"
    assert cut in words(heads, "corrections.html", [entry] * 500)
    assert "รายการล่าสุด" not in words(heads, "corrections.html", [entry] * 499)


def test_a_tile_without_a_colour_is_one_where_nobody_is_ahead_not_one_without_votes() -> None:
    said = words(country())
    assert "ยังไม่มีผู้นำ" in said
    assert "ยังไม่มีคะแนน" not in said


def test_an_election_without_counting_sets_does_not_count_them() -> None:
    heads = few()
    assert "ชุดนับคะแนนล่วงหน้า" not in words(heads)
    heads[0]["expected"]["advance_in"], heads[0]["counted"]["advance_in"] = 2, 1
    assert "ชุดนับคะแนนล่วงหน้า 1 จาก 2 ชุด" in words(heads)

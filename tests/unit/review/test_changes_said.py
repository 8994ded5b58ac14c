"""What an audit entry changed is said in words: fields, closed lists, numbers."""

from app.commands.load import _NAMES as LOADED
from models.tables import METADATA
from pages.languages import Language
from review.changes_said import Change, changes, wordless

TH, EN = Language.TH, Language.EN


def test_fields_have_the_names_of_the_form() -> None:
    before = {"state": "in_review", "look": 1, "edit": 3}
    after = {"values": {"good": 1380, "row:4": 70, "total": 380}, "reason": None}
    assert changes(before, after, TH) == [
        Change("สถานะ", "รอตรวจ", None),
        Change("รอบตรวจ", "1", None),
        Change("แก้ครั้งที่", "3", None),
        Change("บัตรดี", None, "1,380"),
        Change("เบอร์ 4", None, "70"),
        Change("รวมคะแนนทั้งสิ้น", None, "380"),
        Change("เหตุผล", None, "–"),
    ]
    assert changes(before, after, EN)[3] == Change("good ballots", None, "1,380")


def test_what_it_was_stands_beside_what_it_is() -> None:
    before, after = {"constituency:row:4": 70}, {"constituency:row:4": 60}
    assert changes(before, after, TH) == [Change("แบ่งเขต เบอร์ 4", "70", "60")]
    assert changes({"value": 0.01}, {"value": 0.02}, EN) == [Change("value", "0.01", "0.02")]


def test_closed_lists_and_sentences_in_both_languages_are_said_in_one() -> None:
    told = {
        "reason": "second_reading",
        "message": {"th": "หยุด", "en": "stopped"},
        "code": "R607",
        "areas": [{"centre_id": 4}, {}],
        "units": ["TKM-1", "TKM-2"],
        "asked": "consolidate",
        "key": "row:2",
        "from": "address:83270",
    }
    assert [c.after for c in changes(None, told, EN)] == [
        "A later reading of the picture differs from the confirmed number",
        "stopped", "R607", "centre 4, –", "TKM-1, TKM-2", "constituency consolidated",
        "No. 2", "network address 83270",
    ]  # fmt: skip
    assert changes(None, {"reason": "ไม่ตรง · differs"}, TH)[0].after == "ไม่ตรง"
    assert changes(None, {"rules": {"L1": "W: good <= used"}}, TH) == [
        Change("L1", None, "W: good <= used")
    ]


def test_a_key_without_words_is_found_wherever_it_stands() -> None:
    assert wordless({"state": 1}, {"values": {"row:4": 1}}, None) == set()
    assert wordless({"whatever": 1}, {"values": {"row:four": 1}}) == {"whatever", "row:four"}
    assert wordless({"rows": dict.fromkeys(LOADED, 1)}) == set()
    assert set(LOADED) <= set(METADATA.tables)

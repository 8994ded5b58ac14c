"""The likeliest units of a form by the numbers of its head."""

import pytest

from models.values.likely_units import CLEARLY, DESK, UnitHead, likely_units
from models.values.reading import HeaderValue

HERE = UnitHead("A-1", {"unit": 1, "moo": 2, "constituency": 1})
NEXT = UnitHead("A-2", {"unit": 2, "moo": 3, "constituency": 1})
TWIN = UnitHead("B-2", {"unit": 2, "moo": 7, "constituency": 1})
UNITS = (HERE, NEXT, TWIN)


def read(*candidates: tuple[str, float]) -> HeaderValue:
    return HeaderValue(candidates[0][0], candidates[0][1], candidates)


def best(**head: HeaderValue) -> tuple[str, float]:
    first = likely_units(head, UNITS, "A-1")[0]
    return first.code, first.chance


def test_an_empty_head_is_the_senders() -> None:
    code, chance = best(unit=HeaderValue(None, 0.0))
    assert code == "A-1"
    assert chance == pytest.approx(0.97)


def test_one_odd_number_leaves_the_sender_in_the_race() -> None:
    assert best(constituency=read(("7", 0.99)))[0] == "A-1"
    found = likely_units({"unit": read(("2", 0.99))}, UNITS, "A-1")
    assert {u.code for u in found} == {"A-1", "A-2", "B-2"}
    assert found[0].chance < 0.9


def test_two_odd_numbers_name_the_other_unit() -> None:
    code, chance = best(unit=read(("2", 0.99)), moo=read(("3", 0.98)))
    assert code == "A-2"
    assert chance > 0.95


def test_a_doubtful_digit_says_little() -> None:
    assert best(unit=read(("2", 0.5), ("1", 0.45)))[0] == "A-1"


def test_chances_are_of_all_units_together() -> None:
    found = likely_units({"unit": read(("2", 0.99))}, UNITS, "A-1")
    assert sum(u.chance for u in found) == pytest.approx(1)


def test_a_register_without_units_says_nothing() -> None:
    assert likely_units({}, (), "A-1") == ()


AREA = UnitHead("C-1", {"unit": 1}, {"area": "ตำบลนาดี", "amphoe": "ทุ่งทอง"})
OTHER_AREA = UnitHead("D-1", {"unit": 1}, {"area": "ตำบลสวนส้ม", "amphoe": "ทุ่งทอง"})


def test_a_name_tells_units_of_the_same_number_apart() -> None:
    head = {"unit": read(("1", 0.99)), "area": read(("ตำบลสวนส้ม", 0.9), ("ตำบลนาดี", 0.05))}
    found = likely_units(head, (AREA, OTHER_AREA))
    assert found[0].code == "D-1"
    assert found[0].chance > 0.85


def test_a_name_alone_does_not_outweigh_the_sender() -> None:
    head = {"area": read(("ตำบลสวนส้ม", 0.99))}
    sent = likely_units(head, (AREA, OTHER_AREA), "C-1")
    assert max(u.chance for u in sent) < CLEARLY
    desk = likely_units(head, (AREA, OTHER_AREA), "C-1", DESK)
    assert desk[0].code == "D-1"


def test_names_that_are_not_listed_share_what_the_listed_ones_leave() -> None:
    head = {"area": read(("ตำบลวังหิน", 0.06), ("ตำบลนาดี", 0.05))}
    found = {u.code: u.chance for u in likely_units(head, (AREA, OTHER_AREA))}
    assert found["C-1"] / found["D-1"] < 3


def test_a_part_that_the_register_leaves_open_speaks_for_nobody() -> None:
    town = UnitHead("T-2", {"unit": 2, "constituency": 1})
    found = {
        u.code: u.chance
        for u in likely_units({"unit": read(("2", 0.99)), "moo": read(("3", 0.98))}, (*UNITS, town))
    }
    assert found["A-2"] > found["T-2"] > found.get("B-2", 0.0)

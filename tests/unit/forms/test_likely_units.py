"""The likeliest units of a form by the numbers of its head."""

import pytest

from models.values.likely_units import HeadNumbers, likely_units
from models.values.reading import HeaderValue

HERE = HeadNumbers("A-1", {"unit": 1, "moo": 2, "constituency": 1})
NEXT = HeadNumbers("A-2", {"unit": 2, "moo": 3, "constituency": 1})
TWIN = HeadNumbers("B-2", {"unit": 2, "moo": 7, "constituency": 1})
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

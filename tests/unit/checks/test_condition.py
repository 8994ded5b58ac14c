"""Conditions of an election office: what they may say, and what is refused."""

from pathlib import Path

import pytest

from models.checks.condition import LONGEST, NAMES, THAI, ConditionRefused, condition, our_name

VALUES = {"used": 400, "invalid": 80, "good": 312, "no_vote": 8, "row_4": 70, "other_used": 400}


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("invalid <= 0.2 * used", True),
        ("invalid < 0.2 * used", False),
        ("good + invalid + no_vote == used", True),
        ("good + invalid + no_vote = used", True),
        ("used ≠ 400 or row_4 ≤ good", True),
        ("not invalid > 100 and used - invalid - -1 > 320", True),
        ("0 < invalid <= used", True),
        ("0 < invalid > used", False),
        ("used == other_used", True),
        ("บัตรเสีย <= 0.2 × บัตรที่ใช้", True),
        ("เบอร์_4 > บัตรดี", False),
        ("บัตรที่ใช้ = อีกบัตร_บัตรที่ใช้", True),
    ],
)
def test_a_condition_compares_counts(written: str, holds: object) -> None:
    assert condition(written).holds(VALUES) is holds


def test_a_condition_of_which_a_number_is_unknown_says_nothing() -> None:
    assert condition("came <= on_roll").holds({"came": 4, "on_roll": None}) is None
    assert condition("came <= on_roll or 1 < 2").holds({"came": 4}) is None


def test_every_thai_name_is_one_of_ours() -> None:
    assert {our_name(thai) for thai in THAI} == set(THAI.values())


@pytest.mark.parametrize(
    "written",
    [
        "",
        "used",
        "used + 1",
        "1 < 2",
        "used <",
        "used < nobody",
        "other_rows < 3",
        "row_0 < 3",
        "used / 2 < 3",
        "used ** 9 < 3",
        "used < 'x'",
        "used < True",
        "used is 3",
        "used in (1, 2)",
        "used < 1e9",
        "used < 12345678901",
        "used < f(3)",
        "used.real < 3",
        "__import__('os') < used",
        "(used := 3) < used",
        "[used for used in used] < used",
        "used if used else used",
        "lambda: used < 3",
        "(" * 150 + "used < 3" + ")" * 140,
        "used < " + "-" * LONGEST + "1",
        "used < 3; good < 2",
    ],
)
def test_all_else_is_refused_in_both_languages(written: str) -> None:
    with pytest.raises(ConditionRefused) as refusal:
        condition(written)
    assert refusal.value.reason.th != refusal.value.reason.en


def test_the_page_says_every_name() -> None:
    page = (Path(__file__).parents[3] / "docs/checks.md").read_text("utf-8")
    assert [thai for thai, ours in THAI.items() if f"| `{ours}` | `{thai}` |" not in page] == []
    assert set(THAI.values()) == set(NAMES)

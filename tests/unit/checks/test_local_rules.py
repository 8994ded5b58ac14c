"""Rules of one election's own: read from data, run by the same engine, said in its words."""

from dataclasses import replace
from typing import Any

import pytest

from models.checks.engine import Audience, check_sheet, is_impossible_on_paper
from models.checks.local_rules import LocalRule, RuleRefused, local_rules
from models.values.findings import Severity
from tests.unit.checks.sheet import POLLING

RULE: dict[str, Any] = {
    "code": "L1",
    "severity": "W",
    "ballot": None,
    "must": "บัตรเสีย <= 0.01 * บัตรที่ใช้",
    "sentence_th": "บัตรเสีย {บัตรเสีย} จาก {used} มากผิดปกติ",
    "sentence_en": "{invalid} of {used} ballots are invalid {{odd}}.",
    "tells_sender": False,
}


def found(audience: Audience = Audience.REVIEWER, **other: Any) -> list[tuple[str, str, str]]:
    rule = LocalRule.from_data(RULE | other)
    sheet = replace(POLLING, local_rules=(rule,))
    said = [f for f in check_sheet(sheet, audience=audience) if f.code == rule.code]
    assert not is_impossible_on_paper(tuple(said))
    return [(f.severity.value, f.message.th, f.message.en) for f in said]


def test_a_broken_rule_is_a_finding_in_its_own_words() -> None:
    invalid, used = POLLING.counts["invalid"], POLLING.counts["used"]
    assert found() == [
        ("W", f"บัตรเสีย {invalid} จาก {used} มากผิดปกติ",
         f"{invalid} of {used} ballots are invalid {{odd}}.")
    ]  # fmt: skip
    assert found(must="invalid <= used", sentence_th="ก {used}", sentence_en="a") == []


def test_it_is_told_to_whom_and_where_the_office_says() -> None:
    assert found(Audience.SENDER) == []
    assert found(Audience.SENDER, tells_sender=True)
    assert found(ballot="party_list") == []
    assert found(ballot="constituency", severity="E")[0][0] == "E"


def test_a_rule_whose_numbers_are_not_there_stays_silent() -> None:
    unknown = replace(POLLING, sibling=None)
    rule = LocalRule.from_data(
        RULE | {"must": "used == other_used", "sentence_th": "ก", "sentence_en": "a"}
    )
    assert not [f for f in check_sheet(replace(unknown, local_rules=(rule,))) if f.code == "L1"]
    there = replace(POLLING, sibling={"used": 1}, local_rules=(rule,))
    [said] = [f for f in check_sheet(there) if f.code == "L1"]
    assert said.fields == ("used",)


@pytest.mark.parametrize("name", ["rows", "largest", "registered", "row_1", "total"])
def test_every_kind_of_number_can_be_named(name: str) -> None:
    sheet = replace(POLLING, registered=POLLING.counts["on_roll"])
    rule = LocalRule.from_data(
        RULE | {"must": f"{name} < 0", "sentence_th": f"ก {{{name}}}", "sentence_en": "a"}
    )
    [said] = [f for f in check_sheet(replace(sheet, local_rules=(rule,))) if f.code == "L1"]
    assert said.message.th != "ก None"
    assert said.fields or name == "registered"


def test_a_rule_survives_the_record() -> None:
    rule = LocalRule.from_data(RULE)
    assert local_rules({"rules": [rule.to_data()], "roll_gap": 3}) == (rule,)
    assert local_rules({}) == ()
    assert rule.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"code": "R301"}, "code"),
        ({"code": "L0"}, "code"),
        ({"severity": "X"}, "severity"),
        ({"must": "exit()"}, "must"),
        ({"sentence_th": "ก {came}"}, "sentence_th"),
        ({"sentence_en": "a {used.real}"}, "sentence_en"),
        ({"sentence_en": "a {used:9}"}, "sentence_en"),
        ({"sentence_en": "a {used!r}"}, "sentence_en"),
        ({"sentence_en": "a {used"}, "sentence_en"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_by_column(wrong: dict[str, str], column: str) -> None:
    with pytest.raises(RuleRefused) as refusal:
        LocalRule.from_data(RULE | wrong)
    assert refusal.value.column == column

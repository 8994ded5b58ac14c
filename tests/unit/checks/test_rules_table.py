"""The table of rules says everything that a rule needs."""

from string import Formatter

import pytest

from models.checks.rules import Audience, Rule, rules
from models.values.fields import COUNT_NAMES, TOTAL

CODES = {
    *(f"R{n}" for n in range(101, 110)),
    *(f"R{n}" for n in range(201, 209)),
    *(f"R{n}" for n in range(301, 313)),
    *(f"R{n}" for n in range(401, 405)),
    *(f"R{n}" for n in range(501, 507)),
    *(f"R{n}" for n in range(601, 612)),
}
FIELDS = {*COUNT_NAMES, TOTAL, "rows", "every count"}


def test_every_code_stands_in_the_table() -> None:
    assert set(rules()) == CODES


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.code)
def test_a_rule_speaks_both_languages_with_the_same_parts(rule: Rule) -> None:
    assert Audience.SUPERVISOR in rule.sentences
    for sentence in (rule.meaning, *rule.sentences.values()):
        assert sentence.th
        assert sentence.en
        assert parts(sentence.th) == parts(sentence.en)
    assert set(rule.fields) <= FIELDS


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.code)
def test_a_rule_on_a_sheet_has_a_weight_and_a_reviewer(rule: Rule) -> None:
    on_sheet = not rule.code.startswith("R6")
    assert bool(rule.severities) == on_sheet
    assert (Audience.REVIEWER in rule.sentences) == on_sheet


def parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}

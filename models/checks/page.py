"""The part of docs/checks.md that is written from the table of rules."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from typing import Final

from models.checks.rules import Audience, Rule, rules
from models.checks.thresholds import Thresholds

START: Final = "<!-- rules: written from models/checks/rules.toml -->"
END: Final = "<!-- end of rules -->"

_GROUPS: Final = {
    "identity": "Identity, completeness, time",
    "reading": "Reading",
    "arithmetic": "Arithmetic of one ballot",
    "pair": "Across the two ballots of one unit",
    "plausibility": "Plausibility against the constituency so far",
    "publication": "Constituency, streams, publication",
}


def rules_section() -> str:
    """Return the tables of rules and thresholds between their two marks."""
    lines = [START]
    for group, found in groupby(rules().values(), key=lambda r: r.group):
        lines += [f"\n## {_GROUPS[group]}\n", *_group(tuple(found))]
    return "\n".join([*lines, *_thresholds(), END]) + "\n"


def _group(found: tuple[Rule, ...]) -> Iterator[str]:
    yield "| code | rule | severity | effect | equation |\n|---|---|---|---|---|"
    for rule in found:
        severity = "/".join(s.value for s in rule.severities) or "–"
        effect = rule.effect.value.replace("_", " ")
        meaning = f"{rule.meaning.th}<br>{rule.meaning.en}"
        equation = rule.equation.replace("|", "\\|")
        yield f"| {rule.code} | {meaning} | {severity} | {effect} | {equation} |"
    yield "\n<details><summary>ข้อความ · Sentences</summary>\n"
    for rule in found:
        yield from _sentences(rule)
    yield "\n</details>"


def _sentences(rule: Rule) -> Iterator[str]:
    yield f"\n**{rule.code}**\n"
    for audience in Audience:
        if audience in rule.sentences:
            sentence = rule.sentences[audience]
            yield f"- {audience.value}: {sentence.th} · {sentence.en}"


def _thresholds() -> Iterator[str]:
    yield "\n## Thresholds\n"
    yield "| key of election.csv | default |\n|---|---|"
    for field in fields(Thresholds):
        yield f"| `{field.name}` | {field.default} |"

"""The table of rules (rules.toml): the only source of code, weight, effect, equation, sentences."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from models.values.findings import Message, Severity


class Audience(StrEnum):
    """To whom a sentence is said."""

    SENDER = "sender"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"


class Effect(StrEnum):
    """What a broken rule does beyond its weight."""

    NONE = "none"
    PARK_IMPOSSIBLE = "park_impossible"
    """Two people confirm that the paper says it: parked as impossible on paper."""
    PARK_UNIT = "park_unit"
    """A supervisor must clear the unit."""
    SECOND_LOOK = "second_look"
    CONSTITUENCY_STAYS = "constituency_stays"
    """The constituency keeps its last good figures, with a public reason."""
    STOP_SNAPSHOT = "stop_snapshot"
    ALARM = "alarm"
    CONSOLIDATION_WAITS = "consolidation_waits"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `severities` runs from its usual weight to its heaviest; empty for R6xx."""

    code: str
    group: str
    severities: tuple[Severity, ...]
    effect: Effect
    equation: str
    meaning: Message
    fields: tuple[str, ...]
    sentences: Mapping[Audience, Message]

    @property
    def severity(self) -> Severity:
        """The weight where a predicate names none."""
        return self.severities[0]


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes.

    Raises:
        KeyError, ValueError: the table lacks a key or holds a wrong word.
    """
    text = resources.files("models.checks").joinpath("rules.toml").read_text("utf-8")
    found = {code: _rule(code, raw) for code, raw in tomllib.loads(text).items()}
    return dict(sorted(found.items()))


def _rule(code: str, raw: Mapping[str, Any]) -> Rule:
    return Rule(
        code=code,
        group=raw["group"],
        severities=tuple(Severity(s) for s in raw["severity"]),
        effect=Effect(raw["effect"]),
        equation=raw["equation"],
        meaning=Message(*raw["meaning"]),
        fields=tuple(raw["fields"]),
        sentences={a: Message(*raw[a.value]) for a in Audience if a.value in raw},
    )

"""Rules of one election, written by its office (rules.csv): what must hold, how much it weighs.

They are data of the election beside the table of rules, and the same engine runs them on every
path. A code begins with L, so that it is none of ours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final, Self

from models.checks.condition import Condition, ConditionRefused, condition, our_name
from models.values.ballots import Ballot
from models.values.findings import Message, Severity

WEIGHTS: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
SETTING: Final = "rules"
"""Under this key the election's settings hold its rules."""
MOST: Final = 50
"""So many rules an election may have; each is one more thing to explain at night."""
CODE: Final = re.compile(r"L[1-9]\d{0,2}")


class RuleRefused(ValueError):
    """A rule cannot be taken; `column` says what of it."""

    def __init__(self, column: str, reason: Message) -> None:
        """Name the column and say why in both languages."""
        super().__init__(f"{column}: {reason.en}")
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One rule. `ballot` None is for every ballot; the sentences may hold names in braces."""

    code: str
    severity: Severity
    ballot: Ballot | None
    must: Condition
    sentence: Message
    tells_sender: bool

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form, from which `from_data` builds an equal rule."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "ballot": self.ballot.value if self.ballot else None,
            "must": self.must.written,
            "sentence_th": self.sentence.th,
            "sentence_en": self.sentence.en,
            "tells_sender": self.tells_sender,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a rule from its JSON form.

        Raises:
            RuleRefused: its code, weight, condition or a sentence cannot be.
        """
        if not CODE.fullmatch(data["code"]):
            raise RuleRefused(
                "code", Message("รหัสต้องเป็น L1 ถึง L999", "the code must be L1 to L999")
            )
        severity = Severity(data["severity"])
        if severity not in WEIGHTS:
            raise RuleRefused("severity", Message("ต้องเป็น E, W หรือ I", "must be E, W or I"))
        try:
            must = condition(data["must"])
        except ConditionRefused as refusal:
            raise RuleRefused("must", refusal.reason) from None
        th, en = (_sentence(data, name, must) for name in ("sentence_th", "sentence_en"))
        ballot = Ballot(data["ballot"]) if data["ballot"] else None
        return cls(
            data["code"], severity, ballot, must, Message(th, en), bool(data["tells_sender"])
        )


def local_rules(settings: Mapping[str, Any]) -> tuple[LocalRule, ...]:
    """Return the rules of an election's settings; they were checked when they were set."""
    return tuple(LocalRule.from_data(data) for data in settings.get(SETTING, ()))


def _sentence(data: Mapping[str, Any], column: str, must: Condition) -> str:
    """Return a sentence whose braces hold our names; none else may stand in them."""
    try:
        parts = list(Formatter().parse(data[column]))
    except ValueError:
        reason = Message("วงเล็บปีกกาไม่ครบคู่", "a brace without its other half")
        raise RuleRefused(column, reason) from None
    told = ""
    for text, name, spec, conversion in parts:
        told += text.replace("{", "{{").replace("}", "}}")
        if name is None:
            continue
        ours = our_name(name)
        if ours not in must.names or spec or conversion:
            shown = f"“{{{name[:40]}}}”"
            reason = Message(f"{shown} ไม่อยู่ในเงื่อนไข", f"{shown} is not in the condition")
            raise RuleRefused(column, reason)
        told += f"{{{ours}}}"
    return told

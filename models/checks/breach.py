"""A broken rule before it becomes a sentence: what predicates say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from models.checks.local_rules import LocalRule
from models.values.findings import Message, Severity

Word: TypeAlias = str | int | Message
"""A part of a sentence; a `Message` where the two languages differ."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a sheet breaks, with the parts of its sentence.

    `severity` None takes the rule's own; `parks` asks for a supervisor at once. `rule` is the
    election's own where the code is none of the table's.
    """

    code: str
    fields: tuple[str, ...]
    words: Mapping[str, Word] = field(default_factory=dict)
    severity: Severity | None = None
    parks: bool = False
    rule: LocalRule | None = None


def gap_word(gap: int) -> Message:
    """Say how far a sum is from what it should be: `ขาด 3`, `เกิน 2` or `ตรง`."""
    if gap == 0:
        return Message("ตรง", "agrees")
    if gap < 0:
        return Message(f"ขาด {-gap:,}", f"{-gap:,} short")
    return Message(f"เกิน {gap:,}", f"{gap:,} over")


def listed(names: Iterable[Message], joint: str = ", ") -> Message:
    """Join names into one part of a sentence."""
    all_names = tuple(names)
    return Message(joint.join(n.th for n in all_names), joint.join(n.en for n in all_names))

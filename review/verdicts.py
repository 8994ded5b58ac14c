"""What follows from a look at a sheet; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.checks.engine import is_impossible_on_paper
from models.values.findings import Finding, Severity


class Next(StrEnum):
    """What happens to a sheet after a look."""

    CONFIRM = "confirm"
    SECOND_LOOK = "second_look"
    PARK = "park"


class ParkReason(StrEnum):
    """Why a sheet waits for a supervisor; each has its phrase."""

    IMPOSSIBLE = "impossible_on_paper"
    ERROR_STANDS = "error_stands"
    LOOKS_DIFFER = "looks_differ"
    UNIT_PARKED = "unit_parked"
    BY_HAND = "by_hand"


class Explanation(StrEnum):
    """Why a number that breaks a rule stands all the same. Published, hence a closed list."""

    AS_ON_PAPER = "as_on_paper"
    WRITTEN_ON_FORM = "written_on_form"
    ASKED_UNIT = "asked_unit"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens next; with a second look the fields to ask, with parking the reason."""

    next: Next
    fields: frozenset[str] = frozenset()
    reason: ParkReason | None = None


_CONFIRM: Final = Verdict(Next.CONFIRM)


def errors_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that one person cannot settle."""
    return tuple(f for f in findings if f.severity in {Severity.ERROR, Severity.REFUSE})


def unexplained(findings: Sequence[Finding], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of warnings that no reason explains yet.

    R205 asks for no reason: the second look it stands for is the answer.
    """
    warned = (f.code for f in findings if f.severity is Severity.WARNING and f.code != "R205")
    return tuple(dict.fromkeys(code for code in warned if not reasons.get(code, "").strip()))


def after_first(
    findings: Sequence[Finding], disputed: frozenset[str], *, is_sampled: bool, parks: bool
) -> Verdict:
    """Return what follows from a first look; `parks` says that a rule asks for a supervisor."""
    if parks:
        return Verdict(Next.PARK, reason=ParkReason.UNIT_PARKED)
    errors = errors_of(findings)
    asked = disputed.union(*(f.fields for f in errors))
    if asked or is_sampled:
        return Verdict(Next.SECOND_LOOK, asked)
    if errors:
        # Nothing on the page can be asked again (a missing page, another unit's form).
        return Verdict(Next.PARK, reason=ParkReason.ERROR_STANDS)
    return _CONFIRM


def after_second(findings: Sequence[Finding], *, looks_agree: bool) -> Verdict:
    """Return what follows when a second person has answered the asked fields."""
    if not looks_agree:
        return Verdict(Next.PARK, reason=ParkReason.LOOKS_DIFFER)
    if is_impossible_on_paper(tuple(findings)):
        return Verdict(Next.PARK, reason=ParkReason.IMPOSSIBLE)
    if errors_of(findings):
        return Verdict(Next.PARK, reason=ParkReason.ERROR_STANDS)
    return _CONFIRM

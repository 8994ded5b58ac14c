"""Plausibility against the constituency so far: R501 to R506."""

from collections.abc import Iterator
from typing import Final

from models.checks.breach import Breach, Word
from models.checks.facts import SheetFacts
from models.checks.so_far import SoFar, Spread
from models.checks.sums import name_of
from models.checks.thresholds import Thresholds
from models.values.fields import row_key

_TEN_FOLD: Final = (8.0, 12.0)
_TENTH: Final = (0.08, 0.12)
_NEARLY_GONE: Final = 0.25
_ABOUT: Final = 0.2


def breaches(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """Yield what is odd about the sheet; a constituency with few units knows little."""
    so_far = facts.so_far
    known = so_far if so_far is not None and so_far.units >= limits.units_needed else None
    yield from _turnout(facts, known, limits)
    yield from _spoilt(facts, known, limits)
    yield from _landslide(facts, limits)
    if known is not None:
        yield from _swapped(facts, known, limits)
        yield from _digit(facts, known, limits)
    yield from _too_large(facts, limits)


def _turnout(facts: SheetFacts, known: SoFar | None, limits: Thresholds) -> Iterator[Breach]:
    came, roll = facts.count("came"), facts.count("on_roll")
    if came is None or not roll:
        return
    turnout = came / roll
    spread = known.turnout if known else None
    far = spread is not None and abs(spread.above(turnout)) > limits.turnout_mads
    if far or turnout > limits.turnout_max:
        yield Breach("R501", ("on_roll", "came"), {"share": _percent(turnout)})


def _spoilt(facts: SheetFacts, known: SoFar | None, limits: Thresholds) -> Iterator[Breach]:
    """R502: many invalid or no-vote ballots; without statistics only the floor would speak."""
    used = facts.count(facts.used_name)
    if known is None or not used:
        return
    for name, spread in (("invalid", known.invalid), ("no_vote", known.no_vote)):
        value = facts.count(name)
        if value is not None and value / used > _spoilt_limit(spread, limits):
            words: dict[str, Word] = {
                "name": name_of(facts.form, name),
                "share": _percent(value / used),
            }
            yield Breach("R502", (name, facts.used_name), words)


def _spoilt_limit(spread: Spread | None, limits: Thresholds) -> float:
    usual = spread.middle + limits.spoilt_mads * spread.mad if spread else 0.0
    return max(limits.spoilt_floor, usual)


def _landslide(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    good = facts.count("good")
    if good is None or good < limits.top_good:
        return
    for number, votes in facts.rows().items():
        if votes is not None and limits.top_share * good < votes <= good:
            words: dict[str, Word] = {"number": number, "share": _percent(votes / good)}
            yield Breach("R503", (row_key(number), "good"), words)


def _swapped(facts: SheetFacts, known: SoFar, limits: Thresholds) -> Iterator[Breach]:
    """R504: what is missing from invalid or no vote stands in a row: a line read one too low."""
    used, good = facts.count(facts.used_name), facts.count("good")
    if not used or not good:
        return
    for name, spread in (("invalid", known.invalid), ("no_vote", known.no_vote)):
        value = facts.count(name)
        if value is None or spread is None:
            continue
        usual = spread.middle * used
        lost = usual - value
        if lost >= limits.swap_least and value <= _NEARLY_GONE * usual:
            yield from _gained(facts, known, good, (name, lost))


def _gained(
    facts: SheetFacts, known: SoFar, good: int, missing: tuple[str, float]
) -> Iterator[Breach]:
    name, lost = missing
    for number, votes in facts.rows().items():
        expected = known.shares.get(number, 0.0) * good
        gained = (votes or 0) - expected
        # A large row moves by as much without any mistake; a small one that doubles does not.
        if abs(gained - lost) <= _ABOUT * lost and gained >= expected:
            words: dict[str, Word] = {"number": number, "name": name_of(facts.form, name)}
            yield Breach("R504", (row_key(number), name), words)


def _digit(facts: SheetFacts, known: SoFar, limits: Thresholds) -> Iterator[Breach]:
    """R505: ten times or a tenth of what is usual looks like a digit too many or too few."""
    good = facts.count("good")
    if not good:
        return
    for number, votes in facts.rows().items():
        expected = known.shares.get(number, 0.0) * good
        if not votes or not expected or max(votes, expected) < limits.digit_least:
            continue
        ratio = votes / expected
        if _within(ratio, _TEN_FOLD) or _within(ratio, _TENTH):
            words: dict[str, Word] = {"number": number, "votes": votes, "expected": round(expected)}
            yield Breach("R505", (row_key(number),), words)


def _too_large(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    used = facts.count(facts.used_name)
    if used is not None and used > limits.largest_unit:
        words: dict[str, Word] = {"used": used, "most": limits.largest_unit}
        yield Breach("R506", (facts.used_name,), words)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"

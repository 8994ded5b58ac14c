"""The rule engine: facts about a sheet in, findings out. Pure; one engine on every path."""

from collections.abc import Callable, Iterator
from typing import Final

from models.checks import arithmetic, arrival, local, pair, plausibility, reading
from models.checks.breach import Breach, Word
from models.checks.facts import PaperFacts, PostFacts, SheetFacts, TimeFacts
from models.checks.rules import Audience, Effect, rules
from models.checks.so_far import SoFar
from models.checks.sums import Sum, live_sums, name_of
from models.checks.thresholds import Thresholds
from models.values.findings import Finding, Message, Severity

__all__ = [
    "Audience",
    "PaperFacts",
    "PostFacts",
    "SheetFacts",
    "SoFar",
    "Sum",
    "Thresholds",
    "TimeFacts",
    "breaches",
    "check_sheet",
    "is_impossible_on_paper",
    "live_sums",
    "name_of",
    "say",
]

_DEFAULTS: Final = Thresholds()
_WEIGHT: Final = {s: place for place, s in enumerate(Severity)}
_GROUPS: Final[tuple[Callable[[SheetFacts, Thresholds], Iterator[Breach]], ...]] = (
    arrival.breaches,
    reading.breaches,
    arithmetic.breaches,
    pair.breaches,
    plausibility.breaches,
    local.breaches,
)


def check_sheet(
    facts: SheetFacts,
    thresholds: Thresholds = _DEFAULTS,
    audience: Audience = Audience.REVIEWER,
) -> tuple[Finding, ...]:
    """Return what a sheet breaks, heaviest first; empty when all is well.

    The sentences speak to `audience`; a rule that has none for a sender is silent towards them.
    """
    found = (say(b, audience) for b in breaches(facts, thresholds))
    return tuple(f for f in found if f is not None)


def breaches(facts: SheetFacts, thresholds: Thresholds = _DEFAULTS) -> tuple[Breach, ...]:
    """Return the broken rules without sentences, heaviest first, in an order of their own."""
    # A count without the shape of one (R208) would make nonsense of every sum.
    misshapen = tuple(reading.misshapen(facts))
    found = misshapen or tuple(b for group in _GROUPS for b in group(facts, thresholds))
    return tuple(sorted(found, key=lambda b: (_WEIGHT[severity_of(b)], b.code, b.fields)))


def severity_of(breach: Breach) -> Severity:
    """Return the weight of a breach: its own, or its rule's usual one."""
    return breach.severity or rules()[breach.code].severity


def say(breach: Breach, audience: Audience) -> Finding | None:
    """Return a breach as a finding in the words for `audience`, or None where it has none."""
    sentence = _sentence(breach, audience)
    if sentence is None:
        return None
    message = Message(
        th=sentence.th.format(**{k: _th(w) for k, w in breach.words.items()}),
        en=sentence.en.format(**{k: _en(w) for k, w in breach.words.items()}),
    )
    return Finding(breach.code, severity_of(breach), breach.fields, message)


def _sentence(breach: Breach, audience: Audience) -> Message | None:
    own = breach.rule
    if own is not None:
        is_silent = audience is Audience.SENDER and not own.tells_sender
        return None if is_silent else own.sentence
    return rules()[breach.code].sentences.get(audience)


def is_impossible_on_paper(findings: tuple[Finding, ...]) -> bool:
    """Tell whether the paper says what cannot be (R203, R306), once two people confirm it."""
    known = (rules().get(f.code) for f in findings)
    return any(rule is not None and rule.effect is Effect.PARK_IMPOSSIBLE for rule in known)


def _th(word: Word) -> str:
    return word.th if isinstance(word, Message) else _plain(word)


def _en(word: Word) -> str:
    return word.en if isinstance(word, Message) else _plain(word)


def _plain(word: str | int) -> str:
    return f"{word:,}" if isinstance(word, int) else word

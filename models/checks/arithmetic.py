"""Arithmetic of one ballot: R301 to R312. The sums themselves are the form's (identities)."""

from collections.abc import Iterator

from models.checks.breach import Breach, Word, gap_word
from models.checks.facts import SheetFacts
from models.checks.sums import sums_of
from models.checks.thresholds import Thresholds
from models.values.fields import row_key
from models.values.findings import Severity


def breaches(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """Yield what is arithmetically wrong with the sheet."""
    yield from _sums(facts)
    yield from _came_and_used(facts, limits)
    yield from _more_than(facts, "R305", "came", "on_roll")
    yield from _more_than(facts, "R306", facts.used_name, "allocated")
    yield from _emptiness(facts)
    yield from _roll(facts, limits)
    yield from _envelopes(facts)
    yield from _pads(facts, limits)
    yield from _postal_account(facts)


def _sums(facts: SheetFacts) -> Iterator[Breach]:
    """R301-R304 and whatever else the form says must be equal."""
    for found in sums_of(facts):
        if found.exact and found.gap:
            yield Breach(
                found.rule,
                found.fields,
                {
                    "written_name": found.written_name,
                    "parts_name": found.parts_name,
                    "written": found.written or 0,
                    "parts": found.parts or 0,
                    "gap": found.word,
                },
            )


def _came_and_used(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R307: d = P - U; small and explained by the form's own reason lines, it passes."""
    came, used = facts.count("came"), facts.count("used")
    if came is None or used is None or came == used:
        return
    gap = came - used
    heavy = gap < 0 or gap > limits.came_gap or gap > limits.came_share * used
    if not heavy and facts.reason_written:
        return
    yield Breach(
        "R307",
        ("came", "used"),
        {"came": came, "used": used, "gap": gap_word(-gap)},
        Severity.ERROR if heavy else Severity.WARNING,
    )


def _more_than(facts: SheetFacts, code: str, part: str, whole: str) -> Iterator[Breach]:
    few, many = facts.count(part), facts.count(whole)
    if few is not None and many is not None and few > many:
        yield Breach(code, (part, whole), {"part": few, "whole": many})


def _emptiness(facts: SheetFacts) -> Iterator[Breach]:
    """R308: a count of nothing at all is a sheet that was not filled in."""
    heads = ("good", "invalid", "no_vote")
    asked = [name for name in heads if facts.form.count(name)]
    if asked and all(facts.count(name) == 0 for name in asked):
        yield Breach("R308", tuple(asked))
        return
    good = facts.count("good")
    if good and facts.rows_sum() == 0:
        yield Breach("R308", ("good", *(row_key(n) for n in facts.rows())))


def _roll(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R309: voters on the form against the register."""
    written, known = facts.count("on_roll"), facts.registered
    if written is None or known is None or written == known:
        return
    far = abs(written - known) > max(limits.roll_gap, limits.roll_share * known)
    yield Breach(
        "R309",
        ("on_roll",),
        {"written": written, "known": known, "gap": gap_word(written - known)},
        Severity.ERROR if far else Severity.WARNING,
    )


def _envelopes(facts: SheetFacts) -> Iterator[Breach]:
    """R310: an envelope may lack a ballot, never hold two; what was found is what was counted."""
    envelopes, found = facts.count("envelopes"), facts.count("ballots_found")
    received = facts.count("received")
    odd = []
    if envelopes is not None and found is not None and found > envelopes:
        odd += ["envelopes", "ballots_found"]
    if found is not None and received is not None and found != received:
        odd += ["ballots_found", "received"]
    if odd:
        numbers = {"envelopes": envelopes, "found": found, "received": received}
        words: dict[str, Word] = {
            name: "–" if n is None else f"{n:,}" for name, n in numbers.items()
        }
        yield Breach("R310", tuple(dict.fromkeys(odd)), words)


def _pads(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    allocated = facts.count("allocated")
    if allocated is not None and limits.pad and allocated % limits.pad:
        yield Breach("R311", ("allocated",), {"allocated": allocated, "pad": limits.pad})


def _postal_account(facts: SheetFacts) -> Iterator[Breach]:
    """R312: what the sets report together is what the postal account accepted."""
    envelopes = facts.count("envelopes")
    if facts.post is None or envelopes is None:
        return
    together = envelopes + facts.post.other_sets
    is_odd = together > facts.post.accepted if facts.post.sets_missing else None
    if together != facts.post.accepted and is_odd is not False:
        gap = gap_word(together - facts.post.accepted)
        words: dict[str, Word] = {"together": together, "accepted": facts.post.accepted, "gap": gap}
        yield Breach("R312", ("envelopes",), words)

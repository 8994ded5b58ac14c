"""Identity, completeness and time of a sheet: R101 to R109."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Final

from models.checks.breach import Breach
from models.checks.facts import SheetFacts
from models.checks.sums import name_of
from models.checks.thresholds import Thresholds
from models.values.findings import Severity
from models.values.likely_units import CLEARLY

_ALIKE: Final = 0.7
"""Names this similar (0..1) are one name written badly."""
_NAME: Final = 3
"""A shorter text is part of too many names."""
_CLEARLY: Final = 2
"""So many unlike header fields say clearly that it is another unit."""


def breaches(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """Yield what is wrong with where, when and how the sheet came in."""
    yield from _header(facts)
    yield from _form(facts)
    yield from _pages(facts)
    yield from _rivals(facts)
    yield from _same_photo(facts)
    yield from _twin(facts, limits)
    yield from _time(facts, limits)
    yield from _signatures(facts, limits)
    yield from _clean_hand(facts)


def _header(facts: SheetFacts) -> Iterator[Breach]:
    """R101: heads are often wrong, so one odd field warns and two say another unit.

    So do fields none of which is odd for sure, where all together they name another unit.
    """
    read, expected = facts.paper.header, facts.paper.header_expected
    both = sorted(set(read) & set(expected))
    unlike = [n for n in both if _is_unlike(read[n], expected[n])]
    blank = [n for n in both if not (read[n] or "").strip()]
    elsewhere = _names_another(facts)
    if unlike or blank or elsewhere:
        likely = [f"{u.code} {u.chance:.0%}" for u in facts.paper.likely_units]
        words = {
            "unlike": ", ".join(unlike) or "–",
            "blank": ", ".join(blank) or "–",
            "likely": ", ".join(likely) or "–",
        }
        is_clear = elsewhere or len(unlike) >= _CLEARLY
        severity = Severity.ERROR if is_clear else Severity.WARNING
        yield Breach("R101", (), words, severity)


def _names_another(facts: SheetFacts) -> bool:
    """Tell whether the head as a whole names another unit than the sender's."""
    likely, own = facts.paper.likely_units, facts.paper.own_unit
    if not likely or own is None:
        return False
    return likely[0].code != own and likely[0].chance >= CLEARLY


def _is_unlike(read: str | None, spellings: tuple[str, ...]) -> bool:
    text = "".join((read or "").split())
    if not text:
        return False
    return not any(_alike(text, "".join(s.split())) for s in spellings)


def _alike(a: str, b: str) -> bool:
    if a.isdigit() and b.isdigit():
        return int(a) == int(b)
    # The paper often leaves out ตำบล or เทศบาล before the name.
    if min(len(a), len(b)) >= _NAME and (a in b or b in a):
        return True
    return SequenceMatcher(a=a, b=b, autojunk=False).ratio() >= _ALIKE


def _form(facts: SheetFacts) -> Iterator[Breach]:
    expected = facts.paper.expected_form
    if expected is not None and expected != facts.form.code:
        yield Breach("R102", (), {"form": facts.form.code, "expected": expected})


def _pages(facts: SheetFacts) -> Iterator[Breach]:
    """R103: every page once."""
    if facts.paper.pages is None:
        return
    seen = Counter(facts.paper.pages)
    wanted = set(range(1, facts.form.pages + 1))
    missing = sorted(wanted - set(seen))
    doubled = sorted(p for p, n in seen.items() if n > 1 or p not in wanted)
    if missing or doubled:
        words = {"missing": _pages_word(missing), "doubled": _pages_word(doubled)}
        yield Breach("R103", (), words)


def _pages_word(pages: list[int]) -> str:
    return ", ".join(str(p) for p in pages) or "–"


def _rivals(facts: SheetFacts) -> Iterator[Breach]:
    """R104: a further photo of the same page shows another number."""
    for key, values in sorted(facts.paper.rival_values.items()):
        others = sorted({*values} - {facts.counts.get(key)})
        if others:
            shown = ", ".join(f"{v:,}" for v in others)
            yield Breach("R104", (key,), {"name": name_of(facts.form, key), "values": shown})


def _same_photo(facts: SheetFacts) -> Iterator[Breach]:
    """R105: the photo belongs to another unit, or looks as if."""
    if facts.paper.same_photo_unit is not None:
        yield Breach("R105", (), {"unit": facts.paper.same_photo_unit}, Severity.ERROR)
    elif facts.paper.similar_ink_unit is not None:
        yield Breach("R105", (), {"unit": facts.paper.similar_ink_unit})


def _twin(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    good = facts.count("good")
    if facts.paper.twin_unit is not None and good is not None and good >= limits.twin_good:
        yield Breach("R106", (), {"unit": facts.paper.twin_unit})


def _time(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R107: no count exists before the close of poll, nor a few minutes after."""
    time = facts.time
    if time is None or time.is_exempt:
        return
    waited = time.received_at - time.polls_close_at
    if waited < timedelta(0):
        yield Breach("R107", (), {"minutes": 0}, Severity.ERROR)
    elif waited < timedelta(minutes=limits.counting_minutes):
        yield Breach("R107", (), {"minutes": int(waited.total_seconds() // 60)})


def _signatures(facts: SheetFacts, limits: Thresholds) -> Iterator[Breach]:
    """R108: a form with fewer lines than the limit wants them all."""
    signed = facts.paper.signatures
    if signed is None:
        return
    needed = min(limits.signatures, signed.expected)
    if signed.inked < needed:
        yield Breach("R108", (), {"inked": signed.inked, "needed": needed})


def _clean_hand(facts: SheetFacts) -> Iterator[Breach]:
    """R109: one finding names every count that was struck out, written over or is hard to read."""
    paper = facts.paper
    odd = sorted(paper.struck_out | paper.overwritten | paper.doubtful)
    if odd:
        yield Breach("R109", tuple(odd), {"number": len(odd)})

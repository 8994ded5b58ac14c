"""R401 to R404 and R501 to R506, each at its border."""

from dataclasses import replace

import pytest

from models.checks.engine import SheetFacts, SoFar, Thresholds, breaches
from models.values.findings import Severity
from tests.unit.checks.sheet import (
    COUNTING_SET,
    POLLING,
    SO_FAR,
    codes,
    sibling,
    with_counts,
)

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (sibling(), {}),
        (sibling(on_roll=601), {"R401": W}),
        (sibling(used=402), {"R402": W}),
        (sibling(used=403), {"R402": E}),
        (sibling(came=394), {"R402": E}),
        (sibling(allocated=600), {"R403": I}),
    ],
)
def test_both_ballots_say_the_same(facts: SheetFacts, expected: dict[str, Severity]) -> None:
    assert codes(facts) == expected


@pytest.mark.parametrize(("used", "parks"), [(405, False), (406, True)])
def test_a_supervisor_clears_a_large_difference(used: int, *, parks: bool) -> None:
    assert [b.parks for b in breaches(sibling(used=used))] == [parks]


def test_counting_sets_differ_lawfully() -> None:
    other = {**COUNTING_SET.counts, "received": 280, "row:1": 1}
    facts = replace(COUNTING_SET, sibling=other)
    assert codes(facts) == {"R402": W}
    assert not any(b.parks for b in breaches(facts))


def test_one_sheet_read_twice_is_told() -> None:
    votes = {f"row:{n}": v for n, v in enumerate((120, 80, 60, 50, 40, 20), start=1)}
    counts = {k: v for k, v in POLLING.counts.items() if not k.startswith("row:")}
    facts = replace(POLLING, numbers=(1, 2, 3, 4, 5, 6), struck_off=frozenset())
    facts = replace(facts, counts={**counts, **votes})
    twice = replace(facts, sibling={**counts, **votes, "row:7": 0})
    assert codes(twice) == {"R404": E}
    assert codes(replace(facts, sibling={**counts, **votes, "row:6": 21})) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"came": 595}, "R501"),
        ({"came": 100}, "R501"),
        ({"invalid": 48}, "R502"),
        ({"row_1": 360}, "R503"),
        ({"row_5": 120}, "R505"),
        ({"row_4": 13}, "R505"),
    ],
)
def test_what_is_far_from_the_constituency_is_told(changes: dict[str, int], code: str) -> None:
    facts = replace(with_counts(POLLING, **changes), so_far=SO_FAR)
    assert codes(facts)[code] is W


def test_what_a_row_gained_is_what_no_vote_lost() -> None:
    many = with_counts(POLLING, no_vote=60, good=330, row_1=160, total=330, invalid=10)
    so_far = SoFar.of([many.counts] * 25)
    swapped = with_counts(many, no_vote=10, good=380, row_5=61, row_1=159, total=380)
    assert "R504" in codes(replace(swapped, so_far=so_far))
    assert "R504" not in codes(replace(many, so_far=so_far))


def test_few_units_know_nothing() -> None:
    facts = replace(with_counts(POLLING, came=100), so_far=replace(SO_FAR, units=19))
    assert "R501" not in codes(facts)
    assert "R501" in codes(facts, Thresholds(units_needed=19))


def test_no_unit_is_larger_than_units_are() -> None:
    assert codes(with_counts(POLLING, used=2001))["R506"] is E
    assert "R506" not in codes(with_counts(POLLING, used=2000))


def test_statistics_do_not_depend_on_order() -> None:
    sheets = [with_counts(POLLING, came=n, row_1=n).counts for n in range(300, 330)]
    assert SoFar.of(sheets) == SoFar.of(sheets[::-1])


def test_thresholds_come_from_the_election() -> None:
    own = Thresholds.from_settings({"signatures": 5, "cap_share": 0.95})
    assert own == Thresholds(signatures=5)
    for wrong in (-1, "9", True):
        with pytest.raises(ValueError, match="signatures"):
            Thresholds.from_settings({"signatures": wrong})

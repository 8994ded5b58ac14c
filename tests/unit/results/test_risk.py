"""The audit's arithmetic: draws that anybody can repeat, and a risk that is what it says."""

import hashlib
from collections import Counter
from fractions import Fraction

from results.risk import Batch, Contest, contest_of, draws, is_seed, needed, risk, taint

SEED = "31415926535897932384"


def batch(code: str, first: int, second: int, no_vote: int = 0, at_most: int = 500) -> Batch:
    return Batch(code, {"row:1": first, "row:2": second, "no_vote": no_vote}, at_most)


def contest(*batches: Batch) -> Contest:
    found = contest_of(batches)
    assert found is not None
    return found


EVEN = tuple(batch(f"u{n:02}", 220, 180) for n in range(20))


def test_a_leader_must_beat_no_vote_too() -> None:
    found = contest(batch("a", 100, 20, 90))
    assert (found.leader, found.margins) == ("row:1", {"row:2": 80, "no_vote": 10})
    assert contest_of([batch("a", 100, 20, 100)]) is None
    assert contest_of([batch("a", 100, 100)]) is None
    assert contest_of([]) is None


def test_the_bound_is_that_every_ballot_is_the_other_s() -> None:
    found = contest(*EVEN)
    assert found.margins["row:2"] == 20 * 40
    # Against row:2: (220 - 180 + 500) / 800; against no vote (220 + 500) / 4400 is less.
    assert set(found.bounds) == {Fraction(540, 800)}
    assert found.total == Fraction(27, 2)


def test_draws_follow_the_seed_and_the_bounds() -> None:
    found = contest(batch("big", 300, 100, at_most=900), batch("small", 30, 10, at_most=90))
    first = int(hashlib.sha256(f"{SEED},1".encode()).hexdigest(), 16) / 2**256
    share = float(found.bounds[0] / found.total)
    assert draws(found, SEED, 1)[0].code == ("big" if first < share else "small")
    assert draws(found, SEED, 30)[:10] == draws(found, SEED, 10)
    times = Counter(b.code for b in draws(found, SEED, 2000))
    assert abs(times["big"] / 2000 - share) < 0.02


def test_agreeing_draws_meet_the_limit_and_one_fewer_do_not() -> None:
    found = contest(*EVEN)
    count = needed(found, 0.05)
    taints = [taint(found, b, b.counts) for b in draws(found, SEED, count)]
    assert risk(found, taints) <= 0.05 < risk(found, taints[:-1])
    # (1 - 1/13.5)^39 = 0.0497
    assert count == 39


def test_overstatements_raise_the_risk_and_understatements_lower_it() -> None:
    found = contest(*EVEN)
    flipped = taint(found, EVEN[0], {"row:1": 180, "row:2": 220, "no_vote": 0})
    assert flipped == Fraction(80, 540)
    better = taint(found, EVEN[0], {"row:1": 221, "row:2": 180, "no_vote": 0})
    assert better < 0
    clean = [Fraction(0)] * 38
    assert risk(found, [better, *clean]) < risk(found, [Fraction(0), *clean])
    assert risk(found, [flipped, *clean]) > risk(found, [Fraction(0), *clean])


def test_a_photo_that_cannot_be_read_is_the_worst_case() -> None:
    found = contest(*EVEN)
    assert taint(found, EVEN[0], None) == 1
    assert risk(found, [Fraction(0)] * 500 + [Fraction(1)]) == 1.0


def test_a_wrong_leader_passes_no_more_often_than_the_limit_says() -> None:
    """The promise itself: where the published leader lost, at most a tenth of audits pass."""
    found = contest(*EVEN)
    truth = {b.code: {"row:1": 220, "row:2": 180, "no_vote": 0} for b in EVEN}
    for code in ("u03", "u11"):  # two units in which more than the whole margin was misread
        truth[code] = {"row:1": 0, "row:2": 400, "no_vote": 0}
    assert sum(t["row:1"] - t["row:2"] for t in truth.values()) <= 0
    count = needed(found, 0.1)
    shares = {b.code: taint(found, b, truth[b.code]) for b in EVEN}
    seeds = [f"{SEED}{n:04}" for n in range(400)]
    passed = sum(
        risk(found, [shares[b.code] for b in draws(found, s, count)]) <= 0.1 for s in seeds
    )
    assert 0 < passed / len(seeds) <= 0.1


def test_a_seed_is_twenty_digits_or_more() -> None:
    assert is_seed(SEED)
    assert not is_seed(SEED[:-1])
    assert not is_seed(SEED + "x")

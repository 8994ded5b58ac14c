"""Sheets on which everything agrees, for every described form."""

from hypothesis import strategies as st

from models.checks.engine import PostFacts, SheetFacts
from models.values.fields import TOTAL, row_key
from models.values.forms import Form, forms

REGISTER_FORMS = tuple(f for f in forms() if f.count("on_roll"))


@st.composite
def consistent(draw: st.DrawFn, described: tuple[Form, ...] = forms()) -> SheetFacts:
    form = draw(st.sampled_from(described))
    numbers = tuple(sorted(draw(st.sets(st.integers(1, 60), min_size=2, max_size=12))))
    votes = draw(st.lists(st.integers(0, 60), min_size=len(numbers), max_size=len(numbers)))
    votes[draw(st.integers(0, len(votes) - 1))] += draw(st.integers(1, 40))
    counts = heads(form, sum(votes), draw(st.integers(0, 30)), draw(st.integers(0, 30)))
    if "allocated" in counts:
        counts["allocated"] = -(-counts["used"] // 20) * 20 + 20 * draw(st.integers(0, 10))
        counts["remaining"] = counts["allocated"] - counts["used"]
    if "on_roll" in counts:
        # A quarter more than came: turnout of 98 % and more has a rule of its own.
        counts["on_roll"] = counts["came"] + counts["came"] // 4 + 1
    rows = {row_key(n): v for n, v in zip(numbers, votes, strict=True)}
    return SheetFacts(
        form=form,
        counts={**counts, **rows, TOTAL: sum(votes)},
        numbers=numbers,
        registered=counts.get("on_roll"),
        post=PostFacts(counts["envelopes"] + 700, 700) if "envelopes" in counts else None,
    )


def heads(form: Form, good: int, invalid: int, no_vote: int) -> dict[str, int]:
    no_vote = no_vote if form.count("no_vote") else 0
    together = good + invalid + no_vote
    same = ("came", "used", "received", "envelopes", "ballots_found")
    values = {"good": good, "invalid": invalid, "no_vote": no_vote, **dict.fromkeys(same, together)}
    values |= {"allocated": 0, "remaining": 0, "on_roll": 0}
    return {c.name: values[c.name] for c in form.counts}

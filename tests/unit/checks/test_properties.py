"""What must hold of the rules for every sheet, not for examples only."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.checks.engine import SheetFacts, check_sheet
from models.values.fields import MAX_COUNT, row_number
from models.values.findings import Severity
from tests.unit.checks.consistent import consistent

# One row that takes nearly everything is consistent and yet remarkable.
REMARKABLE = {"R503"}


@given(consistent())
def test_a_consistent_sheet_has_no_findings(facts: SheetFacts) -> None:
    found = [f for f in check_sheet(facts) if f.code not in REMARKABLE]
    assert found == []


@given(consistent(), st.data())
def test_changing_any_one_count_raises_a_finding(facts: SheetFacts, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(facts.counts)))
    other = data.draw(st.integers(0, MAX_COUNT).filter(lambda v: v != facts.counts[key]))
    changed = replace(facts, counts={**facts.counts, key: other})
    found = [f for f in check_sheet(changed) if f.code not in REMARKABLE]
    assert found
    if row_number(key) is not None or key in {"good", "invalid", "total", "used", "received"}:
        assert any(f.severity is Severity.ERROR for f in found)


@given(consistent(), st.data())
def test_no_finding_depends_on_order(facts: SheetFacts, data: st.DataObject) -> None:
    counts = {k: data.draw(st.integers(0, 400)) for k in sorted(facts.counts)}
    shuffled = data.draw(st.permutations(sorted(counts.items())))
    words = {k: v + 1 for k, v in counts.items() if v % 3 == 0}
    a = replace(facts, counts=counts, words=words)
    b = replace(facts, counts=dict(shuffled), words=dict(reversed(words.items())))
    assert check_sheet(a) == check_sheet(b)


@given(consistent(), st.data())
def test_unknown_counts_never_raise_errors(facts: SheetFacts, data: st.DataObject) -> None:
    unknown = data.draw(st.sets(st.sampled_from(sorted(facts.counts))))
    partly = {k: None if k in unknown else v for k, v in facts.counts.items()}
    found = check_sheet(replace(facts, counts=partly))
    assert [f for f in found if f.severity is Severity.ERROR] == []

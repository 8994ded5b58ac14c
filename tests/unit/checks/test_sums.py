"""Sums as they stand beside the fields while a reviewer types."""

from models.checks.engine import live_sums
from tests.unit.checks.sheet import COUNTING_SET, POLLING


def test_every_identity_of_the_form_is_worked_out() -> None:
    sums = live_sums(POLLING.form, POLLING.counts, POLLING.numbers)
    assert [s.rule for s in sums] == ["R301", "R302", "R303", "R304", "R307"]
    assert all(s.holds for s in sums)
    assert {s.word.th for s in sums} == {"ตรง"}
    assert [s.exact for s in sums] == [True, True, True, True, False]


def test_the_gap_is_that_of_the_parts() -> None:
    counts = {**POLLING.counts, "row:4": 127, "allocated": 570}
    words = {s.rule: s.word for s in live_sums(POLLING.form, counts, POLLING.numbers)}
    assert words["R303"].th == "ขาด 3"
    assert words["R304"].en == "3 short"
    assert words["R302"].th == "เกิน 10"


def test_an_unknown_count_leaves_its_sums_open() -> None:
    counts = {**POLLING.counts, "row:5": None}
    sums = {s.rule: s for s in live_sums(POLLING.form, counts, POLLING.numbers)}
    assert sums["R303"].gap is None
    assert sums["R303"].holds is None
    assert sums["R303"].word.th == "ยังไม่ครบ"
    assert sums["R301"].holds


def test_a_counting_set_adds_up_what_it_received() -> None:
    sums = live_sums(COUNTING_SET.form, COUNTING_SET.counts, COUNTING_SET.numbers)
    assert sums[0].fields == ("received", "good", "invalid", "no_vote")
    assert sums[0].written == 300

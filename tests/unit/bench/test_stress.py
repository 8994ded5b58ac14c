import pytest

from models.values.fields import TOTAL, row_number
from models.values.forms import form_by_code
from models.values.reading import CellScan, Ink, PageScan
from ocr.bench.stress import confused, losses, trials, with_slipped_sum, without_words

FORM = form_by_code("ส.ส. 5/16")
KEYS = ("row:1", "row:2", "row:3", "row:4", "good", TOTAL)


def scan() -> PageScan:
    cells = tuple(
        CellScan(key, Ink.DIGITS, ((17, 0.9), (1, 0.1)), (0, 0, 1, 1), words=((17, 0.9),))
        for key in KEYS
    )
    return PageScan(None, 1, (), {}, {}, cells, None, None, 0.0)


def test_the_paper_error_test_shifts_total_and_good_alone() -> None:
    (slipped,) = with_slipped_sum([scan()], 10)
    assert [c.candidates[0][0] for c in slipped.cells] == [17] * 4 + [27, 27]
    assert [c.words[0][0] for c in slipped.cells] == [17] * 4 + [27, 27]


def test_nothing_becomes_negative() -> None:
    (slipped,) = with_slipped_sum([scan()], -10)
    assert all(v >= 0 for c in slipped.cells for v, _ in c.candidates)


def test_a_hand_that_writes_figures_alike_keeps_its_probability() -> None:
    (misread,) = confused([scan()], "71", 0.7)
    likely = dict(misread.cells[0].candidates)
    assert likely[11] == pytest.approx(0.63)
    assert likely[17] == pytest.approx(0.27)
    assert sum(likely.values()) == pytest.approx(1.0)


def test_a_lost_line_moves_every_row_below_it_up() -> None:
    first = next(losses([scan()], FORM, (1, 2, 3, 4)))
    rows = [c.key for c in first.scans[0].cells if row_number(c.key)]
    assert rows == ["row:1", "row:2", "row:3"]


def test_every_trial_comes_with_and_without_words() -> None:
    kinds = {trial.kind for trial in trials([scan()])}
    assert {f"{k}, no words" for k in kinds if "no words" not in k} <= kinds
    assert not any(c.words for c in without_words([scan()])[0].cells)

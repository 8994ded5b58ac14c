from ocr.bench.bars import STEPS, chosen
from ocr.bench.stress import AS_READ
from ocr.bench.tried import Tried
from ocr.joint.standing import Witness


def tried(digits: float, *, right: bool, as_read: bool = False) -> Tried:
    kind = AS_READ if as_read else "wrong paper"
    return Tried("sheet", kind, Witness.NOBODY, digits, right)


def test_the_lowest_bar_that_holds_is_chosen() -> None:
    sure = [tried(0.96, right=True)] * 50
    assert chosen(sure)[Witness.NOBODY].digits == STEPS[0]
    assert chosen([*sure, tried(0.86, right=False)])[Witness.NOBODY].digits == 0.9


def test_a_wrong_number_as_read_is_never_allowed() -> None:
    many = [tried(0.99, right=True)] * 5000
    assert chosen([*many, tried(0.6, right=False)])[Witness.NOBODY].digits == STEPS[0]
    assert chosen([*many, tried(0.6, right=False, as_read=True)])[Witness.NOBODY].digits == 0.7


def test_where_no_bar_holds_nothing_is_accepted() -> None:
    bars = chosen([tried(0.9999, right=False)] * 3)
    assert not tried(0.9999, right=True).accepted(bars)

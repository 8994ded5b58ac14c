from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from models.tables.sheets import Answer, AnswerKind
from models.values.reading import Cell
from review.witnesses import Witnesses, witnesses_of

KEYS = st.sampled_from(["good", "row:1", "row:2", "total"])
NUMBERS = st.dictionaries(KEYS, st.integers(0, 3))


def cell(value: int | None, *, accepted: bool) -> Cell:
    return Cell(value, 0.5, accepted, value, None, blank=False, page=0, box=(0, 0, 1, 1))


def answer(kind: AnswerKind, **values: int) -> Answer:
    at = datetime(2026, 2, 8, tzinfo=UTC)
    return Answer(sheet_id=1, person_id=1, kind=kind, values=values, created_at=at)


@given(NUMBERS)
def test_witnesses_of_one_mind_dispute_nothing(values: dict[str, int]) -> None:
    assert Witnesses(values, values).disputed(values) == frozenset()


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_field_is_disputed_exactly_where_two_say_different_things(
    machine: dict[str, int], committee: dict[str, int], typed: dict[str, int]
) -> None:
    disputed = Witnesses(machine, committee).disputed(typed)
    for key in {*machine, *committee, *typed}:
        heard = {w[key] for w in (machine, committee) if key in w} | {typed.get(key)}
        assert (key in disputed) == (len(heard) > 1)


def test_a_doubtful_machine_value_is_no_witness() -> None:
    cells = {"good": cell(7, accepted=False), "total": cell(9, accepted=True)}
    assert witnesses_of(cells, None).machine == {"total": 9}


def test_an_agreeing_committee_vouches_for_what_it_was_shown() -> None:
    cells = {"good": cell(7, accepted=False), "total": cell(None, accepted=False)}
    assert witnesses_of(cells, answer(AnswerKind.AGREES)).committee == {"good": 7}


def test_a_correcting_committee_vouches_for_its_own_words_only() -> None:
    cells = {"good": cell(7, accepted=True)}
    said = answer(AnswerKind.MISREAD, total=9)
    assert witnesses_of(cells, said).committee == {"total": 9}
    assert witnesses_of(cells, answer(AnswerKind.HAND_OVER)).committee == {}

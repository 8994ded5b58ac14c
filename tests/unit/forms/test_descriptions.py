import pytest

from models.values.ballots import Ballot, Stream
from models.values.fields import row_key
from models.values.form_lint import lint_all
from models.values.forms import Form, form_by_code, forms, forms_for

CODES = [
    "ส.ส. 5/16",
    "ส.ส. 5/16 (บช)",
    "ส.ส. 5/17",
    "ส.ส. 5/17 (บช)",
    "ส.ส. 5/18",
    "ส.ส. 5/18 (บช)",
]


def test_every_description_is_free_of_mistakes() -> None:
    assert lint_all(forms()) == ()


@pytest.mark.parametrize("code", CODES)
def test_forms_of_the_election_are_described(code: str) -> None:
    form = form_by_code(code)
    assert form.pages == (4 if "บช" in code else 2)
    assert form.signatures.expected == 9


def test_a_code_that_is_not_described_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        form_by_code("ส.ส. 9/99")


def test_bangkok_prints_its_own_form_under_the_same_code() -> None:
    variants = {f.variant for f in forms_for(Ballot.CONSTITUENCY, Stream.OUT_AND_OVERSEAS)}
    assert variants == {"", "bangkok"}


def test_party_list_rows_split_over_three_pages() -> None:
    form = form_by_code("ส.ส. 5/18 (บช)")
    parts = form.rows_on_pages(form.printed_numbers(range(1, 58)))
    assert [(p.page, p.numbers[0], p.numbers[-1], p.has_total) for p in parts] == [
        (1, 1, 10, False),
        (2, 11, 34, False),
        (3, 35, 57, True),
    ]


def test_bangkok_rows_go_on_at_nine() -> None:
    form = form_by_code("ส.ส. 5/17", "bangkok")
    parts = form.rows_on_pages(form.printed_numbers(range(1, 16)))
    assert [p.numbers for p in parts] == [tuple(range(1, 9)), tuple(range(9, 21))]


def test_gaps_of_a_ballot_list_are_kept_where_the_list_is_printed() -> None:
    assert form_by_code("ส.ส. 5/18").printed_numbers([1, 2, 5]) == (1, 2, 5)
    assert form_by_code("ส.ส. 5/16").printed_numbers([1, 2, 12]) == tuple(range(1, 13))


def values_of_a_consistent_sheet(form: Form) -> dict[str, int]:
    rows = {row_key(1): 30, row_key(2): 12}
    good = sum(rows.values())
    invalid, no_vote, remaining = 3, 5 if form.count("no_vote") else 0, 10
    used = good + invalid + no_vote
    heads = {
        "on_roll": 80,
        "came": used,
        "allocated": used + remaining,
        "used": used,
        "remaining": remaining,
        "received": used,
        "envelopes": used,
        "ballots_found": used,
        "good": good,
        "invalid": invalid,
        "no_vote": no_vote,
    }
    return heads | rows | {"total": good, "rows": good}


@pytest.mark.parametrize("form", forms(), ids=lambda f: f.id)
def test_identities_hold_on_a_consistent_sheet_and_notice_a_slip(form: Form) -> None:
    values = values_of_a_consistent_sheet(form)
    assert all(identity.holds(values) for identity in form.identities)
    slipped = values | {"good": values["good"] + 1}
    assert {i.rule for i in form.identities if not i.holds(slipped)} == {"R301", "R303"}

"""Every rule on a sheet can fire, and says whole sentences to whoever is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.checks.engine import (
    Audience,
    PostFacts,
    SheetFacts,
    SoFar,
    TimeFacts,
    check_sheet,
)
from models.checks.rules import rules
from models.values.reading import Signatures
from tests.unit.checks.sheet import COUNTING_SET, POLLING, SO_FAR, on_paper, sibling, with_counts

CLOSE = datetime(2027, 2, 14, 10, 0, tzinfo=UTC)
MANY = with_counts(POLLING, no_vote=60, good=330, row_1=160, total=330, invalid=10)
SIX = {f"row:{n}": 10 * n for n in range(1, 7)}

BROKEN: dict[str, SheetFacts] = {
    "R101": on_paper(header={"unit": "8"}, header_expected={"unit": ("7",)}),
    "R102": on_paper(expected_form="ส.ส. 5/17"),
    "R103": on_paper(pages=(1, 1)),
    "R104": on_paper(rival_values={"good": (371,)}),
    "R105": on_paper(same_photo_unit="A"),
    "R106": on_paper(twin_unit="A"),
    "R107": replace(POLLING, time=TimeFacts(CLOSE - timedelta(hours=1), CLOSE)),
    "R108": on_paper(signatures=Signatures(3, 9)),
    "R109": on_paper(doubtful=frozenset({"good"})),
    "R201": replace(POLLING, words={"row:4": 1}),
    "R202": on_paper(printed_rows=(1, 2)),
    "R203": with_counts(POLLING, good=900),
    "R204": replace(with_counts(POLLING, row_1=10, row_2=200, row_4=30, row_5=130), so_far=SO_FAR),
    "R205": replace(POLLING, accepted={"total": 1}),
    "R206": with_counts(POLLING, row_3=5),
    "R207": on_paper(identity_cost=99.0),
    "R208": with_counts(POLLING, good=100_000),
    "R301": with_counts(POLLING, invalid=13),
    "R302": with_counts(POLLING, remaining=1),
    "R303": with_counts(POLLING, row_1=1),
    "R304": with_counts(POLLING, total=1),
    "R305": with_counts(POLLING, came=601),
    "R306": with_counts(POLLING, allocated=1),
    "R307": with_counts(POLLING, came=401),
    "R308": with_counts(POLLING, good=0, invalid=0, no_vote=0),
    "R309": with_counts(POLLING, on_roll=1),
    "R310": with_counts(COUNTING_SET, envelopes=1),
    "R311": with_counts(POLLING, allocated=581),
    "R312": replace(COUNTING_SET, post=PostFacts(accepted=1, other_sets=0)),
    "R401": sibling(on_roll=1),
    "R402": sibling(used=1),
    "R403": sibling(allocated=1),
    "R404": replace(with_counts(POLLING), numbers=(), counts=SIX, sibling=SIX),
    "R501": with_counts(POLLING, came=599),
    "R502": replace(with_counts(POLLING, invalid=200), so_far=SO_FAR),
    "R503": with_counts(POLLING, row_1=369),
    "R504": replace(
        with_counts(MANY, no_vote=10, good=380, row_5=61, row_1=159, total=380),
        so_far=SoFar.of([MANY.counts] * 25),
    ),
    "R505": replace(with_counts(POLLING, row_4=13), so_far=SO_FAR),
    "R506": with_counts(POLLING, used=5_000),
}


def test_every_rule_on_a_sheet_is_broken_here() -> None:
    assert set(BROKEN) == {code for code in rules() if not code.startswith("R6")}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("code", BROKEN)
def test_it_fires_in_whole_sentences(code: str, audience: Audience) -> None:
    said = [f for f in check_sheet(BROKEN[code], audience=audience) if f.code == code]
    assert bool(said) == (audience in rules()[code].sentences)
    for finding in said:
        assert finding.severity in rules()[code].severities
        for sentence in (finding.message.th, finding.message.en):
            assert sentence
            assert "{" not in sentence
            assert "None" not in sentence


@pytest.mark.parametrize("code", BROKEN)
def test_a_finding_highlights_fields_of_its_form(code: str) -> None:
    facts = BROKEN[code]
    known = {*facts.counts, *facts.form.field_keys(), *(f"row:{n}" for n in facts.numbers)}
    for finding in check_sheet(facts):
        assert set(finding.fields) <= known

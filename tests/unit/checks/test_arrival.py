"""R101 to R109, each at its border."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.checks.engine import TimeFacts
from models.values.findings import Severity
from models.values.likely_units import LikelyUnit
from models.values.reading import Signatures
from tests.unit.checks.sheet import POLLING, codes, finding, on_paper, with_counts

E, W = Severity.ERROR, Severity.WARNING
EXPECTED = {"unit": ("7",), "amphoe": ("ดอยละออ",), "area": ("ตำบลบางแก้วฟ้า", "บางแก้วฟ้า")}
CLOSE = datetime(2027, 2, 14, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "severity"),
    [
        ({"unit": "7", "amphoe": "ดอยละออ", "area": "บางแก้วฟ้า"}, None),
        ({"unit": "๗", "amphoe": "ดอยละอ", "area": "บางแกวฟา"}, None),
        ({"unit": "007"}, None),
        ({"unit": None}, W),
        ({"unit": " ", "amphoe": "ดอยละออ"}, W),
        ({"unit": "8", "amphoe": "ดอยละออ"}, W),
        ({"unit": "8", "amphoe": "วังผึ้งหลวง"}, E),
    ],
)
def test_the_head_names_the_unit(read: dict[str, str | None], severity: Severity | None) -> None:
    found = codes(on_paper(header=read, header_expected=EXPECTED))
    assert found == ({} if severity is None else {"R101": severity})


def test_another_form_is_named() -> None:
    assert codes(on_paper(expected_form="ส.ส. 5/18")) == {}
    assert codes(on_paper(expected_form="ส.ส. 5/18 (บช)")) == {"R102": E}


@pytest.mark.parametrize("pages", [(1,), (1, 1, 2), (1, 2, 3), ()])
def test_every_page_is_there_once(pages: tuple[int, ...]) -> None:
    assert codes(on_paper(pages=(2, 1))) == {}
    assert codes(on_paper(pages=pages)) == {"R103": E}


def test_further_photos_with_other_numbers_are_told() -> None:
    assert codes(on_paper(rival_values={"good": (370, 370)})) == {}
    facts = on_paper(rival_values={"good": (370, 376)})
    assert codes(facts) == {"R104": E}
    assert "376" in finding(facts, "R104").message.th


def test_a_photo_of_another_unit_is_told() -> None:
    assert codes(on_paper(similar_ink_unit="TKM0101-002")) == {"R105": W}
    assert codes(on_paper(same_photo_unit="TKM0101-002")) == {"R105": E}


def test_twins_matter_from_thirty_good_ballots() -> None:
    twin = on_paper(twin_unit="TKM0101-002")
    assert codes(twin) == {"R106": W}
    assert "R106" not in codes(with_counts(twin, good=29))


@pytest.mark.parametrize(
    ("minutes", "severity"), [(-1, E), (0, W), (19, W), (20, None), (300, None)]
)
def test_no_count_comes_sooner_than_counting_takes(minutes: int, severity: Severity | None) -> None:
    time = TimeFacts(CLOSE + timedelta(minutes=minutes), CLOSE)
    assert codes(replace(POLLING, time=time)) == ({} if severity is None else {"R107": severity})
    assert codes(replace(POLLING, time=replace(time, is_exempt=True))) == {}


def test_nine_signatures_are_required() -> None:
    assert codes(on_paper(signatures=Signatures(9, 9))) == {}
    assert codes(on_paper(signatures=Signatures(8, 9))) == {"R108": W}
    assert codes(on_paper(signatures=Signatures(4, 5))) == {"R108": W}
    assert codes(on_paper(signatures=Signatures(5, 5))) == {}


def test_strike_outs_and_doubt_are_one_finding() -> None:
    facts = on_paper(
        struck_out=frozenset({"row:4"}),
        overwritten=frozenset({"row:2"}),
        doubtful=frozenset({"good"}),
    )
    assert codes(facts) == {"R109": W}
    assert finding(facts, "R109").fields == ("good", "row:2", "row:4")


def test_an_odd_head_names_the_likeliest_units() -> None:
    likely = (LikelyUnit("TKM0101-002", 0.92), LikelyUnit("TKM0101-001", 0.08))
    odd = on_paper(header={"unit": "2"}, header_expected={"unit": ("1",)}, likely_units=likely)
    assert "TKM0101-002 92%, TKM0101-001 8%" in finding(odd, "R101").message.en


def test_a_head_that_names_another_unit_as_a_whole_is_an_error() -> None:
    likely = (LikelyUnit("TKM0101-002", 0.96), LikelyUnit("TKM0101-001", 0.04))
    assert codes(on_paper(likely_units=likely, own_unit="TKM0101-001")) == {"R101": E}
    assert codes(on_paper(likely_units=likely, own_unit="TKM0101-002")) == {}
    assert codes(on_paper(likely_units=likely)) == {}
    unsure = (LikelyUnit("TKM0101-002", 0.9), LikelyUnit("TKM0101-001", 0.1))
    assert codes(on_paper(likely_units=unsure, own_unit="TKM0101-001")) == {}

import pytest

from ocr.digits.alphabet import Script
from ocr.digits.reading import StripReading


def test_a_mark_without_a_digit_may_be_a_dash() -> None:
    seen = StripReading(((1, 0.2), (7, 0.05)), 0.75, Script.ARABIC, "", nothing=0.7)
    assert seen.or_dash[0] == (0, pytest.approx(0.63))
    assert dict(seen.or_dash)[1] == 0.2
    assert sum(chance for _, chance in seen.or_dash) < 1


def test_a_digit_that_is_seen_is_no_dash() -> None:
    seen = StripReading(((1, 0.5), (7, 0.1)), 0.4, Script.ARABIC, "1", nothing=0.4)
    assert seen.or_dash == seen.candidates

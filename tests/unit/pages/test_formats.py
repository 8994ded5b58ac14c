from datetime import UTC, datetime

import pytest

from pages import formats
from pages.languages import Language, choose

NIGHT = datetime(2026, 2, 8, 13, 41, 7, tzinfo=UTC)


def test_thai_time_is_bangkok_time_with_a_full_stop() -> None:
    assert formats.clock(NIGHT) == "20.41 น."


def test_thai_dates_carry_the_buddhist_year() -> None:
    assert formats.moment(NIGHT) == "8 กุมภาพันธ์ 2569 เวลา 20.41 น."


def test_english_dates_carry_the_common_year() -> None:
    assert formats.moment(NIGHT, Language.EN) == "8 February 2026, 20:41"


def test_the_day_turns_at_midnight_in_bangkok() -> None:
    late = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert formats.day(late) == "1 มกราคม 2570"


def test_unknown_is_a_dash_and_zero_is_a_count() -> None:
    assert (formats.number(None), formats.number(0), formats.number(12345)) == ("–", "0", "12,345")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        formats.clock(datetime(2026, 2, 8))  # noqa: DTZ001 - the mistake under test


def test_thai_digits_may_be_typed() -> None:
    assert formats.plain_digits("๗๐") == "70"


def test_spans_never_run_below_zero() -> None:
    assert [formats.minutes_and_seconds(s) for s in (161, 5, -3)] == ["2:41", "0:05", "0:00"]


def test_thai_unless_another_language_is_wished() -> None:
    assert choose(None, "fr") is Language.TH
    assert choose("en", "th") is Language.EN


def test_shares_are_percentages() -> None:
    assert (formats.percent(0.6339), formats.percent(None)) == ("63.4%", "–")

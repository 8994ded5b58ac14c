from datetime import UTC, datetime, timedelta

from pages.lockouts import LONGEST, WINDOW, locked_until

START = datetime(2026, 2, 8, 10, tzinfo=UTC)


def minutes(*values: float) -> list[datetime]:
    return [START + timedelta(minutes=m) for m in values]


def test_four_wrong_tries_close_nothing() -> None:
    assert locked_until(minutes(0, 1, 2, 3)) is None


def test_the_fifth_within_the_window_locks_for_a_window() -> None:
    assert locked_until(minutes(0, 1, 2, 3, 4)) == START + timedelta(minutes=4) + WINDOW


def test_old_tries_are_forgiven() -> None:
    assert locked_until(minutes(0, 1, 2, 3, 15, 16)) is None


def test_a_second_round_locks_twice_as_long() -> None:
    refused = minutes(0, 1, 2, 3, 4, 20, 21, 22, 23, 24)
    assert locked_until(refused) == START + timedelta(minutes=24) + 2 * WINDOW


def test_a_lock_is_never_longer_than_a_day() -> None:
    refused = minutes(*(i / 10 for i in range(200)))
    assert locked_until(refused) == refused[-1] + LONGEST

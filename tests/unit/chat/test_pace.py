from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pace import Pace


def test_one_chat_hears_one_message_a_second_and_others_are_not_held_up() -> None:
    pace = Pace(0.04, 1.05)
    assert pace.take("a", 0.0)
    assert not pace.take("a", 1.0)
    assert pace.take("b", 1.0)
    assert pace.take("a", 1.05)


def test_a_gap_counts_from_the_arrival() -> None:
    pace = Pace(0.0, 1.0)
    assert pace.take("a", 0.0)
    pace.sent("a", 3.0)
    assert not pace.take("a", 3.9)
    assert pace.take("a", 4.0)


def test_a_pause_holds_everybody() -> None:
    pace = Pace(0.0, 0.0)
    pace.pause(7.0)
    assert not pace.take("a", 6.9)
    assert pace.take("a", 7.0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 0.2)), max_size=60))
def test_no_pace_is_ever_exceeded(asked: list[tuple[str, float]]) -> None:
    pace, now_s, taken = Pace(0.1, 0.5), 0.0, []
    for chat, passed_s in asked:
        now_s += passed_s
        if pace.take(chat, now_s):
            taken.append((now_s, chat))
    for (at, chat), (later, other) in pairwise(taken):
        assert later - at >= 0.1 - 1e-9 or other != chat
    for chat in "abc":
        mine = [at for at, c in taken if c == chat]
        assert all(b - a >= 0.5 - 1e-9 for a, b in pairwise(mine))
    assert len(taken) <= now_s / 0.1 + 2

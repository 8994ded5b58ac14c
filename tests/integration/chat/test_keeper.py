"""The chat process's rounds, with its threads and the real clock."""

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.chat.feeding import Feeder
from bot.chat.keeper import Keeper
from models.store.notices import NewNotice
from models.tables.chat import InboxEvent
from models.values.chat import InboxState
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import CHANNEL_SECRET, HOOK_SECRET, ChatHall
from tests.fixtures.chat_platforms import LINE_TOKEN, TELEGRAM_TOKEN, Answer
from tests.fixtures.pictures import picture

CHATS = 12
SECONDS = 40


def test_many_chats_at_once_each_in_its_order(hall: ChatHall) -> None:
    real = replace(hall.house, now=lambda: datetime.now(UTC))
    for word in ("ช่วยเหลือ", "English", "help"):
        for user in range(1, CHATS + 1):
            hall.message(user, text=word)
    hall.photo(1, picture(1))
    keeper = Keeper(real)
    deadline = time.monotonic() + SECONDS
    while len(hall.telegram.sent) < 3 * CHATS + 1 and time.monotonic() < deadline:
        keeper.look()
        time.sleep(0.02)
    keeper.leave()
    assert {event.state for event in hall.desk.all(InboxEvent)} == {InboxState.DONE}
    for user in range(1, CHATS + 1):
        thai, english, last = hall.heard(user)[:3]
        assert "รหัสที่ศูนย์รวมคะแนนให้ไว้" in thai
        assert "Unit committees" in english
        assert "Words that always work" in last
        times = [sent.at for sent in hall.telegram.sent if sent.chat == str(user)]
        assert all(b - a > 1.0 for a, b in pairwise(times))


def test_no_line_of_the_log_names_anybody(hall: ChatHall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    code = hall.code()
    hall.says(987_654_321, f"/start {code}")
    hall.taps(987_654_321, "ใช่ หน่วยของฉัน")
    hall.photo(987_654_321, picture(1))
    hall.telegram.blocked.add("987654321")
    hall.work()
    hall.line_says("U0123456789abcdef", code)
    hall.line.next_answers.append(Answer(500))
    hall.line_says("U0123456789abcdef", "help")
    secrets = (TELEGRAM_TOKEN, LINE_TOKEN, HOOK_SECRET, CHANNEL_SECRET, code)
    named = [s for s in (*secrets, "987654321", "U0123456789", "token 1") if s in caplog.text]
    assert named == []


def test_a_notice_is_fed_at_once_and_once(hall: ChatHall) -> None:
    hall.enrol(1)
    feeder = Feeder(hall.house)
    feeder.feed()
    assert feeder.feed_new() == 0
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "x", {"receipt": "R1", "problems": ["blurred"]}))
    assert (feeder.feed_new(), feeder.feed_new(), feeder.feed()) == (1, 0, 0)
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "y", {"receipt": "R2", "problems": ["blurred"]}))
    hall.desk.clock.pass_by(minutes=5)
    # Written while nobody looked: the look back finds it.
    assert (feeder.feed_new(), feeder.feed_lately(), feeder.feed()) == (0, 0, 1)
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "z", {"receipt": "R3", "problems": ["blurred"]}))
    hall.desk.clock.pass_by(seconds=45)
    # Its transaction ended late: the look at what was written just now comes after that.
    assert (feeder.feed_new(), feeder.feed_lately(), feeder.feed()) == (0, 1, 0)

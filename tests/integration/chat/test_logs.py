"""No token, secret, reply token or person's id in any line of the log of a whole story."""

import logging

import pytest

from models.store.notices import NewNotice
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import CHANNEL_SECRET, HOOK_SECRET, ChatHall
from tests.fixtures.chat_platforms import LINE_TOKEN, TELEGRAM_TOKEN, Answer
from tests.fixtures.pictures import picture

MALI, SOMCHAI = 77_123_456, "U4af4980629"


@pytest.mark.filterwarnings("ignore:.*retry_after.*")
def test_a_story_with_every_trouble_tells_the_log_nothing(
    hall: ChatHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hall.enrol(MALI)
    hall.photo(MALI, picture(1))
    hall.telegram.next_answers.extend([Answer(429, {"ok": False}), Answer(502), Answer(None)])
    hall.work()
    for text in (hall.code(), "ใช่", "มาลี"):
        hall.line_says(SOMCHAI, text)
    hall.line.next_answers.extend([Answer(500), Answer(None), Answer(429, {"message": "rate"})])
    hall.line_photo(SOMCHAI, picture(2))
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "x", {"receipt": "R1", "problems": ["blurred"]}))
    for _ in range(4):
        hall.pass_by(70)
    hall.telegram.blocked.add(str(MALI))
    hall.says(MALI, "สถานะ")
    hall.client.post("/line", content=b"{}", headers={"x-line-signature": "wrong"})
    hidden = [LINE_TOKEN, TELEGRAM_TOKEN, HOOK_SECRET, CHANNEL_SECRET, str(MALI), SOMCHAI]
    hidden += list(hall.line.tokens)
    assert not [word for word in hidden if word in caplog.text]

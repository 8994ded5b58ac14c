"""No token, secret, reply token or person's id in any line of the log of a whole story."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import PlatformError
from models.database import Database
from models.store.notices import NewNotice
from models.values.chat import AccountId, Platform
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import CHANNEL_SECRET, HOOK_SECRET, ChatHall
from tests.fixtures.chat_platforms import LINE_TOKEN, TELEGRAM_TOKEN, Answer
from tests.fixtures.desk import SECRET
from tests.fixtures.pictures import picture

MALI, SOMCHAI = 77_123_456, "U4af4980629"


def hidden_words(hall: ChatHall) -> list[str]:
    secrets = [LINE_TOKEN, TELEGRAM_TOKEN, HOOK_SECRET, CHANNEL_SECRET, SECRET]
    return [*secrets, str(MALI), SOMCHAI, *hall.line.tokens]


@contextmanager
def full_disk(hall: ChatHall, table: str) -> Iterator[None]:
    """Let the record refuse every row of a table."""
    begin = f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
    with hall.desk.database.writing() as session:
        session.execute(text(begin))
    yield
    with hall.desk.database.writing() as session:
        session.execute(text("DROP TRIGGER full"))


@pytest.mark.filterwarnings("ignore:.*retry_after.*")
def test_a_story_with_every_trouble_tells_the_log_nothing(
    hall: ChatHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hall.enrol(MALI)
    hall.photo(MALI, picture(1))
    hall.telegram.next_answers.extend([Answer(429, {"ok": False}), Answer(502), Answer(None)])
    hall.work()
    for words in (hall.code(), "ใช่", "มาลี"):
        hall.line_says(SOMCHAI, words)
    hall.line.next_answers.extend([Answer(500), Answer(None), Answer(429, {"message": "rate"})])
    hall.line_photo(SOMCHAI, picture(2))
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "x", {"receipt": "R1", "problems": ["blurred"]}))
    for _ in range(4):
        hall.pass_by(70)
    line = hall.house.accounts[AccountId(Platform.LINE)]
    for trouble in (Answer(200), Answer(401), Answer(None)):
        hall.line.next_answers.append(trouble)
        with suppress(PlatformError):
            line.show_menu(f"user:{SOMCHAI}", "richmenu-1")
    hall.telegram.blocked.add(str(MALI))
    hall.says(MALI, "สถานะ")
    hall.client.post("/line", content=b"{}", headers={"x-line-signature": "wrong"})
    assert not [word for word in hidden_words(hall) if word in caplog.text]


def test_a_record_that_refuses_names_nobody(
    hall: ChatHall, caplog: pytest.LogCaptureFixture
) -> None:
    """What the database complains about is written to the log: without what it was given."""
    hall.enrol(MALI)
    with full_disk(hall, "outbox"):
        hall.says(MALI, "สถานะ")
        hall.line_says(SOMCHAI, "สถานะ")
    assert caplog.text.count("IntegrityError") >= 2
    assert not [word for word in hidden_words(hall) if word in caplog.text]
    with full_disk(hall, "inbox"):
        for send in (lambda: hall.says(MALI, "x"), lambda: hall.line_says(SOMCHAI, "x")):
            with pytest.raises(SQLAlchemyError) as caught:
                send()
            assert not [word for word in hidden_words(hall) if word in str(caught.value)]


def test_neither_engine_repeats_the_row_that_it_refuses(each_database: Database) -> None:
    """PostgreSQL adds the key, and the whole row, to what it complains about."""
    told: list[str] = []
    for changed in ({}, {"event_id": "2", "platform": "pigeon"}, {"event_id": "3", "state": None}):
        row = {"platform": "line", "bot": "main", "event_id": "1", "chat_key": SOMCHAI}
        given = {**row, "state": "waiting", **changed, "at": "2026-02-08 11:00:00"}
        for _ in range(2):
            try:
                with each_database.writing() as session:
                    session.execute(KEEP, given)
            except SQLAlchemyError as error:
                told += traceback.format_exception(error)
    assert "".join(told).count("IntegrityError") >= 5
    assert SOMCHAI not in "".join(told)


KEEP = text(
    "INSERT INTO inbox (platform, bot, event_id, chat_key, body, received_at, state, attempts,"
    " not_before) VALUES (:platform, :bot, :event_id, :chat_key, '{}', :at, :state, 0, :at)"
)

"""The chat process as it runs: killed without warning, started again, nothing lost or doubled."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update
from typer.testing import CliRunner

from app.cli import build
from app.trial import free_port
from bot.opening import has_accounts, open_accounts
from models.store import outbox
from models.store.inbox import Chat
from models.store.outbox import NewMessage
from models.tables.chat import InboxEvent, Lease, OutboxMessage
from models.tables.photos import Photo
from models.values.chat import AccountId, InboxState, OutboxState, Platform
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import (
    LINE_TOKEN,
    TELEGRAM_TOKEN,
    Answer,
    FakeLine,
    FakeTelegram,
    Request,
)
from tests.fixtures.pictures import picture

ROOT = Path(__file__).parents[3]
SECONDS = 60
MALI, SOMCHAI = 77, "U4af4980629"


def until(ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not ready():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.05)


def start(
    hall: ChatHall, *words: str, stderr: Any = None, **more: object
) -> "subprocess.Popen[bytes]":
    """Start a process on the hall's record and platforms, by default the chats' own."""
    base, line = hall.telegram.address, hall.line.address
    settings = hall.desk.app.state.settings.model_copy(
        update={
            "telegram_token": SecretStr(TELEGRAM_TOKEN),
            "telegram_api_base": f"{base}/bot",
            "telegram_file_base": f"{base}/file/bot",
            "line_channel_token": SecretStr(LINE_TOKEN),
            "line_api_base": line,
            "line_data_api_base": line,
            **more,
        }
    )
    environment = {**settings.as_environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", *(words or ("app.chat",))]
    return subprocess.Popen(command, env=environment, stderr=stderr)


def every_event_is_done(hall: ChatHall) -> bool:
    return {e.state for e in hall.desk.all(InboxEvent)} == {InboxState.DONE}


def under_way(hall: ChatHall) -> set[OutboxState]:
    waiting = {OutboxState.WAITING, OutboxState.SENDING}
    return waiting & {m.state for m in hall.desk.all(OutboxMessage)}


def end_leases(hall: ChatHall) -> None:
    """Let the time pass after which the dead process's chats are another's."""
    with hall.desk.database.writing() as session:
        session.execute(update(Lease).values(until=datetime.now(UTC) - timedelta(seconds=1)))


def is_open(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


def test_killed_after_the_200_and_in_the_middle_of_work(hall: ChatHall) -> None:
    hall.says(MALI, f"/start {hall.code()}")
    hall.taps(MALI, "ใช่ หน่วยของฉัน")
    for n in range(3):
        hall.photo(MALI, picture(n))
    first = start(hall)
    until(lambda: bool(hall.desk.all(Photo)), "the first photo")
    first.send_signal(signal.SIGKILL)
    first.wait()
    end_leases(hall)
    second = start(hall)
    until(lambda: every_event_is_done(hall), "every event")
    until(lambda: not under_way(hall), "every message")
    second.send_signal(signal.SIGTERM)
    assert second.wait(30) == 0
    photos = hall.desk.all(Photo)
    assert len(photos) == 3
    said = [m.body["messages"][0]["text"] for m in hall.desk.all(OutboxMessage)]
    for photo in photos:
        assert len([text for text in said if photo.receipt in text]) == 1
        assert len([text for text in hall.heard(MALI) if photo.receipt in text]) <= 1


def test_the_web_process_killed_after_each_200_and_before_any_work(
    hall: ChatHall, tmp_path: Path
) -> None:
    """What was answered 200 is there though nothing had been done about it, and is told once."""
    hall.enrol(MALI)
    for words in (hall.code(), "ใช่", "สมชาย"):
        hall.line_says(SOMCHAI, words)
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as out:
        web = start(hall, "app.cli", "serve", port=port, stderr=out)
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as knock:
            until(lambda: is_open(knock), "the web process")
            behind = replace(hall, client=knock)
            behind.photo(MALI, picture(1))
            behind.line_photo(SOMCHAI, picture(2))
            web.send_signal(signal.SIGKILL)
            web.wait()
        assert hall.desk.all(Photo) == []
    # The platforms cannot know that they were heard, and deliver again.
    for row in hall.desk.all(InboxEvent)[-2:]:
        again = hall.deliver if row.platform is Platform.TELEGRAM else hall.deliver_line
        again(dict(row.body))
    hall.desk.clock.at = datetime.now(UTC)
    hall.work()
    hall.pass_by(5)
    assert every_event_is_done(hall)
    photos = hall.desk.all(Photo)
    assert len(photos) == 2
    heard = [*hall.heard(MALI), *(t for m in hall.line.sent for t in m.texts)]
    assert [sum(photo.receipt in words for words in heard) for photo in photos] == [1, 1]
    assert not [word for word in (TELEGRAM_TOKEN, LINE_TOKEN, SOMCHAI) if word in log.read_text()]


def killing(
    hall: ChatHall, fake: FakeTelegram | FakeLine, end: str
) -> "list[subprocess.Popen[bytes]]":
    """Let a platform take the first message, and the chat process die before it hears of it."""
    usual, living = fake.handle, list[subprocess.Popen[bytes]]()

    def handle(request: Request) -> Answer:
        said = usual(request)
        if request.path.endswith(end) and living:
            living[0].send_signal(signal.SIGKILL)
            living[0].wait()
            living.clear()
        return said

    fake.handle = handle  # type: ignore[method-assign]
    living.append(start(hall))
    return living


def put(hall: ChatHall, chat: Chat) -> None:
    at = datetime.now(UTC)
    body = {"messages": [{"text": "สวัสดี", "choices": [], "push": "needed"}]}
    with hall.desk.database.writing() as session:
        outbox.put(session, NewMessage(chat, f"k {chat.key}", body, at, may_push=True), at)


def ended(hall: ChatHall) -> tuple[OutboxState, str | None]:
    [message] = hall.desk.all(OutboxMessage)
    return message.state, message.failure


def test_killed_between_pushing_and_marking_line_hears_it_once(hall: ChatHall) -> None:
    put(hall, Chat(Platform.LINE, "user:U1"))
    living = killing(hall, hall.line, "/push")
    until(lambda: living == [] and len(hall.line.sent) == 1, "the push and the kill")
    assert ended(hall)[0] is OutboxState.SENDING
    end_leases(hall)
    second = start(hall)
    until(lambda: ended(hall)[0] is OutboxState.SENT, "the second try")
    second.send_signal(signal.SIGTERM)
    assert second.wait(30) == 0
    assert len(hall.line.sent) == 1
    keys = {r.headers["x-line-retry-key"] for r in hall.line.requests if r.path.endswith("/push")}
    assert len(keys) == 1


def test_killed_between_sending_and_marking_telegram_is_not_told_twice(hall: ChatHall) -> None:
    put(hall, Chat(Platform.TELEGRAM, str(MALI)))
    living = killing(hall, hall.telegram, "/sendMessage")
    until(lambda: living == [] and len(hall.telegram.sent) == 1, "the message and the kill")
    end_leases(hall)
    second = start(hall)
    until(lambda: ended(hall)[0] is OutboxState.DEAD, "the operators' page")
    second.send_signal(signal.SIGTERM)
    assert second.wait(30) == 0
    assert ended(hall)[1] == "unsure: interrupted"
    assert len(hall.telegram.sent) == 1


def test_the_command_says_which_settings_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_TOKEN", "LINE_CHANNEL_TOKEN"):
        monkeypatch.delenv(f"KHANAEN_{name}", raising=False)
    done = CliRunner().invoke(build(), ["chat"])
    assert done.exit_code == 2
    assert "KHANAEN_TELEGRAM_TOKEN" in done.output


def test_an_account_is_opened_for_each_token(hall: ChatHall) -> None:
    settings = hall.desk.app.state.settings
    assert not has_accounts(settings)
    assert open_accounts(settings) == {}
    tokens = {
        "telegram_token": SecretStr(TELEGRAM_TOKEN),
        "line_channel_token": SecretStr(LINE_TOKEN),
    }
    both = settings.model_copy(update=tokens)
    assert has_accounts(both)
    opened = open_accounts(both)
    assert set(opened) == {AccountId(Platform.TELEGRAM), AccountId(Platform.LINE)}
    for account in opened.values():
        account.close()

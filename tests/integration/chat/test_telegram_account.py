import logging
from collections.abc import Iterator

import pytest

from bot.accounts import Media, Parcel
from bot.conversation.replies import Choice, Outgoing
from bot.errors import (
    ContentGone,
    ContentTooLarge,
    Rejected,
    TryLater,
    Unreachable,
    Unsure,
)
from bot.telegram.account import TelegramAccount, TelegramSettings
from tests.fixtures.chat_platforms import TELEGRAM_TOKEN, Answer, FakeTelegram, Request
from tests.fixtures.platform_models import telegram_model_violations
from tests.fixtures.platform_specs import ARE_AT_HAND, telegram_violations

PARCEL = Parcel("77", (Outgoing("สวัสดี", (Choice("c1", "สถานะ"),)),), "unused", None)


@pytest.fixture
def account(fake_telegram: FakeTelegram) -> Iterator[TelegramAccount]:
    base = fake_telegram.address
    opened = TelegramAccount(TelegramSettings(TELEGRAM_TOKEN, f"{base}/bot", f"{base}/file/bot"))
    yield opened
    opened.close()


def test_a_message_arrives_with_its_buttons(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    account.send(PARCEL)
    [sent] = fake_telegram.sent
    assert (sent.chat, sent.text, sent.buttons) == ("77", "สวัสดี", {"สถานะ": "c1"})


def test_a_file_is_found_and_fetched(account: TelegramAccount, fake_telegram: FakeTelegram) -> None:
    fake_telegram.files["F1"] = b"picture"
    assert account.fetch(Media("F1")) == b"picture"
    with pytest.raises(ContentGone):
        account.fetch(Media("F2"))


def test_a_file_is_never_larger_than_bots_may_have(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.files["F1"] = b"x" * 20_000_001
    with pytest.raises(ContentTooLarge):
        account.fetch(Media("F1"))
    found = {"file_id": "F1", "file_unique_id": "F1", "file_path": "photos/F1"}
    fake_telegram.next_answers.append(Answer(200, {"ok": True, "result": found}))
    with pytest.raises(ContentTooLarge):
        account.fetch(Media("F1"))


@pytest.mark.parametrize("status", [500, 502, None])
def test_a_look_up_that_failed_may_be_tried_again(
    account: TelegramAccount, fake_telegram: FakeTelegram, status: int | None
) -> None:
    fake_telegram.next_answers.append(Answer(status))
    with pytest.raises(TryLater):
        account.fetch(Media("F1"))


@pytest.mark.filterwarnings("ignore:.*retry_after.*")
def test_too_fast_says_how_long_to_wait(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    told = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}}
    fake_telegram.next_answers.append(Answer(429, told))
    with pytest.raises(TryLater) as later:
        account.send(PARCEL)
    assert later.value.after_s == 7


def test_who_blocked_us_is_unreachable(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.blocked.add("77")
    with pytest.raises(Unreachable):
        account.send(PARCEL)


def test_an_answer_that_got_lost_leaves_us_unsure(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.next_answers.append(Answer(None, is_late=True))
    with pytest.raises(Unsure):
        account.send(PARCEL)
    assert len(fake_telegram.sent) == 1


def test_a_platform_that_is_down_was_not_reached() -> None:
    gone = FakeTelegram()
    gone.close()
    settings = TelegramSettings(TELEGRAM_TOKEN, f"{gone.address}/bot", f"{gone.address}/file/bot")
    account = TelegramAccount(settings)
    with pytest.raises(TryLater):
        account.send(PARCEL)
    account.close()


@pytest.mark.usefixtures("fake_telegram")
def test_what_will_never_be_taken_is_rejected(account: TelegramAccount) -> None:
    with pytest.raises(Rejected):
        account.send(Parcel("77", (Outgoing("x" * 4097, ()),), "", None))


def test_a_tap_is_acknowledged_and_an_old_one_harms_nobody(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    account.acknowledge("tap")
    account.acknowledge("tap")
    assert fake_telegram.acknowledged == ["tap"]


def test_no_log_line_holds_the_token(
    account: TelegramAccount, fake_telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fake_telegram.files["F1"] = b"picture"
    account.send(PARCEL)
    account.fetch(Media("F1"))
    assert TELEGRAM_TOKEN not in caplog.text


@pytest.mark.skipif(not ARE_AT_HAND, reason="the platforms' descriptions are not at hand")
def test_every_call_is_as_telegram_describes_it(
    account: TelegramAccount, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.files["F1"] = b"picture"
    account.send(PARCEL)
    account.acknowledge("tap")
    account.fetch(Media("F1"))
    calls = [r for r in fake_telegram.requests if not r.path.startswith("/file")]
    assert len(calls) == 3
    assert [v for call in calls for v in telegram_violations(call)] == []


@pytest.mark.parametrize(
    "field", ["colour=red", "reply_markup=%7B%22inline_keyboard%22%3A%5B%5D%2C%22x%22%3A1%7D"]
)
def test_a_call_that_the_sdk_does_not_know_is_seen(field: str) -> None:
    call = Request("/bot1/sendMessage", {}, f"chat_id=1&text=x&{field}".encode(), 0.0)
    assert telegram_model_violations(call) != []

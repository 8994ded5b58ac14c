"""What becomes of a message: sent once, tried again, given up, or dropped, and seen to be so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.sending import Sender
from models.store import conversations, outbox
from models.store.inbox import Chat
from models.store.outbox import NewMessage, Reply
from models.tables.chat import Conversation, OutboxMessage
from models.values.chat import Platform
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import Answer

TELEGRAM, LINE = Chat(Platform.TELEGRAM, "77"), Chat(Platform.LINE, "user:U1")
BODY = {"messages": [{"text": "สวัสดี", "choices": []}]}
SLOWER = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}}


def put(
    hall: ChatHall, chat: Chat, key: str = "k", *, token: str = "", may_push: bool = True
) -> None:
    at = hall.desk.clock.at
    reply = Reply(token, at + timedelta(seconds=50)) if token else None
    with hall.desk.database.writing() as session:
        outbox.put(session, NewMessage(chat, f"{key} {chat.key}", BODY, at, reply, may_push), at)


def states(hall: ChatHall) -> list[tuple[str, str | None]]:
    return [(row.state.value, row.failure) for row in hall.desk.all(OutboxMessage)]


@pytest.mark.filterwarnings("ignore:.*retry_after.*")
def test_too_fast_waits_as_long_as_the_platform_says(hall: ChatHall) -> None:
    hall.telegram.next_answers.append(Answer(429, SLOWER))
    put(hall, TELEGRAM)
    sender = Sender(hall.house)
    [due] = sender.due()
    assert sender.send(due) == 7
    hall.pass_by(6)
    assert hall.telegram.sent == []
    hall.pass_by(1)
    assert [sent.text for sent in hall.telegram.sent] == ["สวัสดี"]


def test_a_platform_that_is_down_for_ten_minutes_loses_nothing(hall: ChatHall) -> None:
    put(hall, TELEGRAM)
    put(hall, LINE)
    hall.telegram.next_answers.extend([Answer(502)] * 12)
    hall.line.next_answers.extend([Answer(503)] * 12)
    for _ in range(15):
        hall.pass_by(95)
    assert [state for state, _ in states(hall)] == ["sent", "sent"]
    assert (len(hall.telegram.sent), len(hall.line.sent)) == (1, 1)


def test_a_lost_answer_lays_a_telegram_message_aside(hall: ChatHall) -> None:
    hall.telegram.next_answers.append(Answer(None, is_late=True))
    put(hall, TELEGRAM)
    hall.work()
    [(state, failure)] = states(hall)
    assert state == "dead"
    assert str(failure).startswith("unsure")
    assert len(hall.telegram.sent) == 1


def test_a_lost_answer_to_a_push_is_asked_again_and_said_once(hall: ChatHall) -> None:
    hall.line.next_answers.append(Answer(None, is_late=True))
    put(hall, LINE)
    hall.work()
    hall.pass_by(5)
    assert [state for state, _ in states(hall)] == ["sent"]
    assert len(hall.line.sent) == 1


@pytest.mark.parametrize(
    ("may_push", "state", "pushes"), [(True, "sent", 1), (False, "dropped", 0)]
)
def test_a_spent_token_is_followed_by_a_push_where_one_is_allowed(
    hall: ChatHall, *, may_push: bool, state: str, pushes: int
) -> None:
    put(hall, LINE, token="never given", may_push=may_push)
    hall.work()
    assert [word for word, _ in states(hall)] == [state]
    assert [sent.is_push for sent in hall.line.sent] == [True] * pushes


def test_a_token_that_is_over_is_not_tried(hall: ChatHall) -> None:
    put(hall, LINE, token="token")
    hall.line.tokens["token"] = "U1"
    hall.pass_by(51)
    assert [sent.is_push for sent in hall.line.sent] == [True]


def test_the_monthly_quota_is_final_and_seen(hall: ChatHall) -> None:
    hall.line.next_answers.append(Answer(429, {"message": "You have reached your monthly limit."}))
    put(hall, LINE)
    hall.work()
    assert states(hall) == [("dead", "quota")]


def test_who_blocked_us_is_marked_and_nothing_more_waits(hall: ChatHall) -> None:
    with hall.desk.database.writing() as session:
        conversations.conversation_of(session, TELEGRAM, hall.desk.clock.at)
    hall.telegram.blocked.add("77")
    put(hall, TELEGRAM, "1")
    put(hall, TELEGRAM, "2")
    hall.work()
    assert {state for state, _ in states(hall)} == {"dropped"}
    assert hall.desk.all(Conversation)[0].is_blocked


def test_a_crash_between_sending_and_marking(hall: ChatHall) -> None:
    """The push is sent again under its key; of the others nobody knows, and that is said."""
    put(hall, LINE)
    put(hall, TELEGRAM)
    sender = Sender(hall.house)
    for due in sender.due():
        hall.house.accounts[due.chat.account].send(due.parcel)
        with hall.desk.database.writing() as session:
            outbox.begin(session, due.id)
    Sender(hall.house).settle()
    hall.work()
    assert [state for state, _ in states(hall)] == ["sent", "dead"]
    assert (len(hall.line.sent), len(hall.telegram.sent)) == (1, 1)


def test_an_unknown_trouble_harms_one_message_only(hall: ChatHall) -> None:
    put(hall, Chat(Platform.TELEGRAM, "no number"), "1")
    put(hall, TELEGRAM, "2")
    hall.work()
    assert [state for state, _ in states(hall)] == ["dead", "sent"]


def pushes(hall: ChatHall, *levels: str) -> list[bool]:
    """Put a push of each level, and tell which went out."""
    for n, level in enumerate(levels):
        at, chat = hall.desk.clock.at, Chat(Platform.LINE, f"user:U{n}")
        body = {"messages": [{"text": "x", "choices": [], "push": level}]}
        with hall.desk.database.writing() as session:
            outbox.put(session, NewMessage(chat, f"{level} {n}", body, at, may_push=True), at)
    hall.work()
    return [sent == "sent" for sent, _ in states(hall)]


@pytest.mark.parametrize(
    ("used", "went_out"),
    [(0, [False, True, True]), (690, [False, True, True]), (700, [False, False, True])],
)
def test_the_last_pushes_of_a_month_are_kept_for_what_is_needed(
    hall: ChatHall, used: int, went_out: list[bool]
) -> None:
    hall.line.quota, hall.line.used = 1000, used
    kept = replace(hall, house=replace(hall.house, quota_reserve=300))
    assert pushes(kept, "never", "useful", "needed") == went_out


def test_pushes_are_counted_between_two_looks_at_the_quota(hall: ChatHall) -> None:
    hall.line.quota, hall.line.used = 1000, 698
    kept = replace(hall, house=replace(hall.house, quota_reserve=300))
    assert pushes(kept, *["useful"] * 4) == [True, True, False, False]


def test_a_quota_that_is_not_known_stops_nobody(hall: ChatHall) -> None:
    hall.line.hides_quota = True
    assert pushes(hall, "useful") == [True]


@pytest.mark.parametrize("chat", [TELEGRAM, LINE])
def test_what_was_replaced_after_it_was_found_due_is_said_in_its_newest_words(
    hall: ChatHall, chat: Chat
) -> None:
    put(hall, chat)
    sender = Sender(hall.house)
    [due] = sender.due()
    at = hall.desk.clock.at
    newer = {"messages": [{"text": "ได้รับครบหกหน้าแล้ว", "choices": []}]}
    with hall.desk.database.writing() as session:
        new = NewMessage(chat, f"k {chat.key}", newer, at)
        assert outbox.put_or_replace(session, new, at + timedelta(seconds=15), at)
    sender.send(due)
    heard = [sent.text for sent in hall.telegram.sent]
    heard += [text for sent in hall.line.sent for text in sent.texts]
    assert heard == ["ได้รับครบหกหน้าแล้ว"]
    assert states(hall) == [("sent", None)]

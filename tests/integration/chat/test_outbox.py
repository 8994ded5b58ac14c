from collections.abc import Sequence
from datetime import timedelta

import pytest

from models.database import Database
from models.store import outbox
from models.store.inbox import Chat
from models.store.outbox import NewMessage, Reply
from models.tables.chat import OutboxMessage
from models.values.chat import AccountId, OutboxState, Platform
from tests.fixtures.small_election import NIGHT

A, B = Chat(Platform.LINE, "a"), Chat(Platform.LINE, "b")


def message(key: str, chat: Chat = A, wait_s: float = 0, text: str = "") -> NewMessage:
    return NewMessage(chat, key, {"text": text or key}, NIGHT + timedelta(seconds=wait_s))


def put(database: Database, *new: NewMessage) -> list[bool]:
    with database.writing() as session:
        return [outbox.put(session, n, NIGHT) for n in new]


def due(database: Database, seconds: float = 0) -> Sequence[str]:
    with database.reading() as session:
        rows = outbox.due(session, AccountId(Platform.LINE), NIGHT + timedelta(seconds=seconds))
        return [row.dedupe_key for row in rows]


def row(database: Database, number: int) -> OutboxMessage:
    with database.reading() as session:
        found = session.get_one(OutboxMessage, number)
        session.expunge(found)
        return found


def test_the_same_key_is_said_once(each_database: Database) -> None:
    assert put(each_database, message("1"), message("2"), message("1")) == [True, True, False]


def test_each_chat_hears_its_messages_one_after_the_other(each_database: Database) -> None:
    put(each_database, message("1"), message("2"), message("3", B), message("4", B, 9))
    assert due(each_database) == ["1", "3"]
    with each_database.writing() as session:
        assert outbox.begin(session, 1)
        assert not outbox.begin(session, 1)
    assert due(each_database) == ["3"]
    with each_database.writing() as session:
        outbox.end(session, 1, OutboxState.SENT, NIGHT)
    assert due(each_database) == ["2", "3"]
    assert row(each_database, 1).attempts == 1


def test_a_long_queue_of_one_platform_holds_up_no_other(database: Database) -> None:
    many = [message(str(n), Chat(Platform.TELEGRAM, str(n))) for n in range(120)]
    put(database, *many, message("line"))
    assert due(database) == ["line"]


def test_a_message_that_surely_did_not_go_out_waits_for_another_try(database: Database) -> None:
    put(database, message("1"), message("2"))
    with database.writing() as session:
        outbox.begin(session, 1)
        outbox.put_off(session, 1, "429", NIGHT + timedelta(seconds=7))
    assert due(database, 6) == []
    assert due(database, 7) == ["1"]


def test_an_album_is_answered_by_the_newest_version_and_not_for_ever_later(
    database: Database,
) -> None:
    for count in range(1, 8):
        at = NIGHT + timedelta(seconds=2 * count)
        new = NewMessage(A, "album", {"n": count}, at + timedelta(seconds=3), Reply("t", at))
        with database.writing() as session:
            assert outbox.put_or_replace(session, new, at + timedelta(seconds=15), at)
    assert row(database, 1).body == {"n": 7}
    assert row(database, 1).not_before == NIGHT + timedelta(seconds=17)
    with database.writing() as session:
        outbox.begin(session, 1)
        assert not outbox.put_or_replace(session, message("album"), NIGHT, NIGHT)


@pytest.mark.parametrize("state", [OutboxState.DEAD, OutboxState.DROPPED])
def test_what_was_given_up_can_be_seen(database: Database, state: OutboxState) -> None:
    put(database, message("1"))
    with database.writing() as session:
        outbox.begin(session, 1)
        assert [m.id for m in outbox.left_sending(session)] == [1]
        outbox.end(session, 1, state, NIGHT, "unsure")
        assert [m.failure for m in outbox.dead(session)] == (
            ["unsure"] if state is OutboxState.DEAD else []
        )


def test_what_waits_for_somebody_who_blocked_us_is_dropped(database: Database) -> None:
    put(database, message("1"), message("2"), message("3", B))
    with database.writing() as session:
        assert outbox.drop_waiting(session, A, "blocked", NIGHT) == 2
    assert due(database) == ["3"]


def test_a_used_token_is_forgotten(database: Database) -> None:
    with database.writing() as session:
        outbox.put(session, NewMessage(A, "1", {}, NIGHT, Reply("token", NIGHT)), NIGHT)
        outbox.begin(session, 1)
        outbox.give_up_token(session, 1)
    assert row(database, 1).reply_token is None

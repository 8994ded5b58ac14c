from datetime import timedelta

import pytest

from models.database import Database
from models.store import conversations, inbox
from models.store.inbox import Chat, NewEvent
from models.tables.chat import InboxEvent
from models.values.chat import InboxState, Platform
from tests.fixtures.small_election import NIGHT, make_election

TELEGRAM, LINE = Platform.TELEGRAM, Platform.LINE


def event(number: int, chat: str = "a", platform: Platform = TELEGRAM) -> NewEvent:
    return NewEvent(platform, str(number), chat, {"n": number})


def keep(database: Database, *events: NewEvent) -> int:
    with database.writing() as session:
        return inbox.keep(session, events, NIGHT)


def next_number(database: Database, chat: str = "a", **later: float) -> object:
    with database.reading() as session:
        row = inbox.next_of(session, Chat(TELEGRAM, chat), NIGHT + timedelta(**later))
        return row and row.body["n"]


def test_an_event_is_kept_once_however_often_it_comes(each_database: Database) -> None:
    assert keep(each_database, event(1), event(2), event(1)) == 2
    assert keep(each_database, event(2), event(3)) == 1
    assert keep(each_database, event(1, platform=LINE)) == 1
    with each_database.reading() as session:
        assert inbox.count_by_state(session) == {InboxState.WAITING: 4}


def test_a_chat_goes_in_order_and_no_event_passes_a_failed_one(each_database: Database) -> None:
    keep(each_database, event(1), event(2), event(3, "b"))
    with each_database.writing() as session:
        inbox.put_off(session, 1, "ContentLater", NIGHT + timedelta(seconds=5))
    assert next_number(each_database) is None
    assert next_number(each_database, seconds=5) == 1
    assert next_number(each_database, "b") == 3
    with each_database.reading() as session:
        assert inbox.waiting_chats(session, NIGHT) == [Chat(TELEGRAM, "b")]
        both = inbox.waiting_chats(session, NIGHT + timedelta(seconds=5))
        assert both == [Chat(TELEGRAM, "a"), Chat(TELEGRAM, "b")]


@pytest.mark.parametrize(("keeps_body", "body"), [(True, {"n": 1}), (False, {})])
def test_what_was_typed_goes_once_it_was_worked_on(
    database: Database, *, keeps_body: bool, body: dict[str, int]
) -> None:
    keep(database, event(1), event(2))
    with database.writing() as session:
        assert inbox.finish(session, 1, keeps_body=keeps_body)
        assert not inbox.finish(session, 1, keeps_body=keeps_body)
    with database.reading() as session:
        assert session.get_one(InboxEvent, 1).body == body
    assert next_number(database) == 2


def test_an_event_given_up_lets_its_chat_go_on(database: Database) -> None:
    keep(database, event(1), event(2))
    with database.writing() as session:
        inbox.give_up(session, 1, "KeyError")
    assert next_number(database) == 2
    with database.reading() as session:
        row = session.get_one(InboxEvent, 1)
        assert (row.state, row.attempts, row.failure) == (InboxState.DEAD, 1, "KeyError")


def test_strangers_are_forgotten_and_committees_are_not(each_database: Database) -> None:
    keep(each_database, event(1, "stranger"), event(2, "committee"), event(3, "new stranger"))
    with each_database.writing() as session:
        make_election(session)
        conversations.conversation_of(session, Chat(TELEGRAM, "stranger"), NIGHT)
        mine = conversations.conversation_of(session, Chat(TELEGRAM, "committee"), NIGHT)
        mine.person_id = 1
        for number in (1, 2):
            inbox.finish(session, number, keeps_body=True)
    with each_database.writing() as session:
        later = NIGHT + timedelta(hours=24)
        assert inbox.forget_strangers(session, later) == 1
        assert conversations.forget_strangers(session, later) == 1
    with each_database.reading() as session:
        rows = [session.get_one(InboxEvent, n) for n in (1, 2, 3)]
        assert [row.chat_key for row in rows] == ["", "committee", "new stranger"]
        assert [bool(row.body) for row in rows] == [False, True, True]
        assert conversations.find(session, Chat(TELEGRAM, "committee")) is not None
        assert conversations.find(session, Chat(TELEGRAM, "stranger")) is None

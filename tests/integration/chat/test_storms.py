"""A platform that storms, crawls or is away for ten minutes: nothing is lost, no chat is hurried.

Time is a clock of the test's own; the keeper works in this thread, on that clock.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from bot.chat.keeper import Crew, Keeper
from models.store import outbox
from models.store.inbox import Chat
from models.store.outbox import NewMessage
from models.tables.chat import InboxEvent, OutboxMessage
from models.tables.photos import Photo
from models.values.chat import InboxState, OutboxState, Platform
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.chat_platforms import Answer, FakeLine, FakeTelegram, Request
from tests.fixtures.pictures import picture

CHATS, ROUNDS = 6, 3
CHAT_GAP_S = 1.0
"""Telegram's own limit for one chat."""
SLOWER = Answer(429, {"ok": False, "description": "slower", "parameters": {"retry_after": 7}})
MALI = 77

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*")


class AtOnce(Crew):
    """Does what is to be done in this thread."""

    def __init__(self) -> None:
        super().__init__(1)

    def begin(self, key: Hashable, work: Callable[[], None]) -> None:
        del key
        work()


@dataclass
class Time:
    """The test's clock, and a keeper that lives by it."""

    hall: ChatHall
    passed_s: float = 0.0
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.hall.house, (AtOnce(), AtOnce()), lambda: self.passed_s)

    def spend(self, seconds: float) -> None:
        self.passed_s += seconds
        self.hall.desk.clock.pass_by(seconds=seconds)

    def live(self, seconds: float, step_s: float) -> None:
        """Let the keeper look again and again for so long."""
        end = self.passed_s + seconds
        while self.passed_s < end:
            self.keeper.look()
            self.spend(step_s)

    def watch(self, fake: FakeTelegram | FakeLine, takes_s: float = 0.0) -> None:
        """Note by our clock when calls come and messages arrive; each call takes a while."""
        usual = fake.answer

        def answer(request: Request) -> Answer:
            before = len(fake.sent)
            said = usual(request)
            self.spend(takes_s)
            for sent in fake.sent[before:]:
                self.arrivals.append((self.passed_s, getattr(sent, "chat", "") or "line"))
            return said

        handle = fake.handle

        def note(request: Request) -> Answer:
            self.calls.append(self.passed_s)
            return handle(request)

        fake.answer, fake.handle = answer, note  # type: ignore[method-assign]

    def gaps(self) -> list[float]:
        """How long each chat had between two messages."""
        chats = {chat for _, chat in self.arrivals}
        times = [[at for at, c in self.arrivals if c == chat] for chat in chats]
        return [b - a for mine in times for a, b in pairwise(mine)]


@pytest.fixture
def time(hall: ChatHall) -> Time:
    return Time(hall)


def put_many(hall: ChatHall, platform: Platform = Platform.TELEGRAM) -> None:
    """Put messages for several chats, several for each."""
    at = hall.desk.clock.at
    with hall.desk.database.writing() as session:
        for number in range(ROUNDS * CHATS):
            key = str(100 + number % CHATS)
            chat = Chat(platform, key if platform is Platform.TELEGRAM else f"user:U{key}")
            body = {"messages": [{"text": f"{number // CHATS}", "choices": [], "push": "needed"}]}
            new = NewMessage(chat, f"m{number}", body, at, may_push=True)
            outbox.put(session, new, at)


def states(hall: ChatHall) -> set[OutboxState]:
    return {row.state for row in hall.desk.all(OutboxMessage)}


def test_a_storm_of_429_is_sat_out_and_every_message_arrives_once(time: Time) -> None:
    hall = time.hall
    put_many(hall)
    time.watch(hall.telegram)
    hall.telegram.next_answers.extend([SLOWER] * 5)
    time.live(70, 0.5)
    assert states(hall) == {OutboxState.SENT}
    assert len(time.arrivals) == CHATS * ROUNDS
    for user in range(100, 100 + CHATS):
        assert hall.heard(user) == ["0", "1", "2"]
    refused = time.calls[:5]
    assert all(b - a >= 7 for a, b in pairwise(refused))
    assert all(gap >= CHAT_GAP_S for gap in time.gaps())


def test_a_slow_platform_hurries_nobody_and_loses_nothing(time: Time) -> None:
    hall = time.hall
    put_many(hall)
    time.watch(hall.telegram, takes_s=3.0)
    time.live(90, 0.5)
    assert states(hall) == {OutboxState.SENT}
    assert len(time.arrivals) == CHATS * ROUNDS
    assert all(gap >= CHAT_GAP_S for gap in time.gaps())


def away_until(time: Time, fake: FakeTelegram | FakeLine, until_s: float) -> None:
    usual = fake.handle

    def handle(request: Request) -> Answer:
        if time.passed_s < until_s:
            return Answer(503)
        return usual(request)

    fake.handle = handle  # type: ignore[method-assign]


def metric(hall: ChatHall, name: str) -> float:
    here = TestClient(hall.desk.app, client=("127.0.0.1", 1))
    lines = here.get("/metrics").text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


def test_platforms_that_are_away_for_ten_minutes_lose_nothing_and_are_seen(time: Time) -> None:
    hall = time.hall
    hall.enrol(MALI)
    put_many(hall)
    hall.photo(MALI, picture(1))
    away_until(time, hall.telegram, 600)
    away_until(time, hall.line, 600)
    time.watch(hall.telegram)
    time.live(300, 10)
    waiting = metric(hall, 'khanaen_chat_messages{state="waiting"}')
    events = metric(hall, 'khanaen_chat_events{state="waiting"}')
    assert (waiting, events) == (CHATS * ROUNDS, 1)
    assert metric(hall, 'khanaen_oldest_seconds{queue="chat_messages"}') > 0
    board = hall.desk.sign_in("auditor").get("/review/operations").text
    assert f"<dd>{CHATS * ROUNDS + 1}</dd>" in board
    assert hall.desk.all(Photo) == []
    time.live(330, 10)
    time.live(240, 1.5)
    assert states(hall) == {OutboxState.SENT}
    assert {event.state for event in hall.desk.all(InboxEvent)} == {InboxState.DONE}
    [photo] = hall.desk.all(Photo)
    assert photo.receipt in hall.heard(MALI)[-1]
    for user in range(100, 100 + CHATS):
        assert hall.heard(user) == ["0", "1", "2"]
    assert all(gap >= CHAT_GAP_S for gap in time.gaps())


def test_pushes_of_line_outlive_ten_minutes_and_go_out_once(time: Time) -> None:
    hall = time.hall
    put_many(hall, Platform.LINE)
    away_until(time, hall.line, 600)
    time.live(610, 10)
    time.live(240, 5)
    assert states(hall) == {OutboxState.SENT}
    assert len(hall.line.sent) == CHATS * ROUNDS
    assert all(sent.is_push for sent in hall.line.sent)


def test_what_is_given_up_in_the_end_is_shown_to_operators(time: Time) -> None:
    hall = time.hall
    at = hall.desk.clock.at
    chat, body = Chat(Platform.TELEGRAM, "100"), {"messages": [{"text": "x", "choices": []}]}
    with hall.desk.database.writing() as session:
        outbox.put(session, NewMessage(chat, "m", body, at, may_push=True), at)
    away_until(time, hall.telegram, 1e9)
    time.live(95 * 42, 95)
    assert states(hall) == {OutboxState.DEAD}
    assert metric(hall, 'khanaen_chat_messages{state="dead"}') == 1
    board = hall.desk.sign_in("auditor").get("/review/operations").text
    assert 'class="heed"' in board

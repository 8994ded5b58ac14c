"""Keeps chats going: looks what is due and has it done, many chats at once, each in order."""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from bot.chat.feeding import Feeder
from bot.chat.following import Herald
from bot.chat.house import ChatHouse
from bot.chat.menus import Usher
from bot.chat.pace import usual_pace
from bot.chat.sending import Due, Sender
from bot.chat.walking import Walker
from models.store import conversations, inbox

_log = logging.getLogger(__name__)

_WALKERS: Final = 12
_SENDERS: Final = 8
_FEED_EVERY_S: Final = 30.0
_LATELY_EVERY_S: Final = 1.0
_NEWS_EVERY_S: Final = 0.2
"""A whole second here was a tenth of the way from the last page to its read-back."""
_HERALD_EVERY_S: Final = 15.0
_MENUS_EVERY_S: Final = 3.0
_FORGET_EVERY_S: Final = 600.0
_FORGET_AFTER: Final = timedelta(hours=23)
"""What the public asks reveals opinion: after a day at most it belongs to nobody."""


class Crew:
    """Threads that never work on the same thing twice at once."""

    def __init__(self, size: int) -> None:
        """Take how many work at once."""
        self._pool = ThreadPoolExecutor(size)
        self._busy: set[Hashable] = set()
        self._lock = threading.Lock()

    def is_busy(self, key: Hashable) -> bool:
        """Tell whether somebody is at it."""
        with self._lock:
            return key in self._busy

    def begin(self, key: Hashable, work: Callable[[], object]) -> None:
        """Have something done, unless somebody is at it already."""
        with self._lock:
            if key in self._busy:
                return
            self._busy.add(key)
        self._pool.submit(work).add_done_callback(lambda done: self._end(key, done))

    def leave(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown()

    def _end(self, key: Hashable, done: "Future[object]") -> None:
        with self._lock:
            self._busy.discard(key)
        if done.exception() is not None:
            _log.error("work on a chat failed", exc_info=done.exception())


class Keeper:
    """The chat process's one round, again and again."""

    def __init__(
        self,
        house: ChatHouse,
        crews: tuple[Crew, Crew] | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what it works with, and settle what another process left half-way.

        `crews` walk and send; `now_s` is a clock that only goes forward.
        """
        self._house, self._now_s = house, now_s
        self._walker, self._sender, self._feeder = Walker(house), Sender(house), Feeder(house)
        self._walkers, self._senders = crews or (Crew(_WALKERS), Crew(_SENDERS))
        self._paces = {account: usual_pace(account.platform) for account in house.accounts}
        self._herald, self._usher = Herald(house), Usher(house)
        self._due_s: dict[str, float] = {}
        self._sender.settle()

    def look(self) -> None:
        """Begin what is due."""
        now_s = self._now_s()
        self._now_and_then("feed", _FEED_EVERY_S, self._feeder.feed)
        self._now_and_then("lately", _LATELY_EVERY_S, self._feeder.feed_lately)
        self._now_and_then("news", _NEWS_EVERY_S, self._feeder.feed_new)
        self._now_and_then("herald", _HERALD_EVERY_S, self._herald.bring)
        self._now_and_then(
            "menus", _MENUS_EVERY_S, lambda: self._senders.begin("menus", self._usher.tend)
        )
        self._now_and_then("forget", _FORGET_EVERY_S, self.forget)
        with self._house.database.reading() as session:
            chats = inbox.waiting_chats(session, self._house.now())
        for chat in chats:
            if chat.account in self._house.accounts:
                self._walkers.begin(chat, lambda chat=chat: self._walker.walk(chat))  # type: ignore[misc]
        for due in self._sender.due():
            self._begin(due, now_s)

    def _now_and_then(self, name: str, every_s: float, work: Callable[[], object]) -> None:
        now_s = self._now_s()
        if now_s >= self._due_s.get(name, 0.0):
            self._due_s[name] = now_s + every_s
            work()

    def leave(self) -> None:
        """Finish what was begun."""
        self._walkers.leave()
        self._senders.leave()

    def _begin(self, due: Due, now_s: float) -> None:
        pace = self._paces[due.chat.account]
        if not self._senders.is_busy(due.chat) and pace.take(due.chat.key, now_s):
            self._senders.begin(due.chat, lambda: self._send(due))

    def _send(self, due: Due) -> None:
        pause_s = self._sender.send(due)
        pace = self._paces[due.chat.account]
        pace.sent(due.chat.key, self._now_s())
        if pause_s:
            pace.pause(self._now_s() + pause_s)

    def forget(self) -> None:
        """Forget the public's chats of yesterday: what somebody asks tells what they think."""
        before = self._house.now() - _FORGET_AFTER
        with self._house.database.writing() as session:
            inbox.forget_strangers(session, before)
            conversations.forget_strangers(session, before)

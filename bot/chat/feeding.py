"""Notices become events of the conversations that they concern, once each and in order."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.chat.house import ChatHouse
from models.store import conversations, inbox, notices
from models.store.conversations import ToTell
from models.store.inbox import NewEvent

_LOOK_BACK: Final = timedelta(hours=2)
"""How long a notice may wait for a chat process that is not running."""

_LATELY: Final = timedelta(minutes=1)
"""Longer than any transaction waits for the lock."""

_JUST_NOW: Final = timedelta(seconds=30)


class Feeder:
    """Feeds notices; the inbox's unique key makes each come once."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house
        self._fed: frozenset[tuple[int, int]] = frozenset()
        self._newest = 0

    def feed(self) -> int:
        """Feed the notices of hours that were not fed before; return how many.

        Of somebody who comes back after blocking us these are all that they missed.
        """
        at = self._house.now()
        with self._house.database.reading() as session:
            told = conversations.to_tell(session, at - _LOOK_BACK)
        fed = self._bring(told, at)
        self._fed = _keys(told)
        return fed

    def feed_lately(self) -> int:
        """Feed those of the last minute; return how many.

        In two hours of a night lie a hundred thousand: too many to look through each second.
        """
        at = self._house.now()
        with self._house.database.reading() as session:
            told = conversations.to_tell(session, at - _LATELY)
        return self._bring_more(told, at)

    def feed_new(self) -> int:
        """Feed what was written just now, looking no further where nothing was; return how many.

        What it misses, since a transaction ended later than one with a higher number,
        `feed_lately` finds.
        """
        at = self._house.now()
        with self._house.database.reading() as session:
            newest = notices.last_id(session)
            if newest == self._newest:
                return 0
            told = conversations.to_tell(session, at - _JUST_NOW)
        self._newest = newest
        return self._bring_more(told, at)

    def _bring_more(self, told: Sequence[ToTell], at: datetime) -> int:
        fed = self._bring(told, at)
        self._fed |= _keys(told)
        return fed

    def _bring(self, told: Sequence[ToTell], at: datetime) -> int:
        fresh = [t for t in told if (t.conversation_id, t.notice_id) not in self._fed]
        events = [
            NewEvent(
                t.chat.platform,
                f"notice:{t.notice_id}:{t.conversation_id}",
                t.chat.key,
                {"khanaen_notice": t.notice_id},
                t.chat.bot,
            )
            for t in fresh
            if t.chat.account in self._house.accounts
        ]
        if events:
            with self._house.database.writing() as session:
                inbox.keep(session, events, at)
        return len(events)


def _keys(told: Sequence[ToTell]) -> frozenset[tuple[int, int]]:
    return frozenset((t.conversation_id, t.notice_id) for t in told)

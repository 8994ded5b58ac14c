"""Notices become events of the conversations that they concern, once each and in order."""

from datetime import timedelta
from typing import Final

from bot.chat.house import ChatHouse
from models.store import conversations, inbox
from models.store.inbox import NewEvent

_LOOK_BACK: Final = timedelta(hours=2)
"""How long a notice may wait for a chat process that is not running."""


class Feeder:
    """Feeds notices; the inbox's unique key makes each come once."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house
        self._fed: frozenset[tuple[int, int]] = frozenset()

    def feed(self) -> int:
        """Feed the notices that were not fed before; return how many."""
        at = self._house.now()
        with self._house.database.reading() as session:
            told = conversations.to_tell(session, at - _LOOK_BACK)
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
        self._fed = frozenset((t.conversation_id, t.notice_id) for t in told)
        return len(events)

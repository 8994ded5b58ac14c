"""Constituencies that are followed: changed figures become events of the chats that follow."""

from datetime import timedelta
from typing import Final

from bot.chat.house import ChatHouse
from models.store import inbox, subscriptions
from models.store.inbox import NewEvent
from results.questions import mark_of

AT_MOST_EVERY: Final = timedelta(minutes=5)
_AT_ONCE: Final = 500
"""Followers in one look, so that no transaction is long; the pace of sending is the outbox's."""


class Herald:
    """Brings news of a new snapshot to who asked for them, each at most once in five minutes."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house

    def bring(self) -> int:
        """Bring the news that are due; return how many."""
        board = self._house.snapshots.newest()
        if board is None:
            return 0
        at = self._house.now()
        with self._house.database.reading() as session:
            due = subscriptions.to_tell(session, at - AT_MOST_EVERY, _AT_ONCE)
        marks = {f.constituency: mark_of(board, f.constituency) for f in due}
        fresh = [f for f in due if marks[f.constituency] != f.told_mark]
        if fresh:
            with self._house.database.writing() as session:
                for follower in fresh:
                    mark = marks[follower.constituency]
                    subscriptions.note_told(session, follower.subscription_id, mark, at)
                    event = NewEvent(
                        follower.chat.platform,
                        f"news:{follower.subscription_id}:{mark[:32]}",
                        follower.chat.key,
                        {"khanaen_news": follower.constituency},
                        follower.chat.bot,
                    )
                    inbox.keep(session, [event], at)
        return len(fresh)

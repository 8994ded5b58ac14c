"""Messages leave the outbox: each is marked before and after, so that a crash can be told."""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.accounts import Account, Parcel
from bot.chat.gallery import Gallery
from bot.chat.house import ChatHouse
from bot.chat.quota import Reserve
from bot.conversation.replies import Outgoing, Push, messages_of
from bot.errors import Rejected, TokenSpent, TryLater, Unreachable, Unsure
from models.store import conversations, outbox
from models.store.inbox import Chat, chat_of
from models.store.rows import saved
from models.tables.chat import OutboxMessage
from models.values.chat import OutboxState, Platform

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS: Final = 40
"""At a minute each in the end: a platform may be down for half an hour."""
_LONGEST_WAIT_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Due:
    """A message to send now, free of its session."""

    id: int
    chat: Chat
    parcel: Parcel
    reply_until: datetime | None
    may_push: bool
    attempts: int


class Sender:
    """Hands messages to their platforms and notes what became of each."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house
        self._gallery, self._reserve = Gallery(house), Reserve(house.quota_reserve)

    def due(self) -> Sequence[Due]:
        """Return the messages to send now, at most one a chat.

        Each account by itself: the queue of one that rests holds up no other.
        """
        at = self._house.now()
        with self._house.database.reading() as session:
            queues = [outbox.due(session, account, at) for account in self._house.accounts]
            return [_due(row) for rows in queues for row in rows]

    def settle(self) -> None:
        """Decide about messages that a process which ended left half-way.

        A push to LINE carries its retry key and is simply sent again. Of anything else nobody
        knows whether it arrived: it is laid aside for an operator.
        """
        at = self._house.now()
        with self._house.database.writing() as session:
            for row in outbox.left_sending(session):
                if row.platform is Platform.LINE and row.reply_token is None:
                    outbox.put_off(session, saved(row.id), "interrupted", at)
                else:
                    outbox.end(session, saved(row.id), OutboxState.DEAD, at, "unsure: interrupted")

    def send(self, due: Due) -> float:
        """Send a message; return for how many seconds the platform wants to be left alone."""
        taken = self._begin(due)
        if taken is None:
            return 0.0
        account = self._house.accounts[due.chat.account]
        messages = [self._with_image(account, m) for m in taken.messages]
        parcel = replace(taken, messages=messages)
        try:
            account.send(parcel)
        except TryLater as later:
            return self._put_off(due, later)
        except TokenSpent as spent:
            self._without_token(due, str(spent))
        except Unreachable as gone:
            self._mark_blocked(due, str(gone))
        except (Rejected, Unsure) as error:
            unsure = "unsure: " if isinstance(error, Unsure) else ""
            self._end(due, OutboxState.DEAD, f"{unsure}{error}")
        except Exception as error:  # noqa: BLE001 - whatever one message does, the others go out
            _log.exception("message %s failed", due.id)
            self._end(due, OutboxState.DEAD, f"unsure: {type(error).__name__}")
        else:
            self._end(due, OutboxState.SENT, None)
        return 0.0

    def _begin(self, due: Due) -> Parcel | None:
        """Mark the message as under way and return what it says now; None: not to be sent.

        It may have been replaced since it was found due: what was read then would be said, and the
        newer words never. A push is returned without a token.
        """
        at = self._house.now()
        is_answer = due.reply_until is not None and at < due.reply_until
        is_worth = is_answer or self._is_worth_a_push(due, at)
        with self._house.database.writing() as session:
            if not outbox.begin(session, due.id, keeps_token=is_answer):
                return None
            if is_answer or (due.may_push and is_worth):
                return _due(outbox.get(session, due.id)).parcel
            reason = "kept for what is needed" if due.may_push else "no token left"
            outbox.end(session, due.id, OutboxState.DROPPED, at, reason)
            return None

    def _is_worth_a_push(self, due: Due, at: datetime) -> bool:
        if not due.may_push:
            return False
        pushes = {m.push for m in due.parcel.messages}
        most = next((p for p in (Push.NEEDED, Push.USEFUL) if p in pushes), Push.NEVER)
        return self._reserve.allows(self._house.accounts[due.chat.account], most, at)

    def _with_image(self, account: Account, message: Outgoing) -> Outgoing:
        if message.picture is None:
            return message
        if not account.shows_picture(message, has_links=self._gallery.has_links):
            return message
        return replace(message, image=self._gallery.image(message.picture))

    def _put_off(self, due: Due, later: TryLater) -> float:
        wait_s = later.after_s
        if wait_s is None:
            # Spread, so that everybody does not come back at once.
            spread = 0.5 + random.random()  # noqa: S311 - no secret
            wait_s = min(2.0 ** min(due.attempts, 10), _LONGEST_WAIT_S) * spread
        at = self._house.now()
        with self._house.database.writing() as session:
            if due.attempts + 1 >= _MOST_ATTEMPTS:
                outbox.end(session, due.id, OutboxState.DEAD, at, str(later)[:80])
            else:
                outbox.put_off(session, due.id, str(later)[:80], at + timedelta(seconds=wait_s))
        return later.after_s or 0.0

    def _without_token(self, due: Due, reason: str) -> None:
        """Push what could not be said by its token, where that is allowed."""
        at = self._house.now()
        with self._house.database.writing() as session:
            outbox.give_up_token(session, due.id)
            if due.may_push:
                outbox.put_off(session, due.id, reason[:80], at)
            else:
                outbox.end(session, due.id, OutboxState.DROPPED, at, reason[:80])

    def _mark_blocked(self, due: Due, reason: str) -> None:
        at = self._house.now()
        with self._house.database.writing() as session:
            outbox.end(session, due.id, OutboxState.DROPPED, at, reason[:80])
            outbox.drop_waiting(session, due.chat, "blocked", at)
            found = conversations.find(session, due.chat)
            if found is not None:
                found.is_blocked = True

    def _end(self, due: Due, state: OutboxState, failure: str | None) -> None:
        with self._house.database.writing() as session:
            kept = failure[:80] if failure else None
            outbox.end(session, due.id, state, self._house.now(), kept)


def _due(row: OutboxMessage) -> Due:
    parcel = Parcel(row.chat_key, messages_of(row.body), row.retry_key, row.reply_token)
    return Due(
        id=saved(row.id),
        chat=chat_of(row),
        parcel=parcel,
        reply_until=row.reply_until,
        may_push=row.may_push,
        attempts=row.attempts,
    )

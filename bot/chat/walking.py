"""Events become conversation: one after the other in each chat, each in one transaction."""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from bot.accounts import Account, Heard, Media
from bot.chat.effects import Hands, merge_key, perform, take
from bot.chat.fetching import Fetched, fetch
from bot.chat.house import ChatHouse
from bot.chat.reports import published_lines
from bot.chat.units import desk_facts
from bot.conversation.choosing import unit_concerned
from bot.conversation.effects import ReceiveHeld
from bot.conversation.events import (
    Album,
    Blocked,
    Event,
    InGroup,
    News,
    Said,
    Tapped,
    Told,
    TooMuch,
    Unknown,
)
from bot.conversation.facts import Depth, Facts, UnitFacts
from bot.conversation.replies import Reply
from bot.conversation.state import State
from bot.conversation.step import looked_at, step
from bot.errors import TryLater
from bot.progress import progress_of
from bot.unit_facts import (
    is_before_close,
    name_facts,
    standing_facts,
    standing_of,
    unit_facts,
)
from models.errors import StaleEdit
from models.store import conversations, inbox, outbox, subscriptions
from models.store.cases import place_of
from models.store.inbox import NOBODY, Chat
from models.store.outbox import NewMessage
from models.store.rows import saved
from models.tables.chat import Conversation
from models.tables.sheets import Notice
from models.values.notices import NoticeKind
from results.errors import ResultsError
from results.questions import Board

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS: Final = 9
"""The last one more than ten minutes after the first: so long a platform may be down."""
MOST_A_MINUTE: Final = 20
"""Events of somebody who is not enrolled; whoever holds a unit's six pages stays below."""
_WINDOW: Final = timedelta(minutes=1)
_FIRST_WAIT_S: Final = 3.0
_ALBUM_WAIT: Final = timedelta(seconds=3)
_ALBUM_LATEST: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class _Row:
    """An event in hand, free of its session."""

    id: int
    chat: Chat
    body: dict[str, Any]
    received_at: datetime
    attempts: int


class Walker:
    """Works on the events of chats; one walker may serve many chats, each chat one at a time."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house

    def walk(self, chat: Chat) -> None:
        """Work on a chat's events until none is due."""
        while (row := self._next(chat)) is not None:
            self._work(row)

    def _next(self, chat: Chat) -> _Row | None:
        with self._house.database.reading() as session:
            row = inbox.next_of(session, chat, self._house.now())
            if row is None:
                return None
            return _Row(saved(row.id), chat, dict(row.body), row.received_at, row.attempts)

    def _work(self, row: _Row) -> None:
        try:
            self._live(row)
        except TryLater as later:
            self._try_again(row, str(later), later.after_s)
        except StaleEdit:
            self._try_again(row, "StaleEdit", 0.0)
        except Exception as error:  # noqa: BLE001 - whatever one event does, the others go on
            _log.exception("event %s failed", row.id)
            self._try_again(row, type(error).__name__, None)

    def _try_again(self, row: _Row, failure: str, after_s: float | None) -> None:
        wait = _FIRST_WAIT_S * 2**row.attempts if after_s is None else after_s
        with self._house.database.writing() as session:
            if row.attempts + 1 >= _MOST_ATTEMPTS:
                inbox.give_up(session, row.id, failure[:80])
            else:
                later = self._house.now() + timedelta(seconds=wait)
                inbox.put_off(session, row.id, failure[:80], later)

    def _live(self, row: _Row) -> None:
        account = self._house.accounts[row.chat.account]
        heard = self._heard(account, row)
        if heard.tap_id:
            account.acknowledge(heard.tap_id)
        what = self._within_limits(row, heard.what)
        brought: Fetched | Event
        if isinstance(what, Media):
            is_last = row.attempts + 1 >= _MOST_ATTEMPTS
            brought = fetch(self._house, row.chat, what, is_last=is_last)
        else:
            brought = what
        board = self._board() if isinstance(what, Said | Tapped | News) else None
        with self._house.database.writing() as session:
            self._step(session, row, heard, (brought, board))
            keeps = isinstance(what, Media | Unknown | Told)
            is_understood = not isinstance(what, Unknown)
            if not inbox.finish(session, row.id, keeps_body=keeps, is_understood=is_understood):
                raise StaleEdit(f"event {row.id}")

    def _within_limits(self, row: _Row, what: Event | Media) -> Event | Media:
        """Return what was heard, or that a stranger writes too much; committees never do."""
        if isinstance(what, Blocked | InGroup | Unknown | Told | News):
            return what
        with self._house.database.reading() as session:
            found = conversations.find(session, row.chat)
            if found is not None and standing_of(session, found.person_id) is not None:
                return what
            lately = inbox.count_lately(session, row.id, _WINDOW)
        return what if lately <= MOST_A_MINUTE else TooMuch(lately == MOST_A_MINUTE + 1)

    def _heard(self, account: Account, row: _Row) -> Heard:
        notice_id, followed = row.body.get("khanaen_notice"), row.body.get("khanaen_news")
        if row.chat.key == NOBODY:
            return Heard(Unknown())
        if isinstance(followed, str):
            return Heard(News(followed))
        if not isinstance(notice_id, int):
            return account.hear(row.body)
        with self._house.database.reading() as session:
            notice = session.get_one(Notice, notice_id)
            kind = NoticeKind(notice.kind)
            about = (notice.sheet_id, notice.photo_id, notice.unit_id)
            return Heard(Told(kind, dict(notice.params), *about))

    def _board(self) -> Board | None:
        """Read what is published before the lock is taken; a damaged place is as good as none."""
        try:
            return self._house.snapshots.newest()
        except (ResultsError, OSError, ValueError, KeyError):
            _log.exception("the published files cannot be read")
            return None

    def _step(
        self,
        session: Session,
        row: _Row,
        heard: Heard,
        given: tuple[Fetched | Event, Board | None],
    ) -> None:
        at = self._house.now()
        brought, board = given
        conversation = conversations.conversation_of(session, row.chat, at)
        if not isinstance(brought, Told | News):
            # Any word of theirs clears it; what we have to tell does not.
            conversation.is_blocked = isinstance(brought, Blocked)
        state = State.from_data(conversation.state)
        hands = Hands(self._house, session, conversation, state.language, at, board)
        if isinstance(brought, Fetched):
            brought = take(hands, brought.data, brought.media, brought.unit_id)
        state, replies = self._turns(hands, state, brought, heard.display_name)
        conversation.state = state.to_data()
        session.flush()
        self._put(session, row, heard, conversation, replies)

    def _turns(
        self, hands: Hands, state: State, event: Event, display_name: str
    ) -> tuple[State, Sequence[Reply]]:
        """Step until nothing follows from what was done."""
        waiting: deque[Event] = deque([event])
        replies: list[Reply] = []
        while waiting:
            event = waiting.popleft()
            facts = self._facts(hands, state, event, display_name)
            outcome = step(state, event, facts)
            state = outcome.state
            replies += outcome.replies
            held = [e for e in outcome.effects if isinstance(e, ReceiveHeld)]
            album = Album(f"held {hands.at.isoformat()}", len(held)) if held else None
            done = (perform(hands, effect, album) for effect in outcome.effects)
            waiting.extend(e for e in done if e is not None)
        return state, replies

    def _facts(self, hands: Hands, state: State, event: Event, display_name: str) -> Facts:
        session, language = hands.session, state.language
        standing = standing_of(session, hands.conversation.person_id)
        unit, desk = None, None
        if standing is not None:
            unit_id = standing.unit_id or unit_concerned(state, event)
            if unit_id:
                unit = _unit(hands, unit_id, state, looked_at(event))
            if standing.is_desk:
                is_before = is_before_close(session, hands.at)
                desk = desk_facts(session, standing.person, language, is_before=is_before)
        followed = tuple(subscriptions.followed(session, saved(hands.conversation.id)))
        account, house = hands.chat.account, self._house
        return Facts(
            platform=account.platform,
            board_url=house.board_url,
            display_name=display_name,
            unit=unit,
            desk=desk,
            followed=followed,
            published=published_lines(session, state.reporting, language),
            audience=house.audience(account),
            other_bot=house.other_address(account),
        )

    def _put(
        self,
        session: Session,
        row: _Row,
        heard: Heard,
        conversation: Conversation,
        replies: Sequence[Reply],
    ) -> None:
        account, at = self._house.accounts[row.chat.account], self._house.now()
        reply = None
        if heard.reply_token and account.reply_s:
            until = row.received_at + timedelta(seconds=account.reply_s)
            reply = outbox.Reply(heard.reply_token, until)
        may_push = account.pushes_freely or conversation.person_id is not None
        for key, merge, together in _parcels(row, conversation, replies, account.most_together):
            body = {"messages": [r.to_data() for r in together]}
            is_waiting = merge and not together[0].is_whole
            due = at + _ALBUM_WAIT if is_waiting else at
            new = NewMessage(row.chat, key, body, due, reply, may_push)
            if not merge:
                outbox.put(session, new, at)
            elif not outbox.put_or_replace(session, new, at + _ALBUM_LATEST, at):
                late = NewMessage(row.chat, f"{key}:{row.id}", body, at, reply, may_push)
                outbox.put(session, late, at)
            reply = None  # a token is good once


def _unit(hands: Hands, unit_id: int, state: State, depth: Depth) -> UnitFacts:
    """Return as much of a unit as a step looks at."""
    session, language, at = hands.session, state.language, hands.at
    if depth is Depth.NUMBERS:
        return unit_facts(session, unit_id, language, at, state.shown[0])
    place = place_of(session, unit_id)
    if depth is Depth.NAME:
        return name_facts(session, place, language, at)
    return standing_facts(session, place, progress_of(session, place.unit), language, at)


def _parcels(
    row: _Row, conversation: Conversation, replies: Sequence[Reply], most: int
) -> list[tuple[str, bool, list[Reply]]]:
    """Return what goes out together: key, whether it replaces what waits, and the replies."""
    # Of several versions of one merged message only the last is worth saying.
    newest = {r.merge: r for r in replies if r.merge is not None}
    plain = [r for r in replies if r.merge is None]
    starts = range(0, len(plain), most)
    parcels = [(f"event:{row.id}:{n}", False, plain[n : n + most]) for n in starts]
    return parcels + [(merge_key(conversation, m), True, [r]) for m, r in newest.items()]

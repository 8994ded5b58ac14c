"""Effects of a conversation on the record; what each came to goes back as an event."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from bot import acts, objections, outcomes
from bot.accounts import Media
from bot.chat.house import ChatHouse
from bot.chat.public import Answering
from bot.chat.reports import find_numbers, report
from bot.chat.units import find_units
from bot.conversation.effects import (
    AskPublic,
    Bind,
    ChooseUnit,
    Effect,
    FindNumbers,
    FindUnits,
    GiveAnswer,
    HoldAgain,
    KeepEvidence,
    MarkBlocked,
    NoteUnsent,
    OpenCode,
    PassOn,
    ReceiveHeld,
    Report,
    Subscribe,
    Withdraw,
)
from bot.conversation.events import (
    Album,
    Bound,
    CodeRefused,
    Event,
    PhotoHeld,
    PhotoKept,
    PhotoLost,
    PublicAnswer,
    Subscribed,
    TooLate,
    Trouble,
    UnitChosen,
)
from bot.unit_facts import standing_of
from intake.errors import Refused
from models.errors import NotFound
from models.store import chat_photos, notices, outbox, photos, subscriptions
from models.store.inbox import Chat, chat_of
from models.store.rows import saved
from models.tables.chat import Conversation
from models.tables.photos import Channel, Photo
from models.values.chat import Platform
from pages.languages import Language
from pages.lockouts import TRIES, Guard
from pages.wiring import fingerprint
from results.questions import Board, mark_of

_CHANNELS: Final = {Platform.LINE: Channel.LINE, Platform.TELEGRAM: Channel.TELEGRAM}
_SMALL_SIDE: Final = 1600
"""Longest side in pixels; Telegram's photos have 1,280, a page wants about 1,650 across."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What effects work with: one transaction, one conversation."""

    house: ChatHouse
    session: Session
    conversation: Conversation
    language: Language
    at: datetime
    board: Board | None = None
    """The newest snapshot, read before the transaction began."""

    @property
    def chat(self) -> Chat:
        """The chat as its platform names it."""
        return chat_of(self.conversation)

    @property
    def acting(self) -> acts.Acting:
        """The person of the conversation; nobody's id for a stranger, who may do nothing."""
        return acts.Acting(self.session, self.conversation.person_id or 0, self.at)


def perform(hands: Hands, effect: Effect, album: Album | None = None) -> Event | None:
    """Do what the conversation wants, and return what it came to."""
    if isinstance(effect, ReceiveHeld):
        return _take_held(hands, effect, album)
    return _EFFECTS[type(effect)](hands, effect)


def _take_held(hands: Hands, effect: ReceiveHeld, album: Album | None) -> Event:
    standing = standing_of(hands.session, hands.conversation.person_id)
    unit_id = standing.unit_id if standing and standing.unit_id else effect.unit_id
    data = hands.house.door.store.read(effect.sha256)
    together = Album(effect.album) if effect.album else album
    return take(
        hands, data, Media(effect.sha256, effect.name, together, effect.message_id), unit_id
    )


def take(hands: Hands, data: bytes, media: Media, unit_id: int) -> Event:
    """Note a picture for a unit that the person sends for; its bytes are in the store already."""
    channel = _CHANNELS[hands.conversation.platform]
    brought = acts.Brought(unit_id, channel, data, media.name)
    try:
        receipt = acts.bring(hands.acting, hands.house.door, brought)
    except NotFound:
        return PhotoLost(Trouble.GONE)
    except Refused:
        return PhotoLost(Trouble.EMPTY)
    photo = hands.session.get_one(Photo, receipt.photo_id)
    if media.message_id:
        conversation_id = saved(hands.conversation.id)
        chat_photos.note(hands.session, conversation_id, media.message_id, receipt.photo_id)
    sides = [side for side in (photo.width, photo.height) if side is not None]
    return PhotoKept(
        receipt=receipt.number,
        is_known=receipt.is_known,
        is_small=bool(sides) and max(sides) < _SMALL_SIDE,
        refusal=receipt.refusal,
        album=media.album,
        unit_id=unit_id,
    )


def _guard(hands: Hands, action: str, tries: int) -> Guard:
    """Return what counts how often this chat does something; it names nobody."""
    chat = f"{hands.chat.account.path}:{hands.chat.key}"
    return Guard(action, ((fingerprint(hands.house.secret, "chat", chat), tries),))


def _report(hands: Hands, effect: Report) -> Event:
    guard = _guard(hands, objections.ACTION, objections.EACH)
    return report(hands.session, guard, effect, hands.language, hands.at)


def _doorstep(hands: Hands) -> outcomes.Doorstep:
    guard = _guard(hands, "code refused", TRIES)
    return outcomes.Doorstep(hands.session, guard, hands.house.secret, hands.language, hands.at)


def _bind(hands: Hands, effect: Bind) -> Event:
    bound = outcomes.bind(_doorstep(hands), effect)
    if isinstance(bound, CodeRefused):
        return bound
    hands.conversation.person_id = bound.id
    hands.conversation.notices_told = notices.last_id(hands.session)
    hands.session.flush()
    return Bound()


def _find_units(hands: Hands, effect: FindUnits) -> Event:
    standing = standing_of(hands.session, hands.conversation.person_id)
    if standing is None or not standing.is_desk:
        return TooLate()
    return find_units(hands.session, standing.person, effect, hands.language)


def _choose_unit(hands: Hands, effect: ChooseUnit) -> Event:
    acting = hands.acting
    is_theirs = photos.may_send(acting.session, acting.person_id, effect.unit_id)
    return UnitChosen(effect.unit_id) if is_theirs else TooLate()


def _hold_again(hands: Hands, effect: HoldAgain) -> Event:
    try:
        photo, _ = acts.own_photo(hands.acting, effect.photo_id)
    except NotFound:
        return TooLate()
    return PhotoHeld(photo.sha256, photo.original_name)


def _ask_public(hands: Hands, effect: AskPublic) -> Event:
    if hands.board is None:
        return PublicAnswer()
    house = hands.house
    asked = Answering(house.snapshots, hands.board, hands.language, house.board_url)
    return asked.answer(effect.question)


def _subscribe(hands: Hands, effect: Subscribe) -> Event:
    conversation_id, code = saved(hands.conversation.id), effect.constituency
    if effect.is_following:
        mark = mark_of(hands.board, code)
        subscriptions.follow(hands.session, conversation_id, code, mark, hands.at)
    else:
        subscriptions.unfollow(hands.session, conversation_id, code)
    return Subscribed(code, effect.is_following)


def _note_unsent(hands: Hands, effect: NoteUnsent) -> None:
    conversation_id = saved(hands.conversation.id)
    chat_photos.note_unsent(hands.session, conversation_id, effect.message_id, hands.at)


def _withdraw(hands: Hands, effect: Withdraw) -> None:
    outbox.withdraw(hands.session, merge_key(hands.conversation, effect.merge))


def _mark_blocked(hands: Hands, _effect: MarkBlocked) -> None:
    hands.conversation.is_blocked = True
    outbox.drop_waiting(hands.session, hands.chat, "blocked", hands.at)


_EFFECTS: Final[dict[type, Callable[[Hands, Any], Event | None]]] = {
    OpenCode: lambda hands, effect: outcomes.open_code(_doorstep(hands), effect),
    Bind: _bind,
    GiveAnswer: lambda hands, effect: outcomes.answer(hands.acting, effect),
    PassOn: lambda hands, effect: outcomes.pass_on(hands.acting, hands.house.queue, effect),
    KeepEvidence: lambda hands, effect: outcomes.keep_evidence(hands.acting, effect),
    FindUnits: _find_units,
    ChooseUnit: _choose_unit,
    HoldAgain: _hold_again,
    Subscribe: _subscribe,
    NoteUnsent: _note_unsent,
    Withdraw: _withdraw,
    MarkBlocked: _mark_blocked,
    AskPublic: _ask_public,
    FindNumbers: lambda hands, effect: find_numbers(hands.session, effect, hands.language),
    Report: _report,
}


def merge_key(conversation: Conversation, merge: str) -> str:
    """Return the key of a merged message, of bounded length: an album's name is the platform's."""
    return f"merged:{conversation.id}:{hashlib.sha256(merge.encode()).hexdigest()[:32]}"

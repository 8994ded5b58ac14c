"""A picture that lies with its platform is fetched and kept, before anything else is decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.accounts import Media
from bot.chat.house import ChatHouse
from bot.conversation.events import Event, PhotoHeld, PhotoLost, Trouble
from bot.conversation.state import MOST_HELD, MOST_HELD_AT_DESK, State
from bot.errors import ContentGone, ContentTooLarge, TryLater
from bot.unit_facts import Standing, standing_of
from models.store import conversations, photos
from models.store.inbox import Chat
from models.store.rows import saved
from models.values.chat import Audience


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture that was fetched for a unit of the person."""

    data: bytes
    media: Media
    unit_id: int


def fetch(house: ChatHouse, chat: Chat, media: Media, *, is_last: bool) -> Fetched | Event:
    """Fetch a picture and keep it; the record's lock is not held meanwhile.

    Raises:
        TryLater: the platform did not give it this time, unless this is the last try.
    """
    if house.audience(chat.account) is Audience.PUBLIC:
        return PhotoLost(Trouble.OTHER_BOT)
    with house.database.reading() as session:
        found = conversations.find(session, chat)
        standing = standing_of(session, found.person_id) if found else None
        state = State.from_data(found.state) if found else State()
        unit_id = _unit_of_picture(standing, state, media)
        trouble = _too_much(session, standing, state, unit_id, house.now())
    if trouble is not None:
        return PhotoLost(trouble)
    data = _download(house, chat, media, is_last=is_last)
    if isinstance(data, PhotoLost):
        return data
    sha256 = house.door.store.write(data)
    if unit_id:
        return Fetched(data, media, unit_id)
    return PhotoHeld(sha256, media.name, media.album, media.message_id)


def _too_much(
    session: Session, standing: Standing | None, state: State, unit_id: int, at: datetime
) -> Trouble | None:
    """Return why no further picture is taken, before it is fetched."""
    most = MOST_HELD_AT_DESK if standing else MOST_HELD
    if not unit_id and len(state.held) >= most:
        return Trouble.TOO_MANY
    if standing and photos.is_flooding(session, saved(standing.person.id), unit_id, at):
        return Trouble.TOO_OFTEN
    return None


def _download(house: ChatHouse, chat: Chat, media: Media, *, is_last: bool) -> bytes | PhotoLost:
    try:
        data = house.accounts[chat.account].fetch(media)
    except ContentGone:
        return PhotoLost(Trouble.GONE)
    except ContentTooLarge:
        return PhotoLost(Trouble.TOO_LARGE)
    except TryLater:
        if not is_last:
            raise
        return PhotoLost(Trouble.GONE)
    return data or PhotoLost(Trouble.EMPTY)


def _unit_of_picture(standing: Standing | None, state: State, media: Media) -> int:
    """Return the unit that a picture is for; 0 where nobody knows yet."""
    if standing is None:
        return 0
    if standing.unit_id is not None:
        return standing.unit_id
    album = media.album.key if media.album else ""
    return state.round.home_of(album, is_waiting=bool(state.held))

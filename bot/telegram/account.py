"""A Telegram bot's account: python-telegram-bot sends and finds files, httpx streams them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.accounts import Heard, Media, Parcel
from bot.conversation.replies import Choice, Outgoing
from bot.errors import (
    ContentGone,
    ContentTooLarge,
    PlatformError,
    Rejected,
    TryLater,
    Unreachable,
    Unsure,
)
from bot.telegram.commands import MENU_NAMES, put_commands
from bot.telegram.html import html_of
from bot.telegram.loop import LoopThread
from bot.telegram.updates import MOST_BYTES, understand
from models.values.chat import Menu, Platform

# httpx writes addresses at INFO, and Telegram's hold the token; the SDK whole calls at DEBUG.
for _talker in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_talker).setLevel(logging.WARNING)

_WAIT_S: Final = 10.0
_FILE_WAIT_S: Final = 30.0
_NEVER_CONNECTED: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_SERVER_ERROR: Final = 500
_KEYS: Final = 5
_CAPTION: Final = 1024
"""Letters that go below a picture."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Token and addresses; tests and proxies use other addresses."""

    token: str
    api_base: str
    file_base: str


class TelegramAccount:
    """One bot."""

    platform = Platform.TELEGRAM
    most_together = 1
    reply_s = 0.0
    pushes_freely = True

    def __init__(self, settings: TelegramSettings) -> None:
        """Take the settings; nothing is asked of Telegram yet."""
        request = HTTPXRequest(
            connection_pool_size=16,
            read_timeout=_WAIT_S,
            connect_timeout=_WAIT_S,
            httpx_kwargs={"trust_env": False},
        )
        self._bot = Bot(settings.token, settings.api_base, settings.file_base, request=request)
        self._files = httpx.Client(timeout=_FILE_WAIT_S, trust_env=False, follow_redirects=False)
        self._loop = LoopThread()
        self._loop.run(request.initialize())
        self._request = request

    def hear(self, raw: dict[str, Any]) -> Heard:
        """Understand an update."""
        return understand(raw)

    def fetch(self, media: Media) -> bytes:
        """Find a file and stream it, never more than bots may have."""
        try:
            found = self._loop.run(self._bot.get_file(media.file_id))
        except BadRequest as error:
            if "too big" in str(error).lower():
                raise ContentTooLarge("getFile") from None
            raise ContentGone("getFile") from None
        except TelegramError as error:
            raise _lookup_failure(error) from None
        if found.file_path is None:
            raise ContentGone("no path")
        return self._download(found.file_path)

    def shows_picture(self, message: Outgoing, *, has_links: bool) -> bool:  # noqa: ARG002 - sent whole
        """Longer words go without: two calls could not be told apart after a crash."""
        return len(_worded(message)[0]) <= _CAPTION

    def acknowledge(self, tap_id: str) -> None:
        """Let the button stop turning; an old tap cannot be acknowledged any more."""
        try:
            self._loop.run(self._bot.answer_callback_query(tap_id))
        except TelegramError:
            return

    def send(self, parcel: Parcel) -> None:
        """Send the one message of a parcel."""
        for message in parcel.messages:
            try:
                self._loop.run(self._sending(int(parcel.chat_key), message))
            except TelegramError as error:
                raise _send_failure(error) from None

    def quota(self) -> None:
        """Telegram counts no messages."""

    def menus(self) -> Mapping[Menu, str]:
        """Return the commands of each menu by a name that changes with them."""
        return MENU_NAMES

    def show_menu(self, chat_key: str, name: str) -> None:
        """Set the commands of a chat, or take them back to those of everybody."""
        try:
            self._loop.run(put_commands(self._bot, int(chat_key), name))
        except TelegramError as error:
            raise _lookup_failure(error, Rejected) from None

    async def _sending(self, chat: int, message: Outgoing) -> None:
        """Send words, below their picture where they fit there: one call, said once."""
        keyboard = _keyboard(message.choices)
        text, mode = _worded(message)
        if message.image is None or len(text) > _CAPTION:
            await self._bot.send_message(chat, text, parse_mode=mode, reply_markup=keyboard)
            return
        await self._bot.send_photo(
            chat, message.image.data, caption=text, parse_mode=mode, reply_markup=keyboard
        )

    def close(self) -> None:
        """Close every connection."""
        self._loop.run(self._request.shutdown())
        self._loop.close()
        self._files.close()

    def _download(self, address: str) -> bytes:
        data = bytearray()
        try:
            with self._files.stream("GET", address) as answer:
                if answer.status_code >= _SERVER_ERROR:
                    raise TryLater(f"file {answer.status_code}")
                if answer.status_code != httpx.codes.OK:
                    raise ContentGone(f"file {answer.status_code}")
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > MOST_BYTES:
                        raise ContentTooLarge("file")
        except httpx.HTTPError as error:
            raise TryLater(f"file {type(error).__name__}") from None
        return bytes(data)


def _worded(message: Outgoing) -> tuple[str, ParseMode | None]:
    """Return the words as they are sent, and in which markup."""
    if message.card is None:
        return message.text, None
    *_, last = message.text.rsplit("\n", 1)
    return html_of(message.card, last if last.startswith("http") else ""), ParseMode.HTML


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    if not choices:
        return None
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        button = InlineKeyboardButton(choice.label, callback_data=choice.id)
        is_key = len(choice.label) == 1
        # The digits of a number pad stand five in a row; everything else has a row of its own.
        if is_key and rows and len(rows[-1]) < _KEYS and len(rows[-1][-1].text) == 1:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows)


def _lookup_failure(
    error: TelegramError, final: type[PlatformError] = ContentGone
) -> PlatformError:
    """What may be done twice without harm may be asked again, whatever happened."""
    if isinstance(error, RetryAfter):
        return _slower(error)
    is_refused = isinstance(error, BadRequest) or not isinstance(error, NetworkError)
    kind = final if is_refused else TryLater
    return kind(f"Telegram {type(error).__name__}")


def _send_failure(error: TelegramError) -> PlatformError:
    """Telegram knows no repeated message: it is sent again only where it surely did not arrive."""
    name = type(error).__name__
    if isinstance(error, RetryAfter):
        return _slower(error)
    if isinstance(error, Forbidden | ChatMigrated):
        return Unreachable(name)
    if isinstance(error, BadRequest):
        return Unreachable(name) if "chat not found" in str(error).lower() else Rejected(name)
    if isinstance(error, NetworkError):
        was_heard = isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.HTTPError)
        is_surely_not_sent = isinstance(error.__cause__, _NEVER_CONNECTED) or not was_heard
        return TryLater(name) if is_surely_not_sent else Unsure(name)
    return Rejected(name)


def _slower(error: RetryAfter) -> TryLater:
    # The public attribute warns that its type will change; both types are understood here.
    wait = error._retry_after  # noqa: SLF001
    return TryLater("RetryAfter", wait.total_seconds())

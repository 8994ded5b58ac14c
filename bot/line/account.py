"""A LINE official account, by LINE's own SDK; what it raises becomes our own errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import urllib3
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    FlexContainer,
    FlexMessage,
    ImageMessage,
    Message,
    MessagingApi,
    PostbackAction,
    PushMessageRequest,
    QuickReply,
    QuickReplyItem,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.messaging.exceptions import ApiException
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from bot.accounts import Heard, Media, Parcel, Quota
from bot.conversation.replies import Outgoing
from bot.errors import (
    ContentGone,
    ContentTooLarge,
    PlatformError,
    Rejected,
    TokenSpent,
    TryLater,
    Unsure,
)
from bot.line.events import understand
from bot.line.flex import bubble_of
from bot.line.menus import RichMenus
from intake.limits import MAX_BYTES
from models.values.chat import Menu, Platform

_TIMEOUT: Final = (5.0, 10.0)
_CONTENT_TIMEOUT: Final = (5.0, 30.0)
_PART: Final = 64 * 1024
_OK, _NOT_READY, _BAD, _CONFLICT, _TOO_MANY, _BROKEN = 200, 202, 400, 409, 429, 500
_MOST: Final = 5
"""Message objects in one call."""
_ALT: Final = 400
_NEVER_CONNECTED: Final = (NewConnectionError, ConnectTimeoutError)


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Token and addresses; tests and proxies use other addresses."""

    token: str
    api_base: str
    data_api_base: str


class LineAccount:
    """One official account."""

    platform = Platform.LINE
    most_together = 5
    reply_s = 50.0
    """A token is good for about a minute; ten seconds are left for the way."""
    pushes_freely = False

    def __init__(self, settings: LineSettings) -> None:
        """Take the settings; nothing is asked of LINE yet."""
        self._client = _client(settings.api_base, settings.token)
        self._data_client = _client(settings.data_api_base, settings.token)
        self._api = MessagingApi(self._client)
        self._menus = RichMenus(self._client, self._data_client)
        self._contents = f"{settings.data_api_base}/v2/bot/message"
        self._as_us = {"Authorization": f"Bearer {settings.token}"}

    def hear(self, raw: dict[str, Any]) -> Heard:
        """Understand an event."""
        return understand(raw)

    def fetch(self, media: Media) -> bytes:
        """Stream a content, never more than is taken anywhere."""
        try:
            return _streamed(self._open_content(media.file_id))
        except ApiException as error:
            raise _fetch_failure(error.status) from None
        except HTTPError as error:
            raise TryLater(f"content {type(error).__name__}") from None

    def shows_picture(self, message: Outgoing, *, has_links: bool) -> bool:
        """Only by a link; and a card is set as Flex, so that its drawing is not needed besides."""
        return has_links and message.card is None

    def acknowledge(self, tap_id: str) -> None:
        """Do nothing: LINE's buttons do not wait."""

    def send(self, parcel: Parcel) -> None:
        """Answer by the token where there is one, else push under the retry key."""
        is_reply = parcel.reply_token is not None
        try:
            self._reply(parcel) if is_reply else self._push(parcel)
        except ApiException as error:
            if error.status == _CONFLICT:
                return  # accepted before
            raise _send_failure(error, is_reply=is_reply) from None
        except HTTPError as error:
            raise _network_failure(error, is_reply=is_reply) from None

    def quota(self) -> Quota | None:
        """Ask how many pushes the month allows, and how many are used."""
        try:
            limit = self._api.get_message_quota(_request_timeout=_TIMEOUT)
            used = self._api.get_message_quota_consumption(_request_timeout=_TIMEOUT)
        except (ApiException, HTTPError) as error:
            raise TryLater(f"quota {type(error).__name__}") from None
        return Quota(None if limit.value is None else int(limit.value), int(used.total_usage))

    def menus(self) -> Mapping[Menu, str]:
        """Ask for the rich menus that were set up."""
        try:
            return self._menus.known()
        except (ApiException, HTTPError) as error:
            raise TryLater(f"menus {type(error).__name__}") from None

    def show_menu(self, chat_key: str, name: str) -> None:
        """Link a rich menu to somebody, or take theirs away."""
        _, _, user = chat_key.partition(":")
        try:
            self._menus.link(user, name)
        except ApiException as error:
            raise _menu_failure(error.status) from None
        except HTTPError as error:
            raise TryLater(f"menu {type(error).__name__}") from None

    def set_up_menus(self, menus: Sequence[Menu], default: Menu | None) -> list[Menu]:
        """Make the rich menus that are new or differ; return those made."""
        try:
            return self._menus.set_up(menus, default)
        except ApiException as error:
            raise _menu_failure(error.status) from None
        except HTTPError as error:
            raise TryLater(f"menus {type(error).__name__}") from None

    def close(self) -> None:
        """Close every connection."""
        self._client.rest_client.pool_manager.clear()
        self._data_client.rest_client.pool_manager.clear()

    def _open_content(self, file_id: str) -> urllib3.HTTPResponse:
        # By the SDK's client, but not by its blob call: that reads everything before one can count.
        answer: urllib3.HTTPResponse = self._data_client.request(
            "GET",
            f"{self._contents}/{file_id}/content",
            headers=self._as_us,
            _preload_content=False,
            _request_timeout=_CONTENT_TIMEOUT,
        )
        return answer

    def _reply(self, parcel: Parcel) -> None:
        request = ReplyMessageRequest(replyToken=parcel.reply_token, messages=_messages(parcel))
        # Not read into a model: the SDK raises on a 200 without `sentMessages`.
        self._api.reply_message_with_http_info(
            request, _preload_content=False, _request_timeout=_TIMEOUT
        )

    def _push(self, parcel: Parcel) -> None:
        _, _, user = parcel.chat_key.partition(":")
        request = PushMessageRequest(to=user, messages=_messages(parcel))
        self._api.push_message_with_http_info(
            request, parcel.retry_key, _preload_content=False, _request_timeout=_TIMEOUT
        )


def _client(host: str, token: str) -> ApiClient:
    configuration = Configuration(host=host, access_token=token)
    # Tries are counted in the outbox, and nobody may send us elsewhere.
    configuration.retries = urllib3.Retry(0, redirect=0, raise_on_redirect=False)
    return ApiClient(configuration)


def _messages(parcel: Parcel) -> list[Message]:
    """Return LINE's message objects: a picture before its words, never more than it takes."""
    objects = [o for m in parcel.messages for o in _objects(m)]
    if len(objects) > _MOST:
        objects = [_words(m) for m in parcel.messages]
    return objects


def _objects(message: Outgoing) -> list[Message]:
    image = message.image
    if image is None or not image.link or message.card is not None:
        return [_words(message)]
    picture = ImageMessage(originalContentUrl=image.link, previewImageUrl=image.link)
    return [picture, _words(message)]


def _words(message: Outgoing) -> Message:
    items = [
        QuickReplyItem(action=PostbackAction(label=c.label, data=c.id, displayText=c.label))
        for c in message.choices
    ]
    quick = QuickReply(items=items) if items else None
    if message.card is None:
        return TextMessage(text=message.text, quickReply=quick)
    bubble = FlexContainer.from_dict(bubble_of(message.card))
    return FlexMessage(altText=message.text[:_ALT], contents=bubble, quickReply=quick)


def _streamed(answer: urllib3.HTTPResponse) -> bytes:
    data = bytearray()
    try:
        if answer.status == _NOT_READY:
            raise TryLater("content 202")
        if answer.status != _OK:
            raise ContentGone(f"content {answer.status}")
        for part in answer.stream(_PART):
            data += part
            if len(data) > MAX_BYTES:
                raise ContentTooLarge("content")
    finally:
        answer.close()
    return bytes(data)


def _menu_failure(status: int) -> PlatformError:
    if status >= _BROKEN or status == _TOO_MANY:
        return TryLater(f"menu {status}")
    return Rejected(f"menu {status}")


def _fetch_failure(status: int) -> PlatformError:
    if status >= _BROKEN or status == _TOO_MANY:
        return TryLater(f"content {status}")
    return ContentGone(f"content {status}")


def _send_failure(error: ApiException, *, is_reply: bool) -> PlatformError:
    name = f"{'reply' if is_reply else 'push'} {error.status}"
    said = str(error.body or "").lower()
    if error.status == _TOO_MANY:
        return Rejected("quota") if "monthly" in said else TryLater(name)
    if error.status >= _BROKEN:
        # A push carries its retry key, so that it is said once however often it is sent.
        return Unsure(name) if is_reply else TryLater(name)
    if error.status == _BAD and is_reply and "reply token" in said:
        return TokenSpent(name)
    return Rejected(name)


def _network_failure(error: HTTPError, *, is_reply: bool) -> PlatformError:
    reason = error.reason if isinstance(error, MaxRetryError) else error
    name = type(reason).__name__
    if isinstance(reason, _NEVER_CONNECTED) or not is_reply:
        return TryLater(name)
    return Unsure(name)

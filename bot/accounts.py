"""A platform's account as the rest of the bot sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.conversation.events import Album, Event
from bot.conversation.replies import Outgoing
from models.values.chat import Menu, Platform


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or file that lies with the platform."""

    file_id: str
    name: str = ""
    album: Album | None = None
    message_id: str = ""
    """Of the message that brought it, where the platform tells when one is taken back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A raw event, understood: something that happened, or a picture to fetch first."""

    what: Event | Media
    display_name: str = ""
    tap_id: str = ""
    """A tap that wants to be acknowledged, so that the button stops turning."""
    reply_token: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Messages on their way to one chat. With a token they are an answer, else a push."""

    chat_key: str
    messages: Sequence[Outgoing]
    retry_key: str
    reply_token: str | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many pushes a month allows, None for no limit, and how many are used."""

    limit: int | None
    used: int


class Account(Protocol):
    """Understands, fetches and sends. Everything but `hear` is a call over the network."""

    platform: Platform
    most_together: int
    """How many messages go out in one call."""
    reply_s: float
    """How long a reply token is good; 0 where there are none."""
    pushes_freely: bool
    """Whether messages cost nothing."""

    def hear(self, raw: dict[str, Any]) -> Heard:
        """Understand a raw event leniently: what is missing or odd makes it unknown."""

    def fetch(self, media: Media) -> bytes:
        """Return a picture's bytes.

        Raises:
            ContentGone, ContentTooLarge, TryLater: no bytes, for good or for now.
        """

    def shows_picture(self, message: Outgoing, *, has_links: bool) -> bool:
        """Tell whether the picture of a message would go out with it; else none need be made.

        `has_links` says whether pictures of ours can be fetched by a link.
        """

    def acknowledge(self, tap_id: str) -> None:
        """Tell the platform that a tap was seen; failing at it harms nobody."""

    def send(self, parcel: Parcel) -> None:
        """Hand messages over.

        Raises:
            TryLater, Unsure, Unreachable, Rejected, TokenSpent: not done, or not surely.
        """

    def quota(self) -> Quota | None:
        """Return the month's quota of pushes; None where messages are not counted.

        Raises:
            TryLater: the platform does not say.
        """

    def menus(self) -> Mapping[Menu, str]:
        """Return what each menu is called now: another name where its content changed.

        Raises:
            TryLater: the platform does not say.
        """

    def show_menu(self, chat_key: str, name: str) -> None:
        """Put a menu into a chat, or with no name the one of everybody.

        Raises:
            TryLater, Rejected: not done.
        """

    def close(self) -> None:
        """Close every connection."""

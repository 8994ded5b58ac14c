"""What can happen in a conversation: what people do, and what came of what we did for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.conversation.replies import Picture
from models.tables.sheets import AnswerKind
from models.values.evidence import EvidenceKind
from models.values.notices import NoticeKind
from models.values.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed something, or opened the bot by a link with a code."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """Somebody tapped a button; `choice` is the id that was offered."""

    choice: str


@dataclass(frozen=True, slots=True)
class Album:
    """Pictures that were sent together; some platforms say how many there are."""

    key: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """A picture is in the store and noted for the person's unit, or refused with a reason."""

    receipt: str
    is_known: bool = False
    is_small: bool = False
    refusal: Refusal | None = None
    album: Album | None = None
    unit_id: int = 0


@dataclass(frozen=True, slots=True)
class PhotoHeld:
    """A picture is in the store, and nobody knows yet for which unit."""

    sha256: str
    name: str
    album: Album | None = None
    message_id: str = ""


class Trouble(StrEnum):
    """Why a picture could not be taken at all."""

    TOO_LARGE = "too_large"
    GONE = "gone"
    EMPTY = "empty"
    ELSEWHERE = "elsewhere"
    """It lies on a foreign server, which is never asked (SSRF)."""
    TOO_MANY = "too_many"
    """More pictures than are held until their unit is known."""
    OTHER_BOT = "other_bot"
    """The public's account takes none."""
    TOO_OFTEN = "too_often"
    """The person sent more of this unit within the hour than it can have pages."""


@dataclass(frozen=True, slots=True)
class PhotoLost:
    """A picture could not be taken; it has to be sent again."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Unsent:
    """Somebody took a message back; a form that was submitted is not withdrawn by it."""

    message_id: str


@dataclass(frozen=True, slots=True)
class OtherMedia:
    """A video, a sticker, a voice message, a contact: nothing that we take."""


@dataclass(frozen=True, slots=True)
class InGroup:
    """Anything in a group or channel; we speak with one person at a time."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody added the account, or came back after blocking it."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody blocked the account: nothing may be sent."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that we do not know; it is kept as it came, and not answered."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Somebody who is not enrolled writes faster than is answered; said once, then silence."""

    is_first: bool


@dataclass(frozen=True, slots=True)
class CodeOpened:
    """The code is good; nothing is bound yet."""

    code_id: int
    place: str
    is_desk: bool = False
    """It opens a desk, which sends for many units."""


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """Wrong, used, revoked or expired; `until` is given while the door is locked."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The person belongs to the unit now."""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """One of a desk's units, in the person's language."""

    unit_id: int
    name: str
    short: str
    """Number and area: what a button can hold."""
    missing: int
    """Pages that have not come."""


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """Some of a desk's units: those from `begin` on, of `total` that fit what was typed."""

    typed: str
    begin: int
    total: int
    choices: tuple[UnitChoice, ...]


@dataclass(frozen=True, slots=True)
class UnitChosen:
    """A desk said whose pictures it sends."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The committee's word was noted."""

    kind: AnswerKind


@dataclass(frozen=True, slots=True)
class TooLate:
    """What the button was for has changed in the meantime; nothing was noted."""


@dataclass(frozen=True, slots=True)
class EvidenceKept:
    """A picture lies beside its unit's sheets now."""

    kind: EvidenceKind


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A picture without a place went to the staff."""


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What the newest snapshot says to a question; no text where it was about no place."""

    text: str = ""
    follow_ups: tuple[tuple[str, str], ...] = ()
    """Label and question of each button."""
    picture: Picture | None = None
    card: Mapping[str, Any] | None = None
    constituency: str = ""
    """Code of the constituency that can be followed."""
    unit: str = ""
    """Code of the unit whose published numbers it tells, of these `ballots`."""
    ballots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """What is published of a unit's ballot was looked up."""

    is_there: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """A wrong number was reported; its answer will stand under the ticket."""

    name: str
    ticket: str


@dataclass(frozen=True, slots=True)
class NotReported:
    """A report was not taken."""

    fault: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A constituency is followed from now on, or no more."""

    constituency: str
    is_following: bool


@dataclass(frozen=True, slots=True)
class News:
    """A followed constituency's figures have changed."""

    constituency: str


@dataclass(frozen=True, slots=True)
class Told:
    """There is something to tell the committee."""

    kind: NoticeKind
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet_id: int | None = None
    photo_id: int | None = None
    unit_id: int = 0


Event = (
    Said | Tapped | PhotoKept | PhotoHeld | PhotoLost | OtherMedia | InGroup | Followed | Blocked
    | Unknown | TooMuch | CodeOpened | CodeRefused | Bound | Answered | TooLate | PassedOn | Told
    | EvidenceKept | UnitsFound | UnitChosen
    | PublicAnswer | Unsent | Subscribed | News | NumbersFound | Reported | NotReported
)  # fmt: skip

"""Where a conversation stands: a value, written as JSON between two events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bot.conversation.rounds import Round
from pages.languages import Language

MOST_HELD: Final = 12
"""Pictures kept for somebody who is not enrolled: a unit's six pages, sent twice."""

MOST_HELD_AT_DESK: Final = 60
"""Pictures kept for a desk until it says whose they are: the pages of ten units."""

_CHOICES_KEPT: Final = 48
_ALBUMS_KEPT: Final = 6


class Asking(StrEnum):
    """The question that is open."""

    NOTHING = "nothing"
    UNIT = "unit"
    NAME = "name"
    WHICH = "which"
    """Of a desk: for which unit."""
    REPORT = "report"
    """Which published number is wrong."""


class Do(StrEnum):
    """What a button does."""

    BIND = "bind"
    NOT_MINE = "not_mine"
    MENU = "menu"
    STATUS = "status"
    HELP = "help"
    LANGUAGE = "language"
    SHOW = "show"
    AGREE = "agree"
    MISREAD = "misread"
    PAPER = "paper"
    PAPER_SEND = "paper_send"
    HAND_OVER = "hand_over"
    FIX = "fix"
    FIX_SEND = "fix_send"
    CANCEL = "cancel"
    STAND = "stand"
    ASK = "ask"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    OURS = "ours"
    NOT_OURS = "not_ours"
    MORE = "more"
    EVIDENCE = "evidence"
    DIGIT = "digit"
    ENTER = "enter"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    WHICH = "which"
    SEND_FOR = "send_for"
    HOW_RESULT = "how_result"
    HOW_CANDIDATES = "how_candidates"
    HOW_PLACES = "how_places"
    HOW_ENROL = "how_enrol"
    REPORT = "report"
    REPORT_FIELD = "report_field"
    REPORT_MORE = "report_more"


@dataclass(frozen=True, slots=True)
class Action:
    """What a tap means: `number` and `edit` name what it is about, as it was when offered."""

    do: Do
    number: int = 0
    edit: int = 0
    word: str = ""
    unit: int = 0
    """The unit that it is about, where a desk serves many."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A button that was offered."""

    id: str
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Fixing:
    """A correction in the making: field key → what the paper says."""

    sheet_id: int
    edit: int
    values: Mapping[str, int] = field(default_factory=dict)
    key: str = ""
    """The field whose number is typed next."""
    tapped: str = ""
    """Its digits so far, where they are tapped."""


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that is kept until its unit is known."""

    sha256: str
    name: str
    message_id: str = ""
    album: str = ""
    """What it came together with, where the platform says so."""


@dataclass(frozen=True, slots=True)
class AlbumSoFar:
    """The receipts of the pictures of one album that came so far."""

    key: str
    receipts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything that one step hands to the next."""

    language: Language = Language.TH
    asking: Asking = Asking.NOTHING
    code_id: int = 0
    place: str = ""
    is_desk: bool = False
    """The code that is asked about opens a desk."""
    fixing: Fixing | None = None
    held: tuple[Held, ...] = ()
    albums: tuple[AlbumSoFar, ...] = ()
    """The newest albums: their pictures may come in between each other."""
    offered: tuple[Offered, ...] = ()
    next_id: int = 1
    has_greeted_group: bool = False
    has_said_small: bool = False
    retakes: int = 0
    """Pictures in a row that were asked for again."""
    missing_said: str = ""
    """What was last said to be missing, so that it is not said twice."""
    shown: tuple[int, int] = (0, 0)
    """Sheet and edit of the read-back that was shown last: what is typed is about this one."""
    round: Round = field(default_factory=Round)
    reporting: str = ""
    """The unit and ballot of which a number is reported: `90-1-1/constituency`."""

    def choice(self, choice_id: str) -> Action | None:
        """Return what a button means, or None where it is unknown or too old."""
        return next((o.action for o in self.offered if o.id == choice_id), None)

    def choice_named(self, label: str) -> Action | None:
        """Return what the newest button of that label means: people type what they read."""
        return next((o.action for o in reversed(self.offered) if o.label == label), None)

    def to_data(self) -> dict[str, Any]:
        """Return the state as JSON."""
        return {
            "language": self.language.value,
            "asking": self.asking.value,
            "code_id": self.code_id,
            "place": self.place,
            "is_desk": self.is_desk,
            "fixing": _fixing_data(self.fixing),
            "held": [[h.sha256, h.name, h.message_id, h.album] for h in self.held],
            "albums": [[a.key, a.receipts, a.remarks] for a in self.albums],
            "offered": [_offered_data(o) for o in self.offered],
            "next_id": self.next_id,
            "has_greeted_group": self.has_greeted_group,
            "has_said_small": self.has_said_small,
            "retakes": self.retakes,
            "missing_said": self.missing_said,
            "shown": list(self.shown),
            "round": self.round.to_data(),
            "reporting": self.reporting,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "State":
        """Return the state of a conversation; an empty one begins."""
        if not data:
            return cls()
        return cls(
            language=Language(data["language"]),
            asking=Asking(data["asking"]),
            code_id=data["code_id"],
            place=data["place"],
            is_desk=data.get("is_desk", False),
            fixing=Fixing(**data["fixing"]) if data["fixing"] else None,
            held=tuple(Held(*h) for h in data["held"]),
            albums=tuple(
                AlbumSoFar(key, tuple(receipts), tuple(remarks))
                for key, receipts, remarks in data.get("albums", ())
            ),
            offered=tuple(_offered(row) for row in data["offered"]),
            next_id=data["next_id"],
            has_greeted_group=data["has_greeted_group"],
            has_said_small=data["has_said_small"],
            retakes=data.get("retakes", 0),
            missing_said=data.get("missing_said", ""),
            shown=_pair(data.get("shown", (0, 0))),
            round=Round.from_data(data.get("round", {})),
            reporting=data.get("reporting", ""),
        )

    def album_so_far(self, key: str) -> AlbumSoFar:
        """Return what came of an album, nothing yet where it is new."""
        return next((a for a in self.albums if a.key == key), AlbumSoFar(key))

    def with_album(self, album: AlbumSoFar) -> tuple[AlbumSoFar, ...]:
        """Return the albums to remember once more of one came."""
        others = tuple(a for a in self.albums if a.key != album.key)
        return (*others, album)[-_ALBUMS_KEPT:]

    def with_offers(self, offers: tuple[tuple[str, Action], ...]) -> tuple[Offered, ...]:
        """Return buttons for labels and actions; what was offered before keeps its id."""
        known = {(o.label, o.action): o for o in self.offered}
        fresh, next_id = [], self.next_id
        for label, action in offers:
            found = known.get((label, action))
            if found is None:
                found, next_id = Offered(f"c{next_id}", label, action), next_id + 1
            fresh.append(found)
        return tuple(fresh)

    def kept_offers(self, fresh: tuple[Offered, ...]) -> tuple[Offered, ...]:
        """Return the buttons that still mean something once `fresh` ones are offered."""
        older = tuple(o for o in self.offered if o not in fresh)
        return (*older, *fresh)[-_CHOICES_KEPT:]


def _pair(found: Sequence[int]) -> tuple[int, int]:
    first, second = found
    return first, second


def _fixing_data(fixing: Fixing | None) -> dict[str, Any] | None:
    if fixing is None:
        return None
    return {
        "sheet_id": fixing.sheet_id,
        "edit": fixing.edit,
        "values": dict(fixing.values),
        "key": fixing.key,
        "tapped": fixing.tapped,
    }


def _offered_data(offered: Offered) -> list[Any]:
    a = offered.action
    return [offered.id, offered.label, a.do.value, a.number, a.edit, a.word, a.unit]


def _offered(row: list[Any]) -> Offered:
    choice_id, label, do, *about = row
    return Offered(choice_id, label, Action(Do(do), *about))

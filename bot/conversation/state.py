"""Where a conversation stands: a value, written as JSON between two events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pages.languages import Language

MOST_HELD: Final = 12
"""Pictures kept for somebody who is not enrolled: a unit's six pages, sent twice."""

_CHOICES_KEPT: Final = 48


class Asking(StrEnum):
    """The question that is open."""

    NOTHING = "nothing"
    UNIT = "unit"
    NAME = "name"


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


@dataclass(frozen=True, slots=True)
class Action:
    """What a tap means: `number` and `edit` name what it is about, as it was when offered."""

    do: Do
    number: int = 0
    edit: int = 0
    word: str = ""


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
    fixing: Fixing | None = None
    held: tuple[Held, ...] = ()
    album: AlbumSoFar | None = None
    offered: tuple[Offered, ...] = ()
    next_id: int = 1
    has_greeted_group: bool = False
    has_said_small: bool = False
    retakes: int = 0
    """Pictures in a row that were asked for again."""
    missing_said: str = ""
    """What was last said to be missing, so that it is not said twice."""

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
            "fixing": _fixing_data(self.fixing),
            "held": [[h.sha256, h.name, h.message_id] for h in self.held],
            "album": [self.album.key, self.album.receipts, self.album.remarks]
            if self.album
            else None,
            "offered": [
                [o.id, o.label, o.action.do.value, o.action.number, o.action.edit, o.action.word]
                for o in self.offered
            ],
            "next_id": self.next_id,
            "has_greeted_group": self.has_greeted_group,
            "has_said_small": self.has_said_small,
            "retakes": self.retakes,
            "missing_said": self.missing_said,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "State":
        """Return the state of a conversation; an empty one begins."""
        if not data:
            return cls()
        album = data["album"]
        return cls(
            language=Language(data["language"]),
            asking=Asking(data["asking"]),
            code_id=data["code_id"],
            place=data["place"],
            fixing=Fixing(**data["fixing"]) if data["fixing"] else None,
            held=tuple(Held(*h) for h in data["held"]),
            album=AlbumSoFar(album[0], tuple(album[1]), tuple(album[2])) if album else None,
            offered=tuple(_offered(row) for row in data["offered"]),
            next_id=data["next_id"],
            has_greeted_group=data["has_greeted_group"],
            has_said_small=data["has_said_small"],
            retakes=data.get("retakes", 0),
            missing_said=data.get("missing_said", ""),
        )

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


def _offered(row: list[Any]) -> Offered:
    choice_id, label, do, number, edit, word = row
    return Offered(choice_id, label, Action(Do(do), number, edit, word))

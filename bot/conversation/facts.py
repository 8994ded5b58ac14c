"""What a conversation has to know of the record, in the person's language."""

from dataclasses import dataclass
from enum import Enum, auto

from models.states.sheet import SheetState
from models.values.ballots import Ballot
from models.values.chat import Audience, Platform


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One ballot's sheet: how many of its pages came, and where it stands."""

    ballot: Ballot
    pages: int
    missing: tuple[int, ...]
    state: SheetState


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a reading; `value` is None where nothing could be read."""

    key: str
    label: str
    value: int | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A sheet that waits for the committee's word."""

    sheet_id: int
    edit: int
    ballot: Ballot
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]
    """Facts to look at, never a proposal."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet that a reviewer sent back; `reason` is a word of a closed list."""

    sheet_id: int
    edit: int
    ballot: Ballot
    reason: str
    text: str
    fields: tuple[str, ...] = ()
    """Keys of the cells that it is about."""


class Depth(Enum):
    """How much of a unit a step looks at; the more, the longer it takes to gather."""

    NAME = auto()
    """Which unit it is, whom to call, and whether the polls are open."""
    SHEETS = auto()
    """Also where its sheets stand, and what was sent back."""
    NUMBERS = auto()
    """Also the numbers that wait for its word."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """The unit of an enrolled person, and whom to call."""

    name: str
    centre: str
    phone: str
    is_before: bool
    """The polls have not closed yet: what comes now is practice."""
    sheets: tuple[SheetFacts, ...] = ()
    read_back: ReadBack | None = None
    returned: Returned | None = None
    is_reading: bool = False
    """Photos of it are still on their way through the machine."""
    id: int = 0


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The desk of an enrolled person, who sends for many units, and how far they are."""

    name: str
    phone: str
    is_before: bool
    all_here: int
    """Units of which every page came."""
    begun: int
    nothing: int
    to_answer: tuple[tuple[int, str], ...] = ()
    """Units whose numbers wait for a word: id, and number with area."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one step may look at besides state and event."""

    platform: Platform | None
    """Where the person writes; None on our own page."""
    board_url: str
    display_name: str = ""
    """What the platform calls the person; empty where it does not say."""
    unit: UnitFacts | None = None
    """A committee's own unit; at a desk the one that this is about."""
    desk: DeskFacts | None = None
    followed: tuple[str, ...] = ()
    """Codes of the constituencies that this chat follows."""
    published: tuple[Line, ...] = ()
    """The published numbers of which one is being reported."""
    audience: Audience = Audience.EVERYBODY
    other_bot: str = ""
    """Where the account for the others is, where there are two."""

    @property
    def is_enrolled(self) -> bool:
        """Tell whether the person sends for any unit."""
        return self.unit is not None or self.desk is not None

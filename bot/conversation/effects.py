"""What a conversation wants done; what came of it comes back as an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.tables.sheets import AnswerKind
from models.values.evidence import EvidenceKind


@dataclass(frozen=True, slots=True)
class OpenCode:
    """Look whether a code opens a unit; nothing is bound yet."""

    typed: str


@dataclass(frozen=True, slots=True)
class Bind:
    """Use a code up: the person belongs to its unit from now on."""

    code_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReceiveHeld:
    """Note a picture that was kept before the unit was known."""

    sha256: str
    name: str
    message_id: str = ""
    unit_id: int = 0
    """The unit that a desk chose; 0 for the sender's own."""
    album: str = ""


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """Note the committee's word on a sheet as it was when it was asked (`edit`)."""

    sheet_id: int
    edit: int
    kind: AnswerKind
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindUnits:
    """Look among a desk's units: what fits, what lacks pages and lies near `after` comes first."""

    typed: str = ""
    begin: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class ChooseUnit:
    """Send for one of a desk's units from now on."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class PassOn:
    """Place a picture that found no place, for people to look at."""

    photo_id: int


@dataclass(frozen=True, slots=True)
class HoldAgain:
    """Hold a picture for another unit of a desk: its head names another than the one chosen."""

    photo_id: int


@dataclass(frozen=True, slots=True)
class KeepEvidence:
    """Keep a picture that is no form beside its unit's sheets."""

    photo_id: int
    kind: EvidenceKind


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Leave a merged message unsaid if it still waits: it is true no longer."""

    merge: str


@dataclass(frozen=True, slots=True)
class NoteUnsent:
    """Flag the photo of a message that was taken back; reviewers see it."""

    message_id: str


@dataclass(frozen=True, slots=True)
class MarkBlocked:
    """Stop sending, until the person writes again."""


@dataclass(frozen=True, slots=True)
class AskPublic:
    """Look a question up in what is published."""

    question: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Follow a constituency, or follow it no more."""

    constituency: str
    is_following: bool


@dataclass(frozen=True, slots=True)
class FindNumbers:
    """Look up what is published of a unit's ballot; `at` names both, `90-1-1/constituency`."""

    at: str


@dataclass(frozen=True, slots=True)
class Report:
    """Say that a published number is wrong, and what the paper says where that can be read."""

    at: str
    key: str
    claimed: int | None = None


Effect = (
    AskPublic | OpenCode | Bind | ReceiveHeld | GiveAnswer | PassOn | NoteUnsent | MarkBlocked
    | Withdraw | Subscribe | KeepEvidence | HoldAgain | FindUnits | ChooseUnit
    | FindNumbers | Report
)  # fmt: skip

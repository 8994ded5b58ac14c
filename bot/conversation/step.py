"""One step of the conversation: `step(state, event, facts) -> (state, effects, replies)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.conversation import (
    asking,
    choosing,
    enrolling,
    evidence,
    pictures,
    reading_back,
    reporting,
)
from bot.conversation.actions import act, old_button
from bot.conversation.effects import Effect, MarkBlocked
from bot.conversation.events import (
    Answered,
    Blocked,
    Bound,
    CodeOpened,
    CodeRefused,
    Event,
    EvidenceKept,
    Followed,
    InGroup,
    News,
    NotReported,
    NumbersFound,
    OtherMedia,
    PassedOn,
    PhotoHeld,
    PhotoKept,
    PhotoLost,
    PublicAnswer,
    Reported,
    Said,
    Subscribed,
    Tapped,
    Told,
    TooLate,
    TooMuch,
    UnitChosen,
    UnitsFound,
    Unknown,
    Unsent,
)
from bot.conversation.facts import Depth, Facts
from bot.conversation.replies import Reply
from bot.conversation.state import State
from bot.conversation.telling import tell
from bot.conversation.turn import Turn
from bot.conversation.words import greet, said
from models.values.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step leads to."""

    state: State
    effects: tuple[Effect, ...]
    replies: tuple[Reply, ...]


def step(state: State, event: Event, facts: Facts) -> Outcome:
    """Return what follows from an event; the same arguments always give the same outcome."""
    turn = Turn(state, facts)
    _EVENTS[type(event)](turn, event)
    return Outcome(turn.state, tuple(turn.effects), tuple(turn.replies))


def looked_at(event: Event) -> Depth:
    """Return how much of the unit a step looks at, so that no more is gathered for it.

    Pictures and what became of them are most of what happens in a night.
    """
    if isinstance(event, PhotoKept):
        return Depth.NAME
    if isinstance(event, Told) and event.kind is not NoticeKind.READ_BACK:
        return Depth.SHEETS
    return Depth.NUMBERS


def _tapped(turn: Turn, event: Tapped) -> None:
    action = turn.state.choice(event.choice)
    if action is None:
        old_button(turn)
    else:
        act(turn, action)


def _other_media(turn: Turn, _event: OtherMedia) -> None:
    turn.say(turn.words("chat.other_media"))


def _in_group(turn: Turn, _event: InGroup) -> None:
    if not turn.state.has_greeted_group:
        turn.change(has_greeted_group=True)
        turn.say(turn.words("chat.in_group"))


def _blocked(turn: Turn, _event: Blocked) -> None:
    turn.effects.append(MarkBlocked())


def _too_late(turn: Turn, _event: TooLate) -> None:
    turn.change(fixing=None)
    old_button(turn)


def _passed_on(turn: Turn, _event: PassedOn) -> None:
    turn.say(turn.words("chat.passed_on"))


def _too_much(turn: Turn, event: TooMuch) -> None:
    if event.is_first:
        turn.say(turn.words("chat.too_much"))


def _nothing(_turn: Turn, _event: Unknown) -> None:
    """Kept as it came; nobody is answered."""


_EVENTS: Final[dict[type, Callable[[Turn, Any], None]]] = {
    Said: said,
    Tapped: _tapped,
    PhotoKept: pictures.photo_kept,
    PhotoHeld: pictures.photo_held,
    PhotoLost: pictures.photo_lost,
    OtherMedia: _other_media,
    InGroup: _in_group,
    Followed: lambda turn, _: greet(turn),
    Blocked: _blocked,
    Unknown: _nothing,
    TooMuch: _too_much,
    CodeOpened: enrolling.code_opened,
    UnitsFound: choosing.units_found,
    UnitChosen: choosing.unit_chosen,
    CodeRefused: enrolling.code_refused,
    Bound: enrolling.bound,
    Answered: reading_back.answered,
    TooLate: _too_late,
    PassedOn: _passed_on,
    EvidenceKept: evidence.evidence_kept,
    Told: tell,
    PublicAnswer: asking.public_answer,
    Unsent: pictures.unsent,
    Subscribed: asking.subscribed,
    News: asking.news,
    NumbersFound: reporting.numbers_found,
    Reported: reporting.reported,
    NotReported: reporting.not_reported,
}

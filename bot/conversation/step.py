"""One step of the conversation: `step(state, event, facts) -> (state, effects, replies)`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.conversation import (
    asking,
    choosing,
    correcting,
    enrolling,
    evidence,
    menu,
    pictures,
    reading_back,
)
from bot.conversation.effects import Effect, HoldAgain, MarkBlocked, PassOn
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
    OtherMedia,
    PassedOn,
    PhotoHeld,
    PhotoKept,
    PhotoLost,
    PublicAnswer,
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
from bot.conversation.facts import Facts
from bot.conversation.replies import Reply
from bot.conversation.state import Action, Asking, Do, State
from bot.conversation.telling import tell
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind

_START: Final = "/start"
_YES: Final = frozenset({"ใช่", "yes", "y", "ใช่ครับ", "ใช่ค่ะ"})
_NO: Final = frozenset({"ไม่ใช่", "ไม่", "no", "n"})


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


def _said(turn: Turn, event: Said) -> None:
    text = event.text.strip()
    if text.startswith(_START):
        code = text.removeprefix(_START).strip()
        enrolling.try_code(turn, code) if code else _greet(turn, event)
        return
    word = menu.menu_word(text)
    if word is not None:
        _do(turn, Action(word))
    elif turn.state.asking is not Asking.NOTHING:
        _said_while_asked(turn, text)
    else:
        _said_freely(turn, text)


def _said_while_asked(turn: Turn, text: str) -> None:
    """The unit, the name or whose pictures they are was asked for."""
    word = text.casefold()
    if turn.state.asking is Asking.WHICH:
        _said_at_desk(turn, text)
    elif turn.state.asking is Asking.NAME:
        enrolling.take_name(turn, text) if text else menu.ask_again(turn)
    elif word in _YES or text == turn.words("chat.bind_yes"):
        enrolling.agree_to_unit(turn, turn.state.code_id)
    elif word in _NO or text == turn.words("chat.bind_no"):
        enrolling.refuse_unit(turn)
    elif enrolling.looks_like_code(text):
        enrolling.try_code(turn, text)
    else:
        menu.ask_again(turn)


def _said_at_desk(turn: Turn, text: str) -> None:
    """A button that was read aloud, or words to look for a unit by."""
    typed_button = turn.state.choice_named(text)
    if typed_button is not None:
        _do(turn, typed_button)
    else:
        choosing.ask_which(turn, text)


def _said_freely(turn: Turn, text: str) -> None:
    typed_button = turn.state.choice_named(text)
    if typed_button is not None:
        _do(turn, typed_button)
    elif correcting.take_correction(turn, text):
        return
    elif turn.state.fixing is not None:
        correcting.ask_fix_again(turn)
    elif not turn.facts.is_enrolled and enrolling.looks_like_code(text):
        enrolling.try_code(turn, text)
    else:
        asking.ask(turn, text)


def _tapped(turn: Turn, event: Tapped) -> None:
    action = turn.state.choice(event.choice)
    if action is None:
        _old_button(turn)
    else:
        _do(turn, action)


def _old_button(turn: Turn) -> None:
    turn.say(turn.words("chat.button_old"))
    asking.repeat(turn)


def _do(turn: Turn, action: Action) -> None:
    if action.unit:
        turn.change(round=replace(turn.state.round, looking_at=action.unit))
    if action.do in _ABOUT_A_SHEET and not reading_back.is_current(turn, action):
        turn.change(fixing=None)
        _old_button(turn)
        return
    _ACTIONS[action.do](turn, action)


def _switch_language(turn: Turn, _action: Action) -> None:
    turn.change(language=turn.state.language.other)
    asking.repeat(turn)


def _cancel(turn: Turn, _action: Action) -> None:
    if turn.state.asking is Asking.WHICH:
        turn.change(asking=Asking.NOTHING)
        turn.say("\n".join((turn.words("chat.cancelled"), *choosing.waiting_words(turn))))
        menu.show_menu(turn)
    elif turn.state.asking is Asking.NOTHING:
        reading_back.cancel(turn)
    else:
        enrolling.refuse_unit(turn)


def _pass_on(turn: Turn, action: Action) -> None:
    turn.effects.append(PassOn(action.number))


def _not_ours(turn: Turn, action: Action) -> None:
    if turn.facts.desk is not None:
        turn.effects.append(HoldAgain(action.number))
    else:
        turn.say(turn.words("chat.not_ours_kept"))


def _say_how(turn: Turn, action: Action) -> None:
    """A tile of the public's menu: how such a question is typed."""
    turn.say(turn.words(f"chat.{action.do.value}"))


def _greet(turn: Turn, _event: Event) -> None:
    turn.say(turn.words("chat.greeting"))
    menu.ask_again(turn)


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
    _old_button(turn)


def _passed_on(turn: Turn, _event: PassedOn) -> None:
    turn.say(turn.words("chat.passed_on"))


def _too_much(turn: Turn, event: TooMuch) -> None:
    if event.is_first:
        turn.say(turn.words("chat.too_much"))


def _nothing(_turn: Turn, _event: Unknown) -> None:
    """Kept as it came; nobody is answered."""


_ANSWERS: Final = {
    Do.AGREE: AnswerKind.AGREES,
    Do.PAPER_SEND: AnswerKind.PAPER_WRONG,
    Do.HAND_OVER: AnswerKind.HAND_OVER,
    Do.STAND: AnswerKind.HAND_OVER,
}
_ABOUT_A_SHEET: Final = frozenset(
    {
        Do.AGREE, Do.MISREAD, Do.PAPER, Do.PAPER_SEND, Do.HAND_OVER, Do.STAND,
        Do.FIX, Do.FIX_SEND, Do.MORE, Do.DIGIT, Do.ENTER,
    }
)  # fmt: skip


def _answer(turn: Turn, action: Action) -> None:
    reading_back.answer(turn, action, _ANSWERS[action.do])


_ACTIONS: Final[dict[Do, Callable[[Turn, Action], None]]] = {
    Do.BIND: lambda turn, action: enrolling.agree_to_unit(turn, action.number),
    Do.NOT_MINE: lambda turn, _: enrolling.refuse_unit(turn),
    Do.MENU: lambda turn, _: menu.show_menu(turn),
    Do.STATUS: lambda turn, _: menu.show_status(turn),
    Do.HELP: lambda turn, _: menu.show_help(turn),
    Do.LANGUAGE: _switch_language,
    Do.SHOW: lambda turn, _: reading_back.show_read_back(turn),
    Do.AGREE: _answer,
    Do.MISREAD: correcting.begin_fix,
    Do.PAPER: reading_back.warn_of_paper,
    Do.PAPER_SEND: _answer,
    Do.HAND_OVER: _answer,
    Do.FIX: correcting.choose_field,
    Do.FIX_SEND: lambda turn, _: correcting.send_fix(turn),
    Do.MORE: correcting.show_more,
    Do.DIGIT: correcting.tap_digit,
    Do.ENTER: correcting.enter_tapped,
    Do.CANCEL: _cancel,
    Do.STAND: _answer,
    Do.PASS_ON: _pass_on,
    Do.OURS: _pass_on,
    Do.EVIDENCE: evidence.choose_evidence,
    Do.NOT_OURS: _not_ours,
    Do.WHICH: choosing.show_units,
    Do.SEND_FOR: choosing.choose,
    Do.HOW_RESULT: _say_how,
    Do.HOW_CANDIDATES: _say_how,
    Do.HOW_PLACES: _say_how,
    Do.ASK: lambda turn, action: asking.ask(turn, action.word),
    Do.FOLLOW: asking.follow,
    Do.UNFOLLOW: asking.unfollow,
}

_EVENTS: Final[dict[type, Callable[[Turn, Any], None]]] = {
    Said: _said,
    Tapped: _tapped,
    PhotoKept: pictures.photo_kept,
    PhotoHeld: pictures.photo_held,
    PhotoLost: pictures.photo_lost,
    OtherMedia: _other_media,
    InGroup: _in_group,
    Followed: _greet,
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
}

"""What buttons and menu words do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.conversation import (
    asking,
    choosing,
    correcting,
    enrolling,
    evidence,
    menu,
    reading_back,
    reporting,
)
from bot.conversation.effects import HoldAgain, PassOn
from bot.conversation.state import Action, Asking, Do
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind
from models.values.chat import Audience


def act(turn: Turn, action: Action) -> None:
    """Do what a button means, or say that what it is about has moved on."""
    if action.unit:
        turn.change(round=replace(turn.state.round, looking_at=action.unit))
    if action.do in _ABOUT_A_SHEET and not reading_back.is_current(turn, action):
        turn.change(fixing=None)
        old_button(turn)
        return
    ACTIONS[action.do](turn, action)


def _switch_language(turn: Turn, _action: Action) -> None:
    turn.change(language=turn.state.language.other)
    asking.repeat(turn)


def _cancel(turn: Turn, _action: Action) -> None:
    if turn.state.asking is Asking.WHICH:
        turn.change(asking=Asking.NOTHING)
        turn.say("\n".join((turn.words("chat.cancelled"), *choosing.waiting_words(turn))))
        menu.show_menu(turn)
    elif turn.state.asking in {Asking.NOTHING, Asking.REPORT}:
        turn.change(asking=Asking.NOTHING, reporting="")
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
    """A tile of the public's menu: how such a question is typed, or where it is answered."""
    if turn.facts.audience is Audience.COMMITTEES:
        turn.say(turn.words("chat.ask_other_bot", other=turn.facts.other_bot))
    else:
        turn.say(turn.words(f"chat.{action.do.value}"))


def old_button(turn: Turn) -> None:
    """Say that a button is over, and what is open now."""
    turn.say(turn.words("chat.button_old"))
    asking.repeat(turn)


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


ACTIONS: Final[dict[Do, Callable[[Turn, Action], None]]] = {
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
    Do.HOW_ENROL: lambda turn, _: enrolling.say_how(turn),
    Do.ASK: lambda turn, action: asking.ask(turn, action.word),
    Do.FOLLOW: asking.follow,
    Do.UNFOLLOW: asking.unfollow,
    Do.REPORT: reporting.begin_report,
    Do.REPORT_FIELD: reporting.report_field,
    Do.REPORT_MORE: reporting.show_more,
}

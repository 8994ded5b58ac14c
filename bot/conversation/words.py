"""What is typed: a menu word, the answer to the open question, a correction, a code, a question."""

from typing import Final

from bot.conversation import asking, choosing, correcting, enrolling, menu, reporting
from bot.conversation.actions import act
from bot.conversation.events import Said
from bot.conversation.state import Action, Asking
from bot.conversation.turn import Turn

_START: Final = "/start"
_YES: Final = frozenset({"ใช่", "yes", "y", "ใช่ครับ", "ใช่ค่ะ"})
_NO: Final = frozenset({"ไม่ใช่", "ไม่", "no", "n"})


def said(turn: Turn, event: Said) -> None:
    """Understand what somebody typed, by what is open."""
    text = event.text.strip()
    if text.startswith(_START):
        code = text.removeprefix(_START).strip()
        enrolling.try_code(turn, code) if code else greet(turn)
        return
    word = menu.menu_word(text)
    if word is not None:
        act(turn, Action(word))
    elif turn.state.asking is not Asking.NOTHING:
        _said_while_asked(turn, text)
    else:
        _said_freely(turn, text)


def _said_while_asked(turn: Turn, text: str) -> None:
    """The unit, the name or whose pictures they are was asked for."""
    word = text.casefold()
    if turn.state.asking is Asking.WHICH:
        _said_at_desk(turn, text)
    elif turn.state.asking is Asking.REPORT:
        _said_of_a_number(turn, text)
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
        act(turn, typed_button)
    else:
        choosing.ask_which(turn, text)


def _said_of_a_number(turn: Turn, text: str) -> None:
    """A button that was read aloud, or which number is wrong."""
    typed_button = turn.state.choice_named(text)
    if typed_button is not None:
        act(turn, typed_button)
    else:
        reporting.take_report(turn, text)


def _said_freely(turn: Turn, text: str) -> None:
    typed_button = turn.state.choice_named(text)
    if typed_button is not None:
        act(turn, typed_button)
    elif correcting.take_correction(turn, text):
        return
    elif turn.state.fixing is not None:
        correcting.ask_fix_again(turn)
    elif not turn.facts.is_enrolled and enrolling.looks_like_code(text):
        enrolling.try_code(turn, text)
    else:
        asking.ask(turn, text)


def greet(turn: Turn) -> None:
    """Say who we are, and what is open."""
    turn.say(turn.words("chat.greeting"))
    menu.ask_again(turn)

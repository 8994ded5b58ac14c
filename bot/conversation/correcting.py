"""Numbers that the machine misread, as the committee says them: typed or tapped, then sent.

No number is ever proposed. What is said is a witness of its own.
"""

from dataclasses import replace
from typing import Final

from bot.conversation.effects import GiveAnswer
from bot.conversation.facts import Line
from bot.conversation.numbers import corrections
from bot.conversation.reading_back import show_read_back
from bot.conversation.state import Action, Do, Fixing
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind
from pages.keying import number_typed

_BUTTONS: Final = 9
"""LINE shows thirteen; send, the next ones and cancel stand beside them."""
_MOST_DIGITS: Final = 5
_ERASE: Final = "-"


def begin_fix(turn: Turn, action: Action) -> None:
    """Ask which number was misread, and what the paper says."""
    turn.change(fixing=Fixing(action.number, action.edit))
    _ask_fix(turn, turn.words("chat.fix_ask"))


def show_more(turn: Turn, action: Action) -> None:
    """Offer the next fields as buttons."""
    _keep_fixing(turn, action)
    _ask_fix(turn, turn.words("chat.fix_ask"), begin=int(action.word or 0))


def choose_field(turn: Turn, action: Action) -> None:
    """Ask for the number of the field that was tapped."""
    fixing = _keep_fixing(turn, action)
    turn.change(fixing=replace(fixing, key=action.word, tapped=""))
    turn.say(turn.words("chat.fix_number", name=_label(turn, action.word)), _keys(turn))


def tap_digit(turn: Turn, action: Action) -> None:
    """Take one digit of a number that is tapped, or the last one back."""
    fixing = _keep_fixing(turn, action)
    if not fixing.key:
        ask_fix_again(turn)
        return
    tapped = fixing.tapped[:-1] if action.word == _ERASE else fixing.tapped + action.word
    turn.change(fixing=replace(fixing, tapped=tapped[:_MOST_DIGITS]))
    shown = turn.words("chat.fix_tapped", name=_label(turn, fixing.key), digits=tapped or "–")
    turn.say(shown, _keys(turn))


def enter_tapped(turn: Turn, action: Action) -> None:
    """Take the number that was tapped."""
    fixing = _keep_fixing(turn, action)
    if fixing.key and fixing.tapped:
        _note(turn, {fixing.key: int(fixing.tapped)})
    else:
        ask_fix_again(turn)


def take_correction(turn: Turn, text: str) -> bool:
    """Take what was typed as a correction; False where it says nothing about the sheet."""
    unit = turn.facts.unit
    read_back = unit.read_back if unit else None
    if read_back is None:
        return False
    at = (read_back.sheet_id, read_back.edit)
    if turn.state.shown not in {(0, 0), at} and corrections(text, read_back.lines):
        # It was typed about another sheet: nothing is taken for one that nobody saw.
        show_read_back(turn)
        return True
    fixing = turn.state.fixing
    if fixing is None or (fixing.sheet_id, fixing.edit) != at:
        fixing = Fixing(*at)
    found = corrections(text, read_back.lines)
    alone = number_typed(text)
    if not found and fixing.key and alone is not None:
        found = {fixing.key: alone}
    if not found:
        return False
    turn.change(fixing=fixing)
    _note(turn, found)
    return True


def ask_fix_again(turn: Turn) -> None:
    """Repeat how a correction is typed."""
    _ask_fix(turn, turn.words("chat.fix_ask"))


def send_fix(turn: Turn) -> None:
    """Give the committee's word: what the paper says where the machine misread."""
    fixing = turn.state.fixing
    if fixing is None or not fixing.values:
        ask_fix_again(turn)
        return
    turn.change(fixing=None)
    values = dict(fixing.values)
    turn.effects.append(GiveAnswer(fixing.sheet_id, fixing.edit, AnswerKind.MISREAD, values))


def _keep_fixing(turn: Turn, action: Action) -> Fixing:
    """Return the correction in the making; a tap on an older button begins it anew."""
    fixing = turn.state.fixing
    if fixing is None or (fixing.sheet_id, fixing.edit) != (action.number, action.edit):
        fixing = Fixing(action.number, action.edit)
        turn.change(fixing=fixing)
    return fixing


def _note(turn: Turn, found: dict[str, int]) -> None:
    fixing = turn.state.fixing
    if fixing is None:
        return
    values = {**fixing.values, **found}
    turn.change(fixing=Fixing(fixing.sheet_id, fixing.edit, values))
    said = [f"{line.label}: {values[line.key]:,}" for line in _lines(turn) if line.key in values]
    _ask_fix(turn, "\n".join((turn.words("chat.fix_so_far"), *_form(turn), *said)))


def _ask_fix(turn: Turn, text: str, begin: int = 0) -> None:
    """Ask, with the doubtful fields as buttons first and the others behind them."""
    fixing = turn.state.fixing
    at = (fixing.sheet_id, fixing.edit) if fixing else (0, 0)
    lines = sorted(_lines(turn), key=lambda line: not line.is_doubtful)
    doubtful = sum(line.is_doubtful for line in lines)
    end = begin + _BUTTONS if begin or not doubtful else min(doubtful, _BUTTONS)
    offers = [(line.label, Action(Do.FIX, *at, line.key)) for line in lines[begin:end]]
    if fixing is not None and fixing.values:
        offers.insert(0, (turn.words("chat.fix_send"), Action(Do.FIX_SEND, *at)))
    if end < len(lines):
        offers.append((turn.words("chat.fix_more"), Action(Do.MORE, *at, str(end))))
    turn.say(text, [*offers, _cancel(turn)])


def _keys(turn: Turn) -> list[tuple[str, Action]]:
    """Return the keys of a number pad: thirteen buttons, as many as LINE shows."""
    fixing = turn.state.fixing
    at = (fixing.sheet_id, fixing.edit) if fixing else (0, 0)
    digits = [(d, Action(Do.DIGIT, *at, d)) for d in "1234567890"]
    erase = (turn.words("chat.fix_erase"), Action(Do.DIGIT, *at, _ERASE))
    enter = (turn.words("chat.fix_enter"), Action(Do.ENTER, *at))
    return [*digits, erase, enter, _cancel(turn)]


def _form(turn: Turn) -> tuple[str, ...]:
    """Return the name of the form that a correction is about."""
    unit = turn.facts.unit
    if unit is None or unit.read_back is None:
        return ()
    return (turn.words("chat.fix_form", ballot=turn.ballot(unit.read_back.ballot)),)


def _label(turn: Turn, key: str) -> str:
    return next((line.label for line in _lines(turn) if line.key == key), key)


def _lines(turn: Turn) -> tuple[Line, ...]:
    unit = turn.facts.unit
    return unit.read_back.lines if unit and unit.read_back else ()


def _cancel(turn: Turn) -> tuple[str, Action]:
    return turn.words("chat.cancel"), Action(Do.CANCEL)

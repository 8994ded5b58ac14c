"""The read-back: the machine's numbers against the paper, and the committee's word on them.

No number is ever proposed, and no change to the paper.
"""

from bot.conversation.effects import GiveAnswer
from bot.conversation.events import Answered
from bot.conversation.facts import Line, ReadBack, Returned
from bot.conversation.menu import show_menu, show_status
from bot.conversation.numbers import corrections
from bot.conversation.state import Action, Do, Fixing
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind
from pages.formats import number
from pages.keying import number_typed

_BUTTONS = 9
"""LINE shows thirteen; send and cancel stand beside them."""


def show_read_back(turn: Turn) -> None:
    """Read the numbers back, the doubtful ones first, with the four answers."""
    read_back = turn.facts.unit.read_back if turn.facts.unit else None
    if read_back is None:
        show_status(turn)
        return
    doubtful = [_line(turn, line) for line in read_back.lines if line.is_doubtful]
    sure = [_line(turn, line) for line in read_back.lines if not line.is_doubtful]
    parts = [turn.words("send.step_read_back", ballot=turn.ballot(read_back.ballot))]
    if doubtful:
        parts += [f"\n{turn.words('send.read_doubtful')}", *doubtful]
    if sure:
        parts += [f"\n{turn.words('send.read_sure')}", *sure]
    if read_back.remarks:
        parts += [f"\n{turn.words('send.read_facts')}", *(f"• {r}" for r in read_back.remarks)]
    turn.say("\n".join(parts), _answers(turn, read_back))


def show_return(turn: Turn, returned: Returned) -> None:
    """Say why a reviewer sent a sheet back, and what can be done."""
    ballot = turn.ballot(returned.ballot)
    parts = [
        turn.words("send.step_returned", ballot=ballot),
        turn.words(f"send.return_{returned.reason}"),
        returned.text,
        turn.words("chat.returned_next"),
    ]
    stand = Action(Do.STAND, returned.sheet_id, returned.edit)
    turn.say("\n".join(p for p in parts if p), [(turn.words("chat.stand"), stand)])


def is_current(turn: Turn, action: Action) -> bool:
    """Tell whether the sheet that a button is about is still as it was when offered."""
    unit = turn.facts.unit
    waiting = [unit.read_back, unit.returned] if unit else []
    return any(w and (w.sheet_id, w.edit) == (action.number, action.edit) for w in waiting)


def answer(turn: Turn, action: Action, kind: AnswerKind) -> None:
    """Give the committee's word."""
    turn.change(fixing=None)
    turn.effects.append(GiveAnswer(action.number, action.edit, kind))


def warn_of_paper(turn: Turn, action: Action) -> None:
    """Say what holds where the paper itself is wrong: nothing is changed; whom to call."""
    unit = turn.facts.unit
    centre = f"{unit.centre} {unit.phone}".strip() if unit else "–"
    keep, call, new = (
        turn.words("send.paper_keep"),
        turn.words("send.paper_call", centre=centre),
        turn.words("send.paper_new"),
    )
    send = Action(Do.PAPER_SEND, action.number, action.edit)
    offers = [(turn.words("chat.paper_send"), send), (turn.words("common.back"), Action(Do.SHOW))]
    turn.say(f"{keep}\n{call}\n{new}", offers)


def begin_fix(turn: Turn, action: Action) -> None:
    """Ask which number was misread, and what the paper says."""
    turn.change(fixing=Fixing(action.number, action.edit))
    _ask_fix(turn, turn.words("chat.fix_ask"))


def choose_field(turn: Turn, action: Action) -> None:
    """Ask for the number of the field that was tapped."""
    fixing = turn.state.fixing or Fixing(action.number, action.edit)
    turn.change(fixing=Fixing(fixing.sheet_id, fixing.edit, fixing.values, action.word))
    label = next((line.label for line in _lines(turn) if line.key == action.word), action.word)
    turn.say(turn.words("chat.fix_number", name=label), [_cancel(turn)])


def take_correction(turn: Turn, text: str) -> bool:
    """Take what was typed as a correction; False where it says nothing about the sheet."""
    unit = turn.facts.unit
    read_back = unit.read_back if unit else None
    if read_back is None:
        return False
    fixing = turn.state.fixing or Fixing(read_back.sheet_id, read_back.edit)
    if (fixing.sheet_id, fixing.edit) != (read_back.sheet_id, read_back.edit):
        fixing = Fixing(read_back.sheet_id, read_back.edit)
    found = corrections(text, read_back.lines)
    alone = number_typed(text)
    if not found and fixing.key and alone is not None:
        found = {fixing.key: alone}
    if not found:
        return False
    values = {**fixing.values, **found}
    turn.change(fixing=Fixing(fixing.sheet_id, fixing.edit, values))
    said = [f"{line.label}: {values[line.key]:,}" for line in _lines(turn) if line.key in values]
    _ask_fix(turn, turn.words("chat.fix_so_far") + "\n" + "\n".join(said))
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


def cancel(turn: Turn) -> None:
    """Drop what was begun; the read-back stays open."""
    turn.change(fixing=None)
    turn.say(turn.words("chat.cancelled"))
    if turn.facts.unit is not None and turn.facts.unit.read_back is not None:
        show_read_back(turn)
    else:
        show_menu(turn)


def answered(turn: Turn, event: Answered) -> None:
    """Thank, and go on with the other ballot if it waits."""
    turn.say(turn.words(f"chat.answered_{event.kind.value}"))
    if turn.facts.unit is not None and turn.facts.unit.read_back is not None:
        show_read_back(turn)


def _ask_fix(turn: Turn, text: str) -> None:
    fixing = turn.state.fixing
    doubtful = [line for line in _lines(turn) if line.is_doubtful][:_BUTTONS]
    at = (fixing.sheet_id, fixing.edit) if fixing else (0, 0)
    offers = [(line.label, Action(Do.FIX, *at, line.key)) for line in doubtful]
    if fixing is not None and fixing.values:
        offers.insert(0, (turn.words("chat.fix_send"), Action(Do.FIX_SEND, *at)))
    turn.say(text, [*offers, _cancel(turn)])


def _lines(turn: Turn) -> tuple[Line, ...]:
    unit = turn.facts.unit
    return unit.read_back.lines if unit and unit.read_back else ()


def _line(turn: Turn, line: Line) -> str:
    mark = "? " if line.is_doubtful else ""
    value = turn.words("send.read_unread") if line.value is None else number(line.value)
    return f"{mark}{line.label}: {value}"


def _answers(turn: Turn, read_back: ReadBack) -> list[tuple[str, Action]]:
    pairs = (
        ("chat.answer_agrees", Do.AGREE),
        ("chat.answer_misread", Do.MISREAD),
        ("chat.answer_paper_wrong", Do.PAPER),
        ("chat.answer_hand_over", Do.HAND_OVER),
    )
    return [(turn.words(k), Action(do, read_back.sheet_id, read_back.edit)) for k, do in pairs]


def _cancel(turn: Turn) -> tuple[str, Action]:
    return turn.words("chat.cancel"), Action(Do.CANCEL)

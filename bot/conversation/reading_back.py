"""The read-back: the machine's numbers against the paper, and the committee's word on them.

No number is ever proposed, and no change to the paper.
"""

from collections.abc import Sequence
from typing import Final

from bot.conversation.effects import GiveAnswer
from bot.conversation.events import Answered
from bot.conversation.facts import DeskFacts, Line, ReadBack, Returned
from bot.conversation.menu import show_menu, show_status
from bot.conversation.replies import Picture, PictureKind, Push
from bot.conversation.state import Action, Do
from bot.conversation.turn import Turn
from models.tables.sheets import AnswerKind
from pages.formats import number

_CROPS: Final = 4
"""Cells in one picture: more would be too small on a phone."""

_UNITS: Final = 12


def show_read_back(turn: Turn) -> None:
    """Read the numbers back, the doubtful ones first, with the four answers."""
    read_back = turn.facts.unit.read_back if turn.facts.unit else None
    if read_back is None:
        _show_others(turn, turn.facts.desk) if turn.facts.desk else show_status(turn)
        return
    turn.change(shown=(read_back.sheet_id, read_back.edit))
    doubtful = [_line(turn, line) for line in read_back.lines if line.is_doubtful]
    sure = [_line(turn, line) for line in read_back.lines if not line.is_doubtful]
    parts = [turn.words("send.step_read_back", ballot=turn.ballot(read_back.ballot))]
    if turn.facts.desk is not None and turn.facts.unit is not None:
        parts.insert(0, turn.facts.unit.name)
    if doubtful:
        parts += [f"\n{turn.words('send.read_doubtful')}", *doubtful]
    if sure:
        parts += [f"\n{turn.words('send.read_sure')}" if doubtful else "", *sure]
    if read_back.remarks:
        parts += [f"\n{turn.words('send.read_facts')}", *(f"• {r}" for r in read_back.remarks)]
    push = Push.NEEDED if doubtful or read_back.remarks else Push.USEFUL
    picture = _crops(read_back.sheet_id, [line.key for line in read_back.lines if line.is_doubtful])
    turn.say("\n".join(parts), _answers(turn, read_back), push, picture)


def _show_others(turn: Turn, desk: DeskFacts) -> None:
    """Offer the units of a desk whose numbers wait for a word."""
    if not desk.to_answer:
        show_status(turn)
        return
    offers = [(short, Action(Do.SHOW, unit=unit)) for unit, short in desk.to_answer[:_UNITS]]
    turn.say(turn.words("chat.desk_to_answer", count=len(desk.to_answer)), offers)


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
    turn.say(
        "\n".join(p for p in parts if p),
        [(turn.words("chat.stand"), stand)],
        Push.NEEDED,
        _crops(returned.sheet_id, returned.fields),
    )


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
    has_next = turn.facts.unit is not None and turn.facts.unit.read_back is not None
    if has_next or (turn.facts.desk is not None and turn.facts.desk.to_answer):
        show_read_back(turn)


def _crops(sheet_id: int, keys: Sequence[str]) -> Picture | None:
    """Return the picture of a few cells of a sheet, so that nobody has to look for them."""
    shown = ",".join(keys[:_CROPS])
    return Picture(PictureKind.CROPS, shown, sheet_id) if shown else None


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

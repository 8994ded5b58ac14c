"""A code on paper opens the door: shown first, then bound, once."""

import re
from typing import Final

from bot.conversation.choosing import ask_which, unit_button
from bot.conversation.effects import Bind, OpenCode, ReceiveHeld
from bot.conversation.events import Bound, CodeOpened, CodeRefused
from bot.conversation.facts import DeskFacts
from bot.conversation.menu import ask_again, ask_unit, show_menu
from bot.conversation.state import Asking
from bot.conversation.turn import Turn
from models.values.chat import Audience
from models.values.codes import tidy_code
from pages.formats import clock, plain_digits

_CODE_LENGTHS: Final = range(9, 14)
_NAME_KEPT: Final = 80
_PLACE: Final = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)* [0-9]{1,2}")
"""A province and a constituency, "Phetchabun 1", may be as long as a code, and is a question."""


def looks_like_code(text: str) -> bool:
    """Tell whether a text can be meant as a code, right or wrong: so a wrong one counts as a try.

    Codes have eleven characters of letters and digits; one too few or too many is a slip. One
    without any digit is rare, and told from a word by its check character.
    """
    if tidy_code(text) is not None:
        return True
    if _PLACE.fullmatch(text.strip()):
        return False
    plain = plain_digits("".join(text.split())).replace("-", "")
    has_digit = any(c.isdigit() for c in plain)
    return plain.isascii() and plain.isalnum() and has_digit and len(plain) in _CODE_LENGTHS


def say_how(turn: Turn) -> None:
    """Say where the code stands and how it is typed, to whom may use one."""
    if _may_enrol(turn):
        turn.say(turn.words("chat.how_enrol"))


def try_code(turn: Turn, typed: str) -> None:
    """Have a code looked up, unless the person belongs to a unit already."""
    if _may_enrol(turn):
        turn.effects.append(OpenCode(typed))


def _may_enrol(turn: Turn) -> bool:
    """Tell whether a code is of use here; where not, say why."""
    if turn.facts.audience is Audience.PUBLIC:
        turn.say(turn.words("chat.lost_other_bot", other=turn.facts.other_bot))
        return False
    bound_to = turn.facts.desk or turn.facts.unit
    if bound_to is not None:
        turn.say(turn.words("chat.enrolled_already", unit=bound_to.name))
        show_menu(turn)
        return False
    return True


def code_opened(turn: Turn, event: CodeOpened) -> None:
    """Ask whether it is the person's unit."""
    turn.change(asking=Asking.UNIT, code_id=event.code_id, place=event.place, is_desk=event.is_desk)
    ask_unit(turn)


def code_refused(turn: Turn, event: CodeRefused) -> None:
    """Say one sentence for wrong, used and expired; and until when the door is locked."""
    turn.change(asking=Asking.NOTHING, code_id=0, place="")
    if event.until is None:
        turn.say(turn.words("send.code_wrong"))
    else:
        turn.say(turn.words("send.code_locked", time=clock(event.until, turn.state.language)))


def agree_to_unit(turn: Turn, code_id: int) -> None:
    """Bind, once the name is known by which staff call back."""
    if turn.state.asking is Asking.NOTHING or code_id != turn.state.code_id:
        turn.say(turn.words("chat.button_old"))
        ask_again(turn)
    elif turn.facts.display_name:
        turn.effects.append(Bind(code_id, turn.facts.display_name[:_NAME_KEPT]))
    else:
        turn.change(asking=Asking.NAME)
        turn.say(turn.words("chat.ask_name"))


def take_name(turn: Turn, text: str) -> None:
    """Bind under the name that was typed."""
    turn.effects.append(Bind(turn.state.code_id, text.strip()[:_NAME_KEPT]))


def refuse_unit(turn: Turn) -> None:
    """Forget the code: it was another unit's."""
    turn.change(asking=Asking.NOTHING, code_id=0, place="")
    turn.say(turn.words("chat.not_mine"))


def bound(turn: Turn, _event: Bound) -> None:
    """Welcome the person, and take the pictures that were held."""
    held = turn.state.held
    turn.change(asking=Asking.NOTHING, code_id=0, place="")
    if turn.facts.desk is not None:
        _welcome_desk(turn, turn.facts.desk)
        return
    turn.change(held=())
    unit = turn.facts.unit
    if unit is None:
        ask_again(turn)
        return
    key = "chat.welcome_before" if unit.is_before else "chat.welcome"
    turn.say(turn.words(key, unit=unit.name))
    turn.effects.extend(ReceiveHeld(h.sha256, h.name, h.message_id) for h in held)


def _welcome_desk(turn: Turn, desk: DeskFacts) -> None:
    """Welcome somebody who sends for many units; pictures that were held need theirs first."""
    key = "chat.welcome_desk_before" if desk.is_before else "chat.welcome_desk"
    turn.say(turn.words(key, unit=desk.name), [unit_button(turn)])
    if turn.state.held:
        ask_which(turn)

"""Menu, status and help, and the question that is open: no dead ends."""

from typing import Final

from bot.conversation.choosing import ask_which, desk_standing, unit_button
from bot.conversation.facts import SheetFacts
from bot.conversation.reporting import ask_report
from bot.conversation.state import Action, Asking, Do
from bot.conversation.turn import Turn
from models.states.sheet import SheetState
from models.values.chat import Audience

_WORDS: Final = {
    "เมนู": Do.MENU, "menu": Do.MENU, "/menu": Do.MENU,
    "ยกเลิก": Do.CANCEL, "cancel": Do.CANCEL, "/cancel": Do.CANCEL,
    "สถานะ": Do.STATUS, "status": Do.STATUS, "/status": Do.STATUS,
    "ช่วยเหลือ": Do.HELP, "ช่วยด้วย": Do.HELP, "help": Do.HELP, "/help": Do.HELP,
    "english": Do.LANGUAGE, "ภาษาไทย": Do.LANGUAGE, "ไทย": Do.LANGUAGE, "thai": Do.LANGUAGE,
    "/language": Do.LANGUAGE,
    "เลือกหน่วย": Do.WHICH, "หน่วยถัดไป": Do.WHICH, "units": Do.WHICH, "next unit": Do.WHICH,
    "/units": Do.WHICH,
    "คะแนนรายเขต": Do.HOW_RESULT, "หาเบอร์": Do.HOW_CANDIDATES,
    "หาที่เลือกตั้ง": Do.HOW_PLACES, "ลงทะเบียน": Do.HOW_ENROL, "enrol": Do.HOW_ENROL,
    "ตรวจตัวเลข": Do.SHOW, "numbers": Do.SHOW, "/numbers": Do.SHOW,
}  # fmt: skip


def menu_word(text: str) -> Do | None:
    """Return what a menu word asks for; these work in every state."""
    return _WORDS.get(text.strip().casefold())


def show_menu(turn: Turn) -> None:
    """Say what can be done now."""
    unit, desk = turn.facts.unit, turn.facts.desk
    if not turn.facts.is_enrolled:
        _to_stranger(turn, "menu_stranger")
        return
    offers = [*_unit_offers(turn), *_common(turn)]
    name = desk.name if desk else unit.name if unit else ""
    turn.say(turn.words("chat.menu", unit=name), offers)


def show_help(turn: Turn) -> None:
    """Say how it works and whom to call."""
    unit, desk = turn.facts.unit, turn.facts.desk
    if desk is not None:
        turn.say(turn.words("chat.help_desk"), [unit_button(turn), *_common(turn)])
        return
    if unit is None:
        _to_stranger(turn, "help_stranger")
        return
    call = turn.words("chat.call", centre=unit.centre, phone=unit.phone or "–")
    turn.say(f"{turn.words('chat.help')}\n{call}", _common(turn))


def show_status(turn: Turn) -> None:
    """Say where the unit's sheets stand, and what is missing; at a desk how far all are."""
    unit, desk = turn.facts.unit, turn.facts.desk
    if not turn.facts.is_enrolled:
        ask_again(turn)
        return
    lines = desk_standing(turn, desk) if desk else []
    if unit is not None:
        lines += [unit.name, *(standing_words(turn, sheet) for sheet in unit.sheets)]
    turn.say("\n".join(lines), _unit_offers(turn))


def missing_words(turn: Turn, sheet: SheetFacts) -> str:
    """Return `ขาดหน้า 3 ของแบบบัญชีรายชื่อ`."""
    pages = ", ".join(str(n) for n in sheet.missing)
    return turn.words("chat.missing", pages=pages, ballot=turn.ballot(sheet.ballot))


def ask_again(turn: Turn) -> None:
    """Repeat the question that is open, or say what can be done."""
    if turn.state.asking is Asking.UNIT:
        ask_unit(turn)
    elif turn.state.asking is Asking.NAME:
        turn.say(turn.words("chat.ask_name"))
    elif turn.state.asking is Asking.REPORT:
        ask_report(turn)
    elif turn.state.asking is Asking.WHICH and turn.facts.desk is not None:
        ask_which(turn)
    elif not turn.facts.is_enrolled:
        _to_stranger(turn, "ask_code")
    else:
        show_menu(turn)


def ask_unit(turn: Turn) -> None:
    """Show the unit that a code opens and ask; nothing is bound yet."""
    yes = (turn.words("chat.bind_yes"), Action(Do.BIND, turn.state.code_id))
    no = (turn.words("chat.bind_no"), Action(Do.NOT_MINE, turn.state.code_id))
    key = "chat.ask_desk" if turn.state.is_desk else "chat.ask_unit"
    turn.say(turn.words(key, place=turn.state.place), (yes, no))


def standing_words(turn: Turn, sheet: SheetFacts) -> str:
    """Return a sheet's name and where it stands."""
    return f"{turn.ballot(sheet.ballot)}: {stage_words(turn, sheet)}"


def stage_words(turn: Turn, sheet: SheetFacts) -> str:
    """Return where a sheet stands: how many of its pages came, and which are missing."""
    if sheet.state is not SheetState.COLLECTING:
        return turn.words(f"send.state_{sheet.state.value}")
    come = sheet.pages - len(sheet.missing)
    counted = turn.words("send.state_collecting", come=come, all=sheet.pages)
    missing = f" · {missing_words(turn, sheet)}" if sheet.missing else ""
    return f"{counted}{missing}"


def _unit_offers(turn: Turn) -> list[tuple[str, Action]]:
    """Return the buttons about a unit, and at a desk the way to the others."""
    unit = turn.facts.unit
    offers = [(turn.words("chat.status"), Action(Do.STATUS))]
    if unit is not None and unit.read_back is not None:
        offers.insert(0, (turn.words("chat.show"), Action(Do.SHOW)))
    return [*([unit_button(turn)] if turn.facts.desk else []), *offers]


def _to_stranger(turn: Turn, key: str) -> None:
    """Say what somebody who is not enrolled can do here: with which account they speak matters."""
    facts = turn.facts
    ending = _BY_AUDIENCE[facts.audience]
    text = turn.words(f"chat.{key}{ending}", board=facts.board_url, other=facts.other_bot)
    turn.say(text, _common(turn))


_BY_AUDIENCE: Final = {
    Audience.EVERYBODY: "",
    Audience.COMMITTEES: "_committees",
    Audience.PUBLIC: "_public",
}


def _common(turn: Turn) -> list[tuple[str, Action]]:
    return [
        (turn.words("chat.help_button"), Action(Do.HELP)),
        (turn.words("common.switch_language"), Action(Do.LANGUAGE)),
    ]

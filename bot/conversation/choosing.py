"""At a desk, which sends for many units: whose are these pictures?

A picture is kept first. It gets its unit by a tap, and the next ones go there too until that unit's
pages are complete in number, or the desk says whose come next.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.conversation.effects import ChooseUnit, FindUnits, ReceiveHeld
from bot.conversation.events import (
    PhotoHeld,
    PhotoKept,
    Tapped,
    Told,
    UnitChoice,
    UnitChosen,
    UnitsFound,
)
from bot.conversation.facts import DeskFacts
from bot.conversation.replies import Reply
from bot.conversation.state import MOST_HELD_AT_DESK, Action, Asking, Do, Held, State
from bot.conversation.turn import Turn

AT_ONCE: Final = 8
"""Units on one list; three more buttons stand beside them, and LINE shows thirteen."""


def ask_which(turn: Turn, typed: str = "", begin: int = 0) -> None:
    """Ask for which unit, with those that lack pages as buttons."""
    turn.change(asking=Asking.WHICH)
    turn.effects.append(FindUnits(typed.strip(), begin, turn.state.round.last))


def show_units(turn: Turn, action: Action) -> None:
    """Show a desk's units from the one on that a button names."""
    if turn.facts.desk is None:
        turn.say(turn.words("chat.button_old"))
    else:
        ask_which(turn, action.word, action.number)


def hold_at_desk(turn: Turn, event: PhotoHeld) -> None:
    """Keep a picture, and ask whose it is."""
    album = event.album.key if event.album else ""
    known = {h.sha256 for h in turn.state.held}
    if event.sha256 not in known:
        new = Held(event.sha256, event.name, event.message_id, album)
        turn.change(held=(*turn.state.held, new)[:MOST_HELD_AT_DESK])
    ask_which(turn)


def unit_concerned(state: State, event: object) -> int:
    """Return which of a desk's units an event is about, 0 for none."""
    if isinstance(event, Told | PhotoKept | UnitChosen):
        return event.unit_id
    if isinstance(event, Tapped):
        action = state.choice(event.choice)
        return (action.unit if action else 0) or state.round.focus
    return state.round.focus


def units_found(turn: Turn, event: UnitsFound) -> None:
    """Say whose pictures wait, and offer units; or that none fits what was typed."""
    lines = waiting_words(turn)
    if event.typed and not event.total:
        lines.append(turn.words("chat.which_none", typed=event.typed))
    else:
        lines.append(turn.words("chat.which"))
    numbered = list(enumerate(event.choices, event.begin + 1))
    lines += [_unit_words(turn, number, choice) for number, choice in numbered]
    lines.append(turn.words("chat.which_how"))
    offers = turn.offer(_unit_buttons(turn, event, numbered))
    # Pictures of one album come one by one, and are asked about once.
    is_first = turn.state.held and not event.typed and not event.begin
    turn.replies.append(Reply("\n".join(lines), offers, merge="which" if is_first else None))


def choose(turn: Turn, action: Action) -> None:
    """Send for the unit that was tapped; a button gives a place to one set of pictures only."""
    if action.edit != turn.state.round.asked and turn.state.held:
        turn.say(turn.words("chat.button_old"))
        ask_which(turn)
    else:
        turn.effects.append(ChooseUnit(action.number))


def unit_chosen(turn: Turn, event: UnitChosen) -> None:
    """Give the pictures that wait their unit; with none waiting, say that they may come."""
    unit = turn.facts.unit
    if unit is None:
        return
    missing = sum(len(s.missing) for s in unit.sheets)
    pages = missing or sum(s.pages for s in unit.sheets)
    now, later = _first_set(turn.state.held)
    round_ = turn.state.round.chosen(event.unit_id, pages)
    if now:
        round_ = round_.with_home(now[0].album, event.unit_id)
    turn.change(round=round_, held=later, asking=Asking.NOTHING, fixing=None)
    if not now:
        turn.say(
            turn.words("chat.sending_for", unit=unit.name),
            [(turn.words("chat.next_unit"), Action(Do.WHICH))],
        )
    turn.effects += [
        ReceiveHeld(h.sha256, h.name, h.message_id, event.unit_id, h.album) for h in now
    ]
    if later:
        ask_which(turn)


def count_picture(turn: Turn, album: str, unit_id: int, *, is_new: bool) -> None:
    """Note the unit of a picture; with the last one awaited the next will be asked about."""
    round_ = replace(turn.state.round, looking_at=0).with_home(album, unit_id)
    if is_new and unit_id == round_.sending_for:
        round_ = round_.with_one_less()
    turn.change(round=round_)


def desk_standing(turn: Turn, desk: DeskFacts) -> list[str]:
    """Return how far a desk is, and what waits for its word."""
    counts = turn.words(
        "chat.desk_standing", all=desk.all_here, begun=desk.begun, nothing=desk.nothing
    )
    return [desk.name, counts, *waiting_words(turn)]


def unit_button(turn: Turn) -> tuple[str, Action]:
    """Return the button to the list of units."""
    has_begun = turn.state.round.last
    return turn.words("chat.next_unit" if has_begun else "chat.units"), Action(Do.WHICH)


def _first_set(held: Sequence[Held]) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """Return the pictures that came together with the oldest, and the others."""
    if not held:
        return (), ()
    together = held[0].album
    now = tuple(h for h in held if h.album == together)
    return now, tuple(h for h in held if h.album != together)


def waiting_words(turn: Turn) -> list[str]:
    """Return how many pictures wait for their unit; nothing where none does."""
    now, later = _first_set(turn.state.held)
    words = [turn.words("chat.which_held", count=len(now))] if now else []
    if later:
        words.append(turn.words("chat.which_later", count=len(later)))
    return words


def _unit_words(turn: Turn, number: int, choice: UnitChoice) -> str:
    key = "chat.which_missing" if choice.missing else "chat.which_all_here"
    return f"{number}. {choice.name}: {turn.words(key, count=choice.missing)}"


def _unit_buttons(
    turn: Turn, event: UnitsFound, numbered: Sequence[tuple[int, UnitChoice]]
) -> list[tuple[str, Action]]:
    asked = turn.state.round.asked
    offers = [
        (f"{number}. {c.short}", Action(Do.SEND_FOR, c.unit_id, asked)) for number, c in numbered
    ]
    end = event.begin + len(event.choices)
    if event.begin:
        back = Action(Do.WHICH, max(0, event.begin - AT_ONCE), word=event.typed)
        offers.append((turn.words("chat.units_before"), back))
    if end < event.total:
        offers.append((turn.words("chat.units_more"), Action(Do.WHICH, end, word=event.typed)))
    if event.typed:
        offers.append((turn.words("chat.units_all"), Action(Do.WHICH)))
    return offers

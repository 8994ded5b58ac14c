"""A member of the public says that a published number is wrong: one question, and a ticket.

What is said is held against the form's image by officials; nothing is changed by it.
"""

from typing import Final

from bot.conversation.effects import FindNumbers, Report
from bot.conversation.events import NotReported, NumbersFound, Reported
from bot.conversation.numbers import corrections
from bot.conversation.state import Action, Asking, Do
from bot.conversation.turn import Turn
from models.values.ballots import Ballot
from models.values.objections import Fault

_BUTTONS: Final = 10
"""LINE shows thirteen; the next ones and cancel stand beside them."""
_AT_ONCE: Final = 3
"""Numbers that one message may report."""


def report_buttons(turn: Turn, unit: str, ballots: tuple[str, ...]) -> list[tuple[str, Action]]:
    """Return a button for each published ballot of a unit that an answer is about."""
    return [
        (turn.words(f"chat.report_{ballot}"), Action(Do.REPORT, word=f"{unit}/{ballot}"))
        for ballot in ballots
    ]


def begin_report(turn: Turn, action: Action) -> None:
    """Look up the published numbers of a unit's ballot."""
    turn.change(asking=Asking.REPORT, reporting=action.word)
    turn.effects.append(FindNumbers(action.word))


def numbers_found(turn: Turn, event: NumbersFound) -> None:
    """Ask which number is wrong, or say that nothing is published there."""
    if not (event.is_there and turn.state.reporting):
        turn.change(asking=Asking.NOTHING, reporting="")
        turn.say(turn.words("chat.report_nothing"))
        return
    ask_report(turn)


def ask_report(turn: Turn, begin: int = 0) -> None:
    """Ask which number is wrong, and what the image says, with the numbers as buttons."""
    lines = turn.facts.published
    at = turn.state.reporting
    unit, _, ballot = at.partition("/")
    shown = lines[begin : begin + _BUTTONS]
    offers = [(line.label, Action(Do.REPORT_FIELD, word=f"{at}/{line.key}")) for line in shown]
    end = begin + len(shown)
    if end < len(lines):
        offers.append((turn.words("chat.fix_more"), Action(Do.REPORT_MORE, end, word=at)))
    offers.append((turn.words("chat.cancel"), Action(Do.CANCEL)))
    about = f"{unit} · {turn.ballot(Ballot(ballot))}"
    turn.say(f"{about}\n{turn.words('chat.report_ask')}", offers)


def show_more(turn: Turn, action: Action) -> None:
    """Offer the next numbers as buttons."""
    if turn.state.reporting == action.word:
        ask_report(turn, action.number)
    else:
        begin_report(turn, action)


def report_field(turn: Turn, action: Action) -> None:
    """Report the number that was tapped; what the paper says is not known."""
    unit, ballot, key = action.word.split("/", 2)
    turn.effects.append(Report(f"{unit}/{ballot}", key))


def take_report(turn: Turn, text: str) -> None:
    """Report the numbers that were typed with what the paper says, or repeat the question."""
    found = corrections(text, turn.facts.published)
    if not found:
        ask_report(turn)
        return
    at = turn.state.reporting
    for key, value in list(found.items())[:_AT_ONCE]:
        turn.effects.append(Report(at, key, value))


def reported(turn: Turn, event: Reported) -> None:
    """Say that it was received, with the ticket under which the answer stands."""
    turn.change(asking=Asking.NOTHING, reporting="")
    where = f"{turn.facts.board_url}/object/{event.ticket}"
    turn.say(turn.words("chat.reported", name=event.name, ticket=event.ticket, where=where))


def not_reported(turn: Turn, event: NotReported) -> None:
    """Say why it was not taken; the question stays open where another word would do."""
    turn.say(turn.words(f"chat.report_{event.fault}"))
    if event.fault == Fault.SAME and turn.state.reporting:
        ask_report(turn)
    else:
        turn.change(asking=Asking.NOTHING, reporting="")

"""What is told to a committee by itself: few things, since LINE's pushes are metered."""

from typing import Final

from bot.conversation.events import Told
from bot.conversation.reading_back import show_read_back, show_return
from bot.conversation.state import Action, Do
from bot.conversation.turn import Turn
from models.values.notices import NoticeKind, sentence_of_notice
from models.values.reading import Problem
from models.values.sentences import sentence_of_problem, wants_retake

_PASSED_ON_BY_TAP: Final = frozenset({NoticeKind.RETAKE, NoticeKind.WRONG_FORM})


def tell(turn: Turn, event: Told) -> None:
    """Tell a notice; a page that joined well is not worth a message."""
    unit = turn.facts.unit
    if unit is None:
        return
    if event.kind is NoticeKind.PAGE_JOINED:
        _tell_problems(turn, event)
    elif event.kind is NoticeKind.READ_BACK and unit.read_back and turn.state.fixing is None:
        show_read_back(turn)
    elif event.kind is NoticeKind.RETURNED and unit.returned:
        show_return(turn, unit.returned)
    else:
        offers = [(turn.words("chat.status"), Action(Do.STATUS))]
        if event.kind in _PASSED_ON_BY_TAP and event.photo_id is not None:
            offers.insert(0, (turn.words("chat.pass_on"), Action(Do.PASS_ON, event.photo_id)))
        turn.say(turn.in_language(sentence_of_notice(event.kind, event.params)), offers)


def _tell_problems(turn: Turn, event: Told) -> None:
    problems = [Problem(p) for p in event.params.get("problems", ())]
    bad = [turn.in_language(sentence_of_problem(p)) for p in problems if wants_retake(p)]
    if bad:
        joined = turn.in_language(sentence_of_notice(event.kind, event.params))
        turn.say("\n".join((joined, *bad)))

"""What is told to a committee by itself: few things, since LINE's pushes are metered."""

from dataclasses import replace
from typing import Any, Final

from bot.conversation.effects import Withdraw
from bot.conversation.events import Told
from bot.conversation.evidence import offer_evidence
from bot.conversation.facts import ReadBack, SheetFacts, UnitFacts
from bot.conversation.menu import standing_words
from bot.conversation.reading_back import show_read_back, show_return
from bot.conversation.replies import Picture, PictureKind, Push, Reply
from bot.conversation.state import Action, Do
from bot.conversation.turn import Turn
from models.states.sheet import SheetState
from models.values.notices import ASKED, KEPT, TOO_MANY, NoticeKind, sentence_of_notice
from models.values.reading import Problem
from models.values.sentences import sentence_of_problem, wants_retake

_PATIENCE: Final = 2
"""After so many bad pictures in a row people may look at one as it is."""
_MISSING: Final = "missing"
_PUSHES: Final = {
    NoticeKind.REFUSED: Push.NEEDED,
    NoticeKind.RETAKE: Push.NEEDED,
    NoticeKind.WRONG_FORM: Push.NEEDED,
    NoticeKind.OTHER_UNIT: Push.NEEDED,
    NoticeKind.CONFIRMED: Push.USEFUL,
}


def tell(turn: Turn, event: Told) -> None:
    """Tell a notice, where it is worth a message."""
    unit = turn.facts.unit
    if unit is None:
        return
    said = len(turn.replies)
    _tell_unit(turn, event, unit)
    if turn.facts.desk is not None:
        # Somebody with many units has to know which one it is about.
        for at in range(said, len(turn.replies)):
            reply = turn.replies[at]
            if not reply.text.startswith(unit.name):
                turn.replies[at] = replace(reply, text=f"{unit.name}\n{reply.text}")


def _tell_unit(turn: Turn, event: Told, unit: UnitFacts) -> None:
    if event.kind is NoticeKind.PAGE_JOINED:
        _tell_page(turn, event, unit)
    elif event.kind is NoticeKind.READ_BACK and unit.read_back and turn.state.fixing is None:
        _tell_read_back(turn, unit, unit.read_back)
    elif event.kind is NoticeKind.RETURNED and unit.returned:
        show_return(turn, unit.returned)
    elif event.kind is NoticeKind.REMINDER:
        _remind(turn, event, unit)
    else:
        _tell_plainly(turn, event)


def _tell_read_back(turn: Turn, unit: UnitFacts, read_back: ReadBack) -> None:
    """Show the read-back in hand once: the other ballot's follows when this one is answered."""
    if turn.state.shown != (read_back.sheet_id, read_back.edit):
        turn.change(missing_said="", round=replace(turn.state.round, looking_at=unit.id))
        show_read_back(turn)


def _tell_plainly(turn: Turn, event: Told) -> None:
    is_good = bool(event.params.get(KEPT) or event.params.get(TOO_MANY))
    is_retake = event.kind in {NoticeKind.RETAKE, NoticeKind.REFUSED} and not is_good
    if is_retake:
        turn.change(retakes=turn.state.retakes + 1)
    turn.say(
        turn.in_language(sentence_of_notice(event.kind, event.params)),
        [*_ways_out(turn, event), (turn.words("chat.status"), Action(Do.STATUS))],
        Push.NEVER if event.params.get(TOO_MANY) else _PUSHES.get(event.kind, Push.NEVER),
        _example(_problems(event)) if is_retake else None,
    )


def _remind(turn: Turn, event: Told, unit: UnitFacts) -> None:
    """Ask for what is missing; what came between the tap and this message is not asked for."""
    if any(s.state is SheetState.COLLECTING and not _has_begun(s) for s in unit.sheets):
        words = turn.in_language(sentence_of_notice(event.kind, event.params))
        turn.say(words, [(turn.words("chat.status"), Action(Do.STATUS))], Push.NEEDED)


def _ways_out(turn: Turn, event: Told) -> list[tuple[str, Action]]:
    """Return the buttons of a picture that found no place."""
    if event.photo_id is None:
        return []
    if event.kind is NoticeKind.OTHER_UNIT:
        ours = (turn.words("chat.ours"), Action(Do.OURS, event.photo_id))
        return [ours, (turn.words("chat.not_ours"), Action(Do.NOT_OURS, event.photo_id))]
    ways = []
    if event.kind is NoticeKind.RETAKE and Problem.NOT_A_FORM in _problems(event):
        ways.append(offer_evidence(turn, event.photo_id))
    tried = event.kind is NoticeKind.RETAKE and turn.state.retakes >= _PATIENCE
    if event.kind is NoticeKind.WRONG_FORM or tried:
        ways.append((turn.words("chat.pass_on"), Action(Do.PASS_ON, event.photo_id)))
    return ways


def _tell_page(turn: Turn, event: Told, unit: UnitFacts) -> None:
    """Ask again for a page that joined badly; else say what is missing once all are read.

    Mostly it was asked for again when it was looked at, before it was read: then nothing is said.
    """
    bad = [p for p in _problems(event) if wants_retake(p)]
    if bad and not event.params.get(ASKED):
        turn.change(retakes=turn.state.retakes + 1)
        joined = turn.in_language(sentence_of_notice(event.kind, event.params))
        place = event.params.get("glare_at")
        said = [turn.in_language(sentence_of_problem(p, place)) for p in bad]
        status = (turn.words("chat.status"), Action(Do.STATUS))
        turn.say("\n".join((joined, *said)), [status], Push.NEEDED, _example(bad))
        return
    if not bad:
        turn.change(retakes=0)
    _tell_missing(turn, unit)


def _tell_missing(turn: Turn, unit: UnitFacts) -> None:
    """Say once for a set of pages what came and what is missing, per form."""
    open_ = [s for s in unit.sheets if s.state is SheetState.COLLECTING and s.missing]
    merge = f"{_MISSING}:{unit.id}" if turn.facts.desk else _MISSING
    if unit.is_reading or not open_:
        turn.effects.append(Withdraw(merge))
        return
    text = "\n".join(
        (turn.words("chat.read_so_far"), *(standing_words(turn, s) for s in unit.sheets))
    )
    said = f"{unit.id}\n{text}"
    if said == turn.state.missing_said:
        return
    turn.change(missing_said=said)
    offers = turn.offer([(turn.words("chat.status"), Action(Do.STATUS))])
    push = Push.NEEDED if any(_has_begun(s) for s in open_) else Push.NEVER
    turn.replies.append(Reply(text, offers, merge=merge, push=push))


def _has_begun(sheet: SheetFacts) -> bool:
    return len(sheet.missing) < sheet.pages


def _problems(event: Told) -> list[Problem]:
    found: Any = event.params.get("problems", ())
    return [Problem(p) for p in found]


def _example(problems: list[Problem]) -> Picture:
    """Return the picture of what to do about the problem that is told."""
    if not problems or Problem.NOT_A_FORM in problems:
        return Picture(PictureKind.EXAMPLE, Problem.NOT_A_FORM.value)
    worst = next((p for p in problems if wants_retake(p)), problems[0])
    return Picture(PictureKind.EXAMPLE, worst.value)

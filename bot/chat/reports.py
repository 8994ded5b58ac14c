"""Reports of wrong numbers from chat: what is published, and how a report is kept."""

from datetime import datetime

from sqlmodel import Session

from bot import objections
from bot.conversation.effects import FindNumbers, Report
from bot.conversation.events import NotReported, NumbersFound, Reported
from bot.conversation.facts import Line
from models.errors import NotFound
from models.values.objections import Fault
from pages.languages import Language
from pages.lockouts import Guard


def published_lines(session: Session, at: str, language: Language) -> tuple[Line, ...]:
    """Return the published numbers of a unit's ballot; none where nothing is."""
    unit, _, ballot = at.partition("/")
    try:
        shown = objections.published(session, unit, ballot, language)
    except NotFound:
        return ()
    return tuple(Line(key, name, value, is_doubtful=False) for key, name, value in shown.numbers)


def find_numbers(session: Session, effect: FindNumbers, language: Language) -> NumbersFound:
    """Look whether anything is published there."""
    return NumbersFound(bool(published_lines(session, effect.at, language)))


def report(
    session: Session, guard: Guard, effect: Report, language: Language, at: datetime
) -> Reported | NotReported:
    """Keep a report as the web form keeps one, or say why not."""
    unit, _, ballot = effect.at.partition("/")
    try:
        shown = objections.published(session, unit, ballot, language)
    except NotFound:
        return NotReported(Fault.NO_FIELD.value)
    claim = objections.Claim(effect.key, effect.claimed)
    made = objections.object_to(session, guard, shown, claim, at)
    if isinstance(made, Fault):
        return NotReported(made.value)
    name = next(name for key, name, _ in shown.numbers if key == effect.key)
    return Reported(name, made.ticket)

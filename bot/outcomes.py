"""What a sender's wish came to, as an event of the conversation: the same by whichever door."""

from bot import acts
from bot.conversation.effects import GiveAnswer, KeepEvidence, PassOn
from bot.conversation.events import Answered, EvidenceKept, PassedOn, TooLate
from models.errors import NotFound, StaleEdit


def answer(acting: acts.Acting, effect: GiveAnswer) -> Answered | TooLate:
    """Note the committee's word."""
    word = acts.Word(effect.sheet_id, effect.edit, effect.kind, effect.values)
    try:
        acts.give_word(acting, word)
    except (NotFound, StaleEdit):
        return TooLate()
    return Answered(effect.kind)


def pass_on(acting: acts.Acting, queue: acts.SheetQueue, effect: PassOn) -> PassedOn | TooLate:
    """Give a picture without a place to the staff."""
    try:
        acts.pass_on(acting, queue, effect.photo_id)
    except NotFound:
        return TooLate()
    return PassedOn()


def keep_evidence(acting: acts.Acting, effect: KeepEvidence) -> EvidenceKept | TooLate:
    """Keep a picture beside its unit's sheets."""
    try:
        acts.keep_evidence(acting, effect.photo_id, effect.kind)
    except (NotFound, StaleEdit):
        return TooLate()
    return EvidenceKept(effect.kind)

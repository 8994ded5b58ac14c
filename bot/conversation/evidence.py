"""Other evidence: a picture that is no form, kept beside the unit's sheets for reviewers."""

from bot.conversation.effects import KeepEvidence
from bot.conversation.events import EvidenceKept
from bot.conversation.state import Action, Do
from bot.conversation.turn import Turn
from models.values.evidence import EvidenceKind


def offer_evidence(turn: Turn, photo_id: int) -> tuple[str, Action]:
    """Return the button of a picture in which no form was found."""
    return turn.words("chat.evidence"), Action(Do.EVIDENCE, photo_id)


def choose_evidence(turn: Turn, action: Action) -> None:
    """Ask what a picture shows, or keep it as what was tapped."""
    if action.word:
        turn.effects.append(KeepEvidence(action.number, EvidenceKind(action.word)))
        return
    offers = [
        (turn.words(f"send.evidence_{kind.value}"), Action(Do.EVIDENCE, action.number, 0, kind))
        for kind in EvidenceKind
    ]
    turn.say(turn.words("chat.evidence_ask"), offers)


def evidence_kept(turn: Turn, event: EvidenceKept) -> None:
    """Say that it is kept, and what for."""
    kind = turn.words(f"send.evidence_{event.kind.value}")
    turn.say(turn.words("chat.evidence_kept", kind=kind))

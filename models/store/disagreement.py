"""How often another person saw other numbers than one account confirmed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from models.store.operations import Share
from models.tables.sheets import Decision, DecisionKind, Sheet

_FIRST: Final = (DecisionKind.CONFIRM, DecisionKind.CORRECT)
_LOOKS: Final = (*_FIRST, DecisionKind.SECOND_LOOK)


@dataclass(frozen=True, slots=True)
class Score:
    """Sheets of one account's first looks that somebody else looked at, and saw otherwise."""

    sampled: Share
    """Of the blind sample: it tells how the account works on all sheets."""
    all: Share
    """Of every second look: doubtful sheets stand out in it."""


def score_of(session: Session, person_id: int) -> Score:
    """Return an account's disagreement score."""
    theirs = select(Decision.sheet_id).where(
        Decision.person_id == person_id, col(Decision.kind).in_(_FIRST)
    )
    rows = session.exec(
        select(Decision, Sheet.is_sampled)
        .join(Sheet, col(Sheet.id) == col(Decision.sheet_id))
        .where(col(Decision.sheet_id).in_(theirs), col(Decision.kind).in_(_LOOKS))
        .order_by(col(Decision.id))
    )
    looks: dict[int, list[Decision]] = defaultdict(list)
    sampled: set[int] = set()
    for decision, is_sampled in rows:
        looks[decision.sheet_id].append(decision)
        if is_sampled:
            sampled.add(decision.sheet_id)
    differs = {s: d for s, found in looks.items() if (d := _differs(found, person_id)) is not None}
    blind = [d for s, d in differs.items() if s in sampled]
    return Score(Share(sum(blind), len(blind)), Share(sum(differs.values()), len(differs)))


def _differs(looks: list[Decision], person_id: int) -> bool | None:
    """Tell whether the first other person after them saw otherwise; None where none looked.

    Only what the other was asked is compared.
    """
    mine: Decision | None = None
    for look in looks:
        if look.person_id == person_id and look.kind in _FIRST:
            mine = look
        elif mine is not None and look.kind is DecisionKind.SECOND_LOOK:
            return any(mine.values.get(key) != value for key, value in look.values.items())
    return None

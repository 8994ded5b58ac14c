"""Objections of the public to published numbers: what can be objected to, and how often.

The web form and the chats take them through here, so that both keep to one rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from models.errors import NotFound
from models.store import objections
from models.store.cases import Place, choices_of, place_of
from models.store.objections import Said
from models.store.rows import saved
from models.tables.objections import Objection
from models.values.ballots import Ballot
from models.values.fields import TOTAL, row_number
from models.values.objections import Fault, Objector
from pages.languages import Language
from pages.lockouts import Guard, locked_at, note_refusal
from pages.phrases import say

ACTION: Final = "objection made"
EACH: Final = 8
"""Objections of one browser or chat within a quarter of an hour; the whole night is longer."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published numbers of a unit's ballot: key, name and value of each."""

    place: Place
    ballot: Ballot
    numbers: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says against a number, and what they read on the paper if they can."""

    key: str
    claimed: int | None = None
    objector: Objector = Objector.PUBLIC
    words: str = ""


def published(session: Session, unit: str, ballot: str, language: Language) -> Published:
    """Return what is published of a unit's ballot; nothing else can be objected to.

    Raises:
        NotFound: there is no such unit or ballot, or nothing of it is public.
    """
    if ballot not in {b.value for b in Ballot}:
        raise NotFound("ballot")
    row, counts = objections.public_numbers(session, unit, Ballot(ballot))
    place = place_of(session, saved(row.id))
    names = names_on(session, place, Ballot(ballot))
    keys = sorted(counts, key=_order)
    numbers = tuple((key, name_of(key, names, language), counts[key]) for key in keys)
    return Published(place, Ballot(ballot), numbers)


def object_to(
    session: Session, guard: Guard, shown: Published, claim: Claim, at: datetime
) -> Objection | Fault:
    """Keep an objection, or return why it is not taken; nobody can flood those who answer."""
    values = {key: value for key, _, value in shown.numbers}
    if claim.key not in values:
        return Fault.NO_FIELD
    if claim.claimed == values[claim.key]:
        return Fault.SAME
    if locked_at(session, guard, at) is not None:
        return Fault.OFTEN
    note_refusal(session, guard, at)
    said = Said(shown.ballot, claim.key, claim.claimed, claim.objector, claim.words)
    return objections.make(session, shown.place.unit, said, at)


def names_on(session: Session, place: Place, ballot: Ballot) -> dict[int, str]:
    """Return the names on a ballot by number."""
    return {c.number: c.name for c in choices_of(session, saved(place.constituency.id), ballot)}


def name_of(key: str, choices: Mapping[int, str], language: Language) -> str:
    """Return what a field is called, with the candidate's or party's name."""
    number = row_number(key)
    if number is None:
        return say(f"board.count_{key}", language)
    word = say("common.ballot_number", language, number=number)
    return f"{word} {choices.get(number, '')}".rstrip()


def _order(key: str) -> tuple[int, int]:
    """Sort rows by number first, then the total, then the head: most objections are to votes."""
    number = row_number(key)
    if number is not None:
        return 0, number
    return (1, 0) if key == TOTAL else (2, 0)

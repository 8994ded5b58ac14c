"""The operator's word on one constituency or unit, from the command line."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.database import Database
from models.errors import NotFound
from models.store.people import person_named
from models.store.register import constituency_by_code, unit_by_code
from models.tables.people import Person, Role
from results import stages


@dataclass(frozen=True, slots=True)
class Word:
    """What is asked for, of which place, by whom and why."""

    what: str
    place: str
    by: str
    reason: str = ""
    order: str = ""


class NotOperator(Exception):
    """Only an operator of the whole country may say this."""


def carry_out(database: Database, word: Word, at: datetime) -> None:
    """Do what an operator says, in one transaction.

    Raises:
        NotOperator: the person is no operator.
        NotFound: there is no such person, constituency or unit.
        ModelError, ResultsError: the record refuses it; nothing was changed.
    """
    with database.writing() as session:
        person = _operator(session, word.by)
        if word.what == "withdraw":
            unit = unit_by_code(session, word.place)
            stages.withdraw(session, unit, person, at, (word.order, word.reason))
            return
        constituency = constituency_by_code(session, word.place)
        if word.what == "pause":
            stages.pause(session, constituency, person, at, word.reason)
        else:
            stages.STEPS[word.what](session, constituency, person, at)


def _operator(session: Session, username: str) -> Person:
    person = person_named(session, username)
    if person is None:
        raise NotFound(f"person {username}")
    if person.role is not Role.OPERATOR:
        raise NotOperator(username)
    return person

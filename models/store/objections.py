"""Objections to published numbers: made by anybody, joined where they say the same, answered."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, func, or_, select

from models.errors import NotFound
from models.store import audit
from models.store.people import Areas
from models.store.recalls import Asker
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.objections import Objection
from models.tables.recalls import RecallRequest
from models.tables.results import ChangedUnit, Correction, PublishedSheet
from models.values.ballots import Ballot
from models.values.objections import ANSWERED, ObjectionState, Objector

WORDS_KEPT: Final = 500
SHOWN: Final = 200
"""Objections of a list; the longest waiting come first."""
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No letter that is taken for a figure, and no figure that is taken for a letter."""
_HALF: Final = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody objects to: a field of a ballot, what they read on the paper, for whom."""

    ballot: Ballot
    key: str
    claimed: int | None
    objector: Objector
    words: str


def public_numbers(
    session: Session, code: str, ballot: Ballot
) -> tuple[ReportingUnit, Mapping[str, int]]:
    """Return a unit and its published numbers of a ballot; nothing else can be objected to.

    Raises:
        NotFound: there is no such unit, or nothing of it is public.
    """
    query = (
        select(ReportingUnit, PublishedSheet)
        .join(PublishedSheet, col(PublishedSheet.unit_id) == col(ReportingUnit.id))
        .where(ReportingUnit.code == code, col(PublishedSheet.ballot) == ballot)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("published numbers")
    unit, sheet = found
    return unit, sheet.counts


def make(session: Session, unit: ReportingUnit, said: Said, at: datetime) -> Objection:
    """Keep an objection under a ticket of its own.

    It joins the open one to the same number.

    Raises:
        NotFound: the unit has no such published number.
    """
    _, counts = public_numbers(session, unit.code, said.ballot)
    if said.key not in counts:
        raise NotFound("published number")
    made = Objection(
        ticket=_new_ticket(),
        unit_id=saved(unit.id),
        ballot=said.ballot,
        key=said.key,
        shown=counts[said.key],
        claimed=said.claimed,
        objector=said.objector,
        words=" ".join(said.words.split())[:WORDS_KEPT],
        made_at=at,
        joined_to=_open_head(session, saved(unit.id), said),
    )
    session.add(made)
    session.flush()
    return made


def with_ticket(session: Session, ticket: str) -> tuple[Objection, Objection]:
    """Return the objection of a ticket, and the one whose answer is its own.

    Raises:
        NotFound: nobody was given this ticket.
    """
    plain = "".join(letter for letter in ticket.upper() if letter in _LETTERS)
    written = f"{plain[:_HALF]}-{plain[_HALF:]}"
    found = session.exec(select(Objection).where(Objection.ticket == written)).first()
    if found is None:
        raise NotFound("ticket")
    return found, session.get_one(Objection, found.joined_to) if found.joined_to else found


def voices(session: Session, head: Objection) -> int:
    """Return how many objections say the same as this one, itself among them."""
    joined = select(func.count(col(Objection.id))).where(Objection.joined_to == head.id)
    return 1 + session.exec(joined).one()


def waiting(session: Session, areas: Areas) -> Sequence[tuple[Objection, ReportingUnit]]:
    """Return the objections of some areas that have no answer, longest waiting first."""
    query = (
        select(Objection, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Objection.unit_id))
        .where(areas.holds(), *_open())
        .order_by(col(Objection.id))
    )
    return session.exec(query.limit(SHOWN)).all()


def head_in(session: Session, objection_id: int, areas: Areas) -> Objection:
    """Return an open objection of some areas, its row locked.

    Raises:
        NotFound: there is none, it lies elsewhere, or it was answered.
    """
    query = (
        select(Objection)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Objection.unit_id))
        .where(Objection.id == objection_id, areas.holds(), *_open())
    )
    found = session.exec(query.with_for_update(of=Objection)).first()
    if found is None:
        raise NotFound("objection")
    return found


def stand(session: Session, objection: Objection, asker: Asker) -> None:
    """Answer that the number agrees with the paper."""
    _answer(session, objection, ObjectionState.STANDS, asker.at)
    objection.answered_by = asker.person_id
    _note(session, objection, asker.key, asker.at)


def recheck(session: Session, objection: Objection, recall_id: int, asker: Asker) -> None:
    """Take note that a recall of the sheet was asked for: its end is the answer."""
    objection.state = ObjectionState.RECHECKING
    objection.recall_id = recall_id
    objection.answered_by = asker.person_id
    _note(session, objection, asker.key, asker.at)


def recall_refused(session: Session, recall_id: int, asker: Asker) -> None:
    """Answer the objections behind a recall that the second person refused."""
    query = select(Objection).where(
        Objection.recall_id == recall_id, col(Objection.state) == ObjectionState.RECHECKING
    )
    for objection in session.exec(query).all():
        stand(session, objection, asker)


def settle(session: Session, unit_id: int, at: datetime) -> None:
    """Answer what was rechecked, once a unit's numbers are public anew.

    A recall that nobody has granted yet is still to come.
    """
    query = (
        select(Objection)
        .join(RecallRequest, col(RecallRequest.id) == col(Objection.recall_id))
        .where(
            Objection.unit_id == unit_id,
            col(Objection.joined_to).is_(None),
            col(Objection.state) == ObjectionState.RECHECKING,
            col(RecallRequest.is_granted).is_(True),
        )
    )
    for objection in session.exec(query).all():
        changed = session.exec(
            select(Correction.id).where(
                Correction.unit_id == unit_id,
                col(Correction.ballot) == objection.ballot,
                Correction.key == objection.key,
                col(Correction.created_at) >= objection.made_at,
            )
        ).first()
        state = ObjectionState.CORRECTED if changed else ObjectionState.STANDS
        _answer(session, objection, state, at)
        _note(session, objection, "results", at)


def answers(session: Session, limit: int) -> Sequence[tuple[Objection, int]]:
    """Return the newest answers of the election, and how many people each was given to."""
    query = (
        select(Objection)
        .where(col(Objection.joined_to).is_(None), col(Objection.state).in_(ANSWERED))
        .order_by(col(Objection.answered_at).desc(), col(Objection.id).desc())
    )
    return [(found, voices(session, found)) for found in session.exec(query.limit(limit))]


def count_waiting(session: Session) -> int:
    """Return how many numbers of the election have an objection without an answer."""
    return session.exec(select(func.count(col(Objection.id))).where(*_open())).one()


def _open() -> tuple[ColumnElement[bool], ...]:
    return (col(Objection.joined_to).is_(None), col(Objection.state).not_in(ANSWERED))


def _open_head(session: Session, unit_id: int, said: Said) -> int | None:
    query = select(Objection.id).where(
        Objection.unit_id == unit_id,
        col(Objection.ballot) == said.ballot,
        Objection.key == said.key,
        *_open(),
    )
    return session.exec(query.order_by(col(Objection.id)).limit(1)).first()


def _answer(session: Session, objection: Objection, state: ObjectionState, at: datetime) -> None:
    """Answer an objection and all that joined it; the next snapshot says so in public."""
    session.execute(
        update(Objection)
        .where(or_(col(Objection.id) == objection.id, col(Objection.joined_to) == objection.id))
        .values(state=state, answered_at=at)
        .execution_options(synchronize_session=False)
    )
    session.refresh(objection)
    session.add(ChangedUnit(unit_id=objection.unit_id))


def _note(session: Session, objection: Objection, actor: str, at: datetime) -> None:
    session.flush()
    audit.append(
        session,
        at=at,
        actor=actor,
        action=f"objection {objection.state.value}",
        subject=f"objection:{objection.id}",
        after={"unit": objection.unit_id, "ballot": objection.ballot, "key": objection.key},
    )


def _new_ticket() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"

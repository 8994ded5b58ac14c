"""A rehearsed night: which units send, and in which order."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.election.demo import demo_counts
from app.rehearse.errors import NotARehearsal, NothingToSend
from app.rehearse.papers import Paper, papers_of, shots_of
from app.rehearse.progress import Come
from app.rehearse.senders import Sender
from models.store.election import election
from models.tables.geography import ReportingUnit
from models.tables.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Wish:
    """What rehearsal is wanted; `to` is `direct` or the address of the web pages."""

    units: int
    condition: str
    seed: int
    to: str
    answers: bool


def choose_papers(session: Session, units: int, seed: int) -> list[Paper]:
    """Return the papers of units that have sent nothing yet, whole units in the order of sending.

    Raises:
        NotARehearsal: this database holds a real election; invented counts have no place in it.
        NothingToSend: every unit has sent something.
    """
    held = election(session)
    if held is None or not held.is_rehearsal:
        raise NotARehearsal
    sent = select(Sheet.unit_id)
    free = select(ReportingUnit.id).where(col(ReportingUnit.id).not_in(sent))
    ids = [i for i in session.exec(free.order_by(col(ReportingUnit.id))) if i is not None]
    counts = demo_counts()
    # In an order of chance, so that every constituency shows something soon.
    chosen = random.Random(seed).sample(ids, min(units, len(ids)))  # noqa: S311 - repeatable
    papers = [p for unit_id in chosen for p in papers_of(session, unit_id, counts, seed)]
    if not papers:
        raise NothingToSend
    return papers


def play(papers: list[Paper], condition: str, sender: Sender, tell: Callable[[Come], None]) -> None:
    """Draw, photograph and send every page; `tell` hears of each."""
    total = sum(p.form.pages for p in papers)
    sent = 0
    tell(Come(0, total, papers[0].unit_code))
    for paper in papers:
        for shot in shots_of(paper, condition):
            sender.send(shot)
            sent += 1
            tell(Come(sent, total, paper.unit_code))

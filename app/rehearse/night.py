"""A rehearsed night: which units send, in which order, and how far it has come."""

import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from app.election.demo import demo_counts
from app.opening import Ground
from app.rehearse.errors import NotARehearsal, NothingToSend
from app.rehearse.papers import Paper, papers_of, shots_of
from app.rehearse.senders import Sender
from models.store.election import election
from models.tables.geography import ReportingUnit
from models.tables.sheets import Sheet

_FILE: Final = "rehearsal.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What rehearsal is wanted; `to` is `direct` or the address of the web pages."""

    units: int
    condition: str
    seed: int
    to: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Come:
    """How far a rehearsal has come; kept in a file for the page `/demo`."""

    sent: int
    total: int
    unit: str

    def write(self, folder: Path) -> None:
        """Keep it, replacing what was there at once."""
        draft = folder / f".{_FILE}"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        draft.replace(folder / _FILE)


def last_progress(folder: Path) -> Come | None:
    """Return how far the last rehearsal came, None where there was none."""
    try:
        return Come(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


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


def progress_folder(ground: Ground) -> Path:
    """Return the folder in which progress is kept."""
    return ground.settings.demo_file.parent

"""What a sender does, by whichever door: a picture, a word on the numbers, a picture passed on.

The page and the chats act through these; each door says in its own way what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sqlmodel import Session

from intake.placing import hand_over
from intake.receive import Arrival, Door, Receipt, receive
from models.errors import NotFound, StaleEdit
from models.states.sheet import SheetState
from models.store import decisions, evidence, photos
from models.store.decisions import Said
from models.store.rows import saved
from models.tables.geography import ReportingUnit
from models.tables.people import Person
from models.tables.photos import Channel, Photo
from models.tables.sheets import AnswerKind, Sheet
from models.values.evidence import EvidenceKind

WAITING: Final = frozenset({SheetState.READ_BACK, SheetState.RETURNED})
"""Where a sheet stands that waits for its sender's word."""


class SheetQueue(Protocol):
    """Takes complete sheets to decide."""

    def put_sheet(self, session: Session, sheet_id: int) -> None:
        """Enqueue the joint reading of a sheet, visible once `session` commits."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who sends, in one transaction."""

    session: Session
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that somebody brought for a unit, and what they say that it shows."""

    unit_id: int
    channel: Channel
    data: bytes
    name: str = ""
    claim: evidence.Claim | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a sheet as it stood when it was asked (`edit`)."""

    sheet_id: int
    edit: int
    kind: AnswerKind
    values: Mapping[str, int] = field(default_factory=dict)


def bring(acting: Acting, door: Door, brought: Brought) -> Receipt:
    """Hand a picture to intake; one that can be used makes the unit ready (พร้อม), practice or not.

    Raises:
        NotFound: the unit is not the person's.
        Refused: there is nothing in the file.
    """
    if brought.data:
        # Before the session is first used: a disk or store that is slow holds no lock.
        door.store.write(brought.data)
    session = acting.session
    unit = _unit(acting, brought.unit_id)
    arrival = Arrival(
        brought.unit_id, brought.channel, brought.data, brought.name, acting.person_id
    )
    receipt = receive(session, door, arrival, acting.at)
    if receipt.refusal is None:
        unit.is_ready = True
        if brought.claim is not None:
            photo = session.get_one(Photo, receipt.photo_id)
            evidence.keep(session, photo, brought.claim, acting.at)
    return receipt


def give_word(acting: Acting, word: Word) -> Sheet:
    """Note a word on the numbers; the sheet goes to the reviewers.

    Raises:
        NotFound: the sheet is not of a unit of the person's.
        StaleEdit: it has moved on since it was asked.
    """
    session = acting.session
    sheet = session.get(Sheet, word.sheet_id, populate_existing=True)
    if sheet is None:
        raise NotFound("sheet")
    _unit(acting, sheet.unit_id)
    if sheet.state not in WAITING or sheet.edit != word.edit:
        raise StaleEdit(f"sheet {word.sheet_id}")
    key = session.get_one(Person, acting.person_id).key
    said = Said(acting.person_id, key, word.kind, word.values)
    decisions.answer(session, sheet, said, acting.at)
    return sheet


def pass_on(acting: Acting, queue: SheetQueue, photo_id: int) -> ReportingUnit:
    """Place a picture that the machine could not place, for people to look at.

    Raises:
        NotFound: it is not of a unit of the person's.
    """
    photo, unit = own_photo(acting, photo_id)
    complete = hand_over(acting.session, photo, acting.at)
    if complete is not None:
        queue.put_sheet(acting.session, saved(complete.id))
    return unit


def keep_evidence(acting: Acting, photo_id: int, kind: EvidenceKind) -> ReportingUnit:
    """Keep a picture beside its unit's sheets in which no form was found.

    Raises:
        NotFound: it is not of a unit of the person's.
        StaleEdit: it has a place by now.
    """
    photo, unit = own_photo(acting, photo_id)
    claim = evidence.Claim(kind, "", acting.person_id)
    if not evidence.keep(acting.session, photo, claim, acting.at):
        raise StaleEdit(f"photo {photo_id}")
    return unit


def own_photo(acting: Acting, photo_id: int) -> tuple[Photo, ReportingUnit]:
    """Return a photo of a unit that the person sends for, with that unit.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    photo = acting.session.get(Photo, photo_id)
    if photo is None:
        raise NotFound("photo")
    return photo, _unit(acting, photo.unit_id)


def _unit(acting: Acting, unit_id: int) -> ReportingUnit:
    if not photos.may_send(acting.session, acting.person_id, unit_id):
        raise NotFound("unit")
    return acting.session.get_one(ReportingUnit, unit_id)

"""Where a unit stands: its boxes, its photos in words, and the one thing to do now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import sheets
from models.store.evidence import kinds_of_unit
from models.store.notices import of_unit
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.photos import Photo
from models.tables.sheets import Notice, Sheet
from models.values.ballots import Ballot
from models.values.evidence import EvidenceKind
from models.values.findings import Message
from models.values.forms import form_by_code
from models.values.notices import NoticeKind, sentence_of_notice
from models.values.reading import Problem
from models.values.refusals import Refusal, sentence_of_refusal
from models.values.sentences import sentence_of_problem


class Step(StrEnum):
    """The one thing to do now."""

    RETURNED = "returned"
    READ_BACK = "read_back"
    SEND = "send"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Box:
    """A page that the unit owes: has it come?"""

    number: int
    photo_id: int | None


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """One ballot's sheet: its boxes and where it stands."""

    ballot: Ballot
    form_code: str
    boxes: tuple[Box, ...]
    sheet: Sheet | None

    @property
    def state(self) -> SheetState:
        """Where the sheet stands; one that nobody sent yet collects pages."""
        return self.sheet.state if self.sheet else SheetState.COLLECTING

    @property
    def missing(self) -> tuple[int, ...]:
        """Page numbers that have not come."""
        return tuple(b.number for b in self.boxes if b.photo_id is None)


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """A photo that was sent, with what is to be said about it."""

    photo_id: int
    receipt: str
    words: tuple[Message, ...]
    is_waiting: bool
    """Not read yet."""
    is_placeless: bool
    """Read, and its place in a form is still being worked out."""
    is_good: bool
    may_hand_over: bool
    is_other_unit: bool = False
    """Its head names another unit: the sender is asked whose it is."""
    is_no_form: bool = False
    evidence: EvidenceKind | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on a unit's page."""

    sheets: tuple[SheetProgress, ...]
    photos: tuple[PhotoWords, ...]
    step: Step
    in_hand: Sheet | None
    returned: Notice | None

    @property
    def is_busy(self) -> bool:
        """Tell whether something will change by itself, so that the page should look again."""
        under_way = {SheetState.COMPLETE, SheetState.READ}
        return any(p.is_waiting or p.is_placeless for p in self.photos) or any(
            s.state in under_way for s in self.sheets
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a unit's photos, each by the photo's id."""

    said: Mapping[int, Notice]
    placed: frozenset[int]
    kept: Mapping[int, EvidenceKind]


def progress_of(session: Session, unit: ReportingUnit) -> Progress:
    """Return where a unit stands."""
    parts = tuple(_sheet(session, e) for e in sheets.expected_of(session, saved(unit.id)))
    notices = of_unit(session, saved(unit.id))
    step, in_hand = _step(parts)
    return Progress(
        sheets=parts,
        photos=_photos(session, unit, notices),
        step=step,
        in_hand=in_hand,
        returned=_return_of(notices, in_hand) if step is Step.RETURNED else None,
    )


def _sheet(session: Session, expected: ExpectedSheet) -> SheetProgress:
    form = form_by_code(expected.form_code, expected.form_variant)
    sheet = sheets.newest(session, expected.unit_id, expected.ballot)
    shown = sheets.current_pages(session, saved(sheet.id)) if sheet else ()
    photos = {page.number: page.photo_id for page in shown}
    boxes = tuple(Box(n, photos.get(n)) for n in range(1, form.pages + 1))
    return SheetProgress(expected.ballot, expected.form_code, boxes, sheet)


def _step(parts: Sequence[SheetProgress]) -> tuple[Step, Sheet | None]:
    for state, step in (
        (SheetState.RETURNED, Step.RETURNED),
        (SheetState.READ_BACK, Step.READ_BACK),
    ):
        waiting = next((p.sheet for p in parts if p.state is state), None)
        if waiting is not None:
            return step, waiting
    if any(p.missing and p.state is SheetState.COLLECTING for p in parts):
        return Step.SEND, None
    if all(p.state is SheetState.CONFIRMED for p in parts):
        return Step.DONE, None
    return Step.WAIT, None


def _photos(
    session: Session, unit: ReportingUnit, notices: Sequence[Notice]
) -> tuple[PhotoWords, ...]:
    sent = select(Photo).where(Photo.unit_id == unit.id).order_by(col(Photo.id).desc())
    known = _Known(
        said={n.photo_id: n for n in notices if n.photo_id is not None},
        placed=sheets.placed_of_unit(session, saved(unit.id)),
        kept=kinds_of_unit(session, saved(unit.id)),
    )
    return tuple(_words(photo, known) for photo in session.exec(sent))


def _words(photo: Photo, known: _Known) -> PhotoWords:
    notice = known.said.get(saved(photo.id))
    waiting = photo.state in {PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED}
    is_placed = photo.id in known.placed
    kept = known.kept.get(saved(photo.id))
    return PhotoWords(
        photo_id=saved(photo.id),
        receipt=photo.receipt,
        words=_sentences(photo, notice),
        is_waiting=waiting,
        is_placeless=photo.state is PhotoState.READ and not (is_placed or kept or notice),
        is_good=is_placed,
        may_hand_over=_may_hand_over(photo, notice, is_placed=is_placed, kept=kept),
        is_other_unit=notice is not None and notice.kind == NoticeKind.OTHER_UNIT,
        is_no_form=not is_placed and _is_no_form(notice),
        evidence=kept,
    )


def _may_hand_over(
    photo: Photo, notice: Notice | None, *, is_placed: bool, kept: EvidenceKind | None
) -> bool:
    """Tell whether the sender may say that a picture is a page of the unit all the same."""
    is_practice = notice is not None and notice.kind == NoticeKind.PRACTICE
    return photo.state is PhotoState.READ and not (is_placed or kept or is_practice)


def _is_no_form(notice: Notice | None) -> bool:
    return notice is not None and Problem.NOT_A_FORM in notice.params.get("problems", ())


def _sentences(photo: Photo, notice: Notice | None) -> tuple[Message, ...]:
    if photo.reject_reason:
        return (sentence_of_refusal(Refusal(photo.reject_reason)),)
    if notice is None:
        return ()
    first = sentence_of_notice(NoticeKind(notice.kind), notice.params)
    if notice.kind != NoticeKind.PAGE_JOINED:
        return (first,)
    problems = [Problem(p) for p in notice.params.get("problems", ())]
    place = notice.params.get("glare_at")
    return (first, *(sentence_of_problem(p, place) for p in problems))


def _return_of(notices: Sequence[Notice], sheet: Sheet | None) -> Notice | None:
    mine = [n for n in notices if sheet and n.sheet_id == sheet.id]
    return next((n for n in reversed(mine) if n.kind == NoticeKind.RETURNED), None)

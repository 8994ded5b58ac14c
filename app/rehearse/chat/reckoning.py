"""What came of a night by chat: is every sheet whole, in the queue, with the paper's numbers?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.rehearse.chat.committee import Committee, Told
from app.rehearse.chat.hall import Hall
from models.states.sheet import SheetState
from models.store import sheets
from models.store.cases import newest_answer
from models.store.rows import saved
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.ballots import Ballot


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What came of a night."""

    expected: int
    queued: int
    """Sheets with all their pages that wait for the reviewers."""
    right: int
    """Of these, the ones whose numbers, as read or as the committee said, are the paper's."""
    photos_sent: int
    messages: int
    pushes: int
    seconds: float
    troubles: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether every sheet is where it belongs, with the paper's pages and numbers."""
        return self.queued == self.expected and not self.troubles


def reckon(hall: Hall, committees: Sequence[Committee], sent: int, seconds: float) -> Reckoning:
    """Return what came of a night."""
    troubles: list[str] = []
    queued = right = 0
    with hall.ground.database.reading() as session:
        for committee in committees:
            for ballot, told in committee.papers.items():
                trouble = _trouble(session, committee, ballot, told)
                wrong = "" if trouble else _other_numbers(session, committee, ballot, told)
                queued += not trouble
                right += not trouble and not wrong
                trouble = trouble or wrong
                troubles += [f"unit {committee.unit_id} {ballot.value}: {trouble}"] * bool(trouble)
    heard = len(hall.telegram.sent) + len(hall.line.sent)
    return Reckoning(
        expected=sum(len(c.papers) for c in committees),
        queued=queued,
        right=right,
        photos_sent=sent,
        messages=heard,
        pushes=sum(s.is_push for s in hall.line.sent),
        seconds=seconds,
        troubles=tuple(troubles),
    )


def _trouble(session: Session, committee: Committee, ballot: Ballot, told: Told) -> str:
    """Return what is wrong with a unit's sheet; empty where it waits with the right pages.

    A page is right if it is the good picture of that page: not another form's page of signatures,
    nor the blurred picture that was asked for again.
    """
    sheet = sheets.newest(session, committee.unit_id, ballot)
    if sheet is None:
        return "never arrived"
    pages = sheets.current_pages(session, saved(sheet.id))
    numbers = [page.number for page in pages]
    if numbers != list(range(1, told.form.pages + 1)):
        return f"has pages {numbers}"
    for page in pages:
        photo = session.get_one(Photo, page.photo_id)
        if photo.sha256 != committee.photos.get((ballot, page.number)):
            return f"shows another picture as page {page.number}"
    return "" if sheet.state is SheetState.IN_REVIEW else f"is {sheet.state.value}"


def _other_numbers(session: Session, committee: Committee, ballot: Ballot, told: Told) -> str:
    """Return where a unit's sheet has other numbers than its paper; empty where it has none."""
    sheet = sheets.newest(session, committee.unit_id, ballot)
    wanted = {key: value for key, value in told.counts.items() if value is not None}
    has = _numbers(session, sheet) if sheet else {}
    other = sorted(key for key in wanted.keys() | has.keys() if has.get(key) != wanted.get(key))
    each = [f"{key} {has.get(key)} for {wanted.get(key)}" for key in other]
    return f"has other numbers than its paper: {', '.join(each)}" if other else ""


def _numbers(session: Session, sheet: Sheet) -> dict[str, int]:
    """Return the machine's numbers with the committee's word over them."""
    read = sheets.values_of(sheets.newest_reading(session, saved(sheet.id))) or {}
    answer = newest_answer(session, saved(sheet.id))
    known = {k: v for k, v in read.items() if v is not None}
    return {**known, **(answer.values if answer else {})}

"""Confirmed sheets read anew by the reader of today; where it differs, it asks for a recall.

The reader gets better, people get tired: a number that it stands by now and that nobody confirmed
is looked at again. Nothing changes by itself: a person grants the recall, people look.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.cage.errors import CageError
from app.cage.sight import Sight, Watch
from app.opening import Ground
from app.pipeline import decided_of
from intake.errors import IntakeError
from intake.head_names import names_around
from intake.numbering import number_rows
from intake.sheet_facts import ballot_numbers
from intake.sheet_readings import reading_of, seen_as
from models.states.sheet import SheetState
from models.store import sheets
from models.store.cases import form_of, place_of
from models.store.releases import counts_of
from models.store.rows import saved
from models.store.second_readings import ask_again, confirmed_sheets, differing
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from models.values.likely_units import Names
from models.values.reading import PageScan

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Differing:
    """A confirmed sheet of which the reader stands by other numbers now, by field key."""

    unit: str
    ballot: Ballot
    read: Mapping[str, int]
    confirmed: Mapping[str, int]
    """What people confirmed in those fields; a line that they left blank is missing."""
    is_asked: bool
    """Whether a recall was asked for just now; else one waits already, or none is wanted."""


@dataclass(slots=True)
class Reread:
    """What came of reading confirmed sheets again."""

    sheets: int = 0
    unread: int = 0
    """Pages that could not be read now."""
    missing: int = 0
    """Pages whose picture the store does not give: a fault of another kind than a poor photo."""
    stood_by: int = 0
    """Numbers that the reader stands by now."""
    found: list[Differing] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page of a sheet as it is read: its photo, its number from 1, its bytes and names around."""

    photo_id: int
    number: int
    sha256: str
    frame: int
    names: Names


def reread(
    ground: Ground, watch: Watch, constituency: str, tell: Tell, *, is_asking: bool = True
) -> Reread:
    """Read the confirmed sheets of a constituency, or of all for "", and ask where they differ.

    Each sheet is a transaction of its own; what is recalled meanwhile is left alone. `tell` hears
    how many sheets are done, and of how many.
    """
    with ground.database.reading() as session:
        wanted = confirmed_sheets(session, constituency)
    done = Reread()
    for number, sheet_id in enumerate(wanted, 1):
        scans = _scans(ground, watch, sheet_id, done)
        if scans:
            _compare(ground, sheet_id, scans, done, is_asking=is_asking)
        tell(number, len(wanted))
    return done


def _scans(ground: Ground, watch: Watch, sheet_id: int, done: Reread) -> dict[int, PageScan]:
    """Return what the pages of a sheet show now, its rows numbered, by the id of their photo."""
    with ground.database.reading() as session:
        sheet = session.get_one(Sheet, sheet_id)
        leaves = [
            _Leaf(saved(photo.id), page.number, photo.sha256, photo.frame,
                  names_around(session, saved(photo.id)))
            for page, photo, _ in sheets.rows_of(session, sheet_id)
        ]  # fmt: skip
        form = form_of(session, sheet)
        numbers = ballot_numbers(session, sheet.unit_id, sheet.ballot)
    scans = {}
    for leaf in leaves:
        scan = _scan(ground, watch, leaf, done)
        if scan is not None:
            scans[leaf.photo_id], _ = number_rows(scan, {}, (form, leaf.number), numbers)
    return scans


def _scan(ground: Ground, watch: Watch, leaf: _Leaf, done: Reread) -> PageScan | None:
    try:
        data = ground.store.read(leaf.sha256)
    except IntakeError:
        done.missing += 1
        return None
    try:
        shown = watch(data, leaf.frame, leaf.names)
        return next(one.scan for one in shown if isinstance(one, Sight))
    except (IntakeError, CageError):
        done.unread += 1
        return None


def _compare(
    ground: Ground, sheet_id: int, scans: Mapping[int, PageScan], done: Reread, *, is_asking: bool
) -> None:
    with ground.database.reading() as session:
        sheet = session.get_one(Sheet, sheet_id)
        seen = seen_as(session, sheet, scans, ground.settings.shares_from)
    decided = decided_of(seen)
    done.sheets += 1
    done.stood_by += sum(c.accepted and c.value is not None for c in decided.cells.values())
    with ground.database.writing() as session:
        sheet = session.get_one(Sheet, sheet_id)
        if sheet.state is not SheetState.CONFIRMED or sheet.edit != seen.edit:
            return
        read = differing(session, sheet, decided.cells, seen.numbers)
        if read:
            unit = place_of(session, sheet.unit_id).unit.code
            reading = reading_of(seen, decided, at := datetime.now(UTC))
            is_asked = is_asking and ask_again(session, reading, read, at)
            confirmed = {k: v for k, v in counts_of(session, sheet).items() if k in read}
            done.found.append(Differing(unit, sheet.ballot, read, confirmed, is_asked))

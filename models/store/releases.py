"""The order in which units became complete, and which of them are public."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, and_, col, func, or_, select

from models.states.constituency import ConstituencyState
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.geography import Constituency, ReportingUnit
from models.tables.results import PublishedSheet, Release
from models.tables.sheets import Count, Page, Sheet
from models.values.ballots import Ballot, UnitKind


@dataclass(frozen=True, slots=True)
class Papers:
    """The confirmed sheets of a unit, the newest version of each ballot, and their numbers."""

    sheets: tuple[Sheet, ...]
    counts: Mapping[int, Mapping[str, int]]
    """Sheet's id → field key → number."""
    have_photos: bool
    """The phone desk's keyed sheets have none."""

    def numbers(self, sheet: Sheet) -> Mapping[str, int]:
        """Return the accepted numbers of one of the sheets."""
        return self.counts.get(saved(sheet.id), {})


def hold_constituency(session: Session, constituency_id: int) -> Constituency:
    """Return a constituency, its row locked until the transaction ends.

    On SQLite the writer's transaction holds the lock already.
    """
    wanted = select(Constituency).where(Constituency.id == constituency_id)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    return session.exec(locked).one()


def hold_constituencies_of(session: Session, unit_ids: Sequence[int]) -> None:
    """Lock the constituencies of some units, always in one order, so that no two wait in a ring."""
    query = select(ReportingUnit.constituency_id).where(col(ReportingUnit.id).in_(unit_ids))
    for constituency_id in sorted({*session.exec(query)}):
        hold_constituency(session, constituency_id)


def expected_ballots(session: Session, unit_id: int) -> frozenset[Ballot]:
    """Return the ballots that this election expects of a unit."""
    wanted = select(ExpectedSheet.ballot).where(ExpectedSheet.unit_id == unit_id)
    return frozenset(Ballot(ballot) for ballot in session.exec(wanted))


def confirmed_sheets(session: Session, unit_id: int) -> tuple[Sheet, ...]:
    """Return the confirmed sheet of each ballot of a unit, the newest version of each."""
    wanted = select(Sheet).where(Sheet.unit_id == unit_id, col(Sheet.state) == SheetState.CONFIRMED)
    newest = {s.ballot: s for s in sorted(session.exec(wanted), key=lambda s: s.version)}
    return tuple(newest[ballot] for ballot in sorted(newest))


def counts_of(session: Session, sheet: Sheet) -> dict[str, int]:
    """Return the accepted numbers of a sheet by field key."""
    wanted = select(Count.key, Count.value).where(Count.sheet_id == sheet.id)
    return dict(session.exec(wanted).all())


def release_of(session: Session, unit_id: int) -> Release | None:
    """Return a unit's place in the order, or None where it never was complete."""
    return session.exec(select(Release).where(Release.unit_id == unit_id)).first()


def take_slot(
    session: Session, constituency: Constituency, unit: ReportingUnit, at: datetime
) -> Release:
    """Give a unit the next sequence number of its constituency, which the caller holds."""
    release = Release(
        unit_id=saved(unit.id),
        constituency_id=saved(constituency.id),
        sequence=constituency.next_sequence,
        completed_at=at,
    )
    constituency.next_sequence += 1
    session.add(release)
    session.flush()
    return release


def take_slots(
    session: Session, constituency: Constituency, units: Sequence[ReportingUnit], at: datetime
) -> None:
    """Give many units the next sequence numbers of their constituency, in the order given."""
    slots = [
        {
            "unit_id": saved(unit.id),
            "constituency_id": saved(constituency.id),
            "sequence": constituency.next_sequence + place,
            "completed_at": at,
            "is_rechecked": False,
        }
        for place, unit in enumerate(units)
    ]
    session.connection().execute(insert(Release), slots)
    constituency.next_sequence += len(slots)


def waiting(session: Session, constituency_id: int) -> list[tuple[Release, ReportingUnit]]:
    """Return the complete units that are not public, in the order of their numbers."""
    wanted = (
        select(Release, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Release.unit_id))
        .where(
            Release.constituency_id == constituency_id,
            col(Release.released_at).is_(None),
            col(ReportingUnit.state).in_((UnitState.COMPLETE, UnitState.WITHHELD)),
        )
        .order_by(col(Release.sequence))
    )
    return list(session.exec(wanted))


def released_units(session: Session, constituency_id: int, kind: UnitKind) -> int:
    """Count the public units of a kind in a constituency."""
    wanted = (
        select(func.count())
        .select_from(Release)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Release.unit_id))
        .where(
            Release.constituency_id == constituency_id,
            col(Release.released_at).is_not(None),
            col(ReportingUnit.kind) == kind,
        )
    )
    return session.exec(wanted).one()


def recalled_slots(session: Session, constituency_id: int) -> list[int]:
    """Return the numbers of polling units that were complete once and are looked at again.

    Such a unit keeps its slot under the cap, so that its return changes nobody's place.
    """
    wanted = (
        select(Release.sequence)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Release.unit_id))
        .where(
            Release.constituency_id == constituency_id,
            col(Release.released_at).is_(None),
            col(ReportingUnit.kind) == UnitKind.POLLING_UNIT,
            col(ReportingUnit.state).in_((UnitState.NOTHING, UnitState.PARTLY_CONFIRMED)),
        )
        .order_by(col(Release.sequence))
    )
    return list(session.exec(wanted))


def with_waiting_units(session: Session) -> list[int]:
    """Return the ids of the constituencies that have a complete unit which is not public."""
    wanted = (
        select(Release.constituency_id)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Release.unit_id))
        .where(
            col(Release.released_at).is_(None),
            col(ReportingUnit.state).in_((UnitState.COMPLETE, UnitState.WITHHELD)),
        )
        .distinct()
        .order_by(col(Release.constituency_id))
    )
    return list(session.exec(wanted))


def are_left_behind(
    session: Session, open_: Iterable[ConstituencyState], uncapped: Iterable[ConstituencyState]
) -> bool:
    """Tell whether a complete unit waits though its constituency's state would let it go.

    What is withheld waits rightly while its constituency is capped.
    """
    wanted = (
        select(Release.id)
        .join(ReportingUnit, col(ReportingUnit.id) == col(Release.unit_id))
        .join(Constituency, col(Constituency.id) == col(Release.constituency_id))
        .where(
            col(Release.released_at).is_(None),
            or_(
                and_(
                    col(ReportingUnit.state) == UnitState.COMPLETE,
                    col(Constituency.state).in_((*open_, *uncapped)),
                ),
                and_(
                    col(ReportingUnit.state) == UnitState.WITHHELD,
                    col(Constituency.state).in_(tuple(uncapped)),
                ),
            ),
        )
        .limit(1)
    )
    return session.exec(wanted).first() is not None


def partly_confirmed(session: Session, constituency_id: int) -> list[ReportingUnit]:
    """Return the units of a constituency of which some ballots are confirmed, not all."""
    wanted = select(ReportingUnit).where(
        ReportingUnit.constituency_id == constituency_id,
        col(ReportingUnit.state) == UnitState.PARTLY_CONFIRMED,
    )
    return list(session.exec(wanted.order_by(col(ReportingUnit.id))))


def papers_of(session: Session, unit_ids: Collection[int]) -> dict[int, Papers]:
    """Return what is confirmed of each of some units, in three queries however many they are."""
    wanted = select(Sheet).where(
        col(Sheet.unit_id).in_(unit_ids), col(Sheet.state) == SheetState.CONFIRMED
    )
    newest: dict[int, dict[Ballot, Sheet]] = defaultdict(dict)
    for sheet in session.exec(wanted.order_by(col(Sheet.version))):
        newest[sheet.unit_id][Ballot(sheet.ballot)] = sheet
    ids = [saved(sheet.id) for sheets in newest.values() for sheet in sheets.values()]
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    numbers = select(Count.sheet_id, Count.key, Count.value).where(col(Count.sheet_id).in_(ids))
    for sheet_id, key, value in session.connection().execute(numbers):
        counts[sheet_id][key] = value
    shown = select(Page.sheet_id).where(col(Page.sheet_id).in_(ids), col(Page.is_current))
    with_photo = set(session.exec(shown))
    return {
        unit_id: Papers(
            tuple(sheets[ballot] for ballot in sorted(sheets)),
            counts,
            all(saved(sheet.id) in with_photo for sheet in sheets.values()),
        )
        for unit_id, sheets in newest.items()
    }


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts in one order, so that sheets of one shape are added column by column (R607)."""
    return dict(sorted(counts.items()))


def show_all(session: Session, papers: Iterable[Papers]) -> None:
    """Make the numbers of some units public that were not public before, all sheets at once."""
    rows = [
        {
            "unit_id": sheet.unit_id,
            "ballot": sheet.ballot,
            "sheet_id": saved(sheet.id),
            "counts": in_order(own.numbers(sheet)),
        }
        for own in papers
        for sheet in own.sheets
    ]
    if rows:
        session.connection().execute(insert(PublishedSheet), rows)


def published_sheets(session: Session, unit_id: int) -> dict[Ballot, PublishedSheet]:
    """Return the public numbers of a unit by ballot."""
    found = session.exec(select(PublishedSheet).where(PublishedSheet.unit_id == unit_id))
    return {sheet.ballot: sheet for sheet in found}

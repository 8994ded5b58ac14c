"""What the constituency voted so far, for the joint decision of one more sheet."""

from sqlmodel import Session, col, select

from models.store import totals
from models.tables.geography import ReportingUnit
from models.tables.results import PublishedSheet
from models.tables.sheets import Sheet
from models.values.reading import RunningShares


def shares_of(session: Session, sheet: Sheet, least_units: int) -> RunningShares | None:
    """Return the public sums of a sheet's constituency, stream and ballot.

    None where fewer units than `least_units` are public, where that is 0 (nothing is wanted), and
    for a unit that is public already: it would be heard as a witness of itself.
    """
    if not least_units:
        return None
    unit = session.get_one(ReportingUnit, sheet.unit_id)
    wanted = select(PublishedSheet.unit_id).join(
        ReportingUnit, col(ReportingUnit.id) == col(PublishedSheet.unit_id)
    )
    wanted = wanted.where(
        ReportingUnit.constituency_id == unit.constituency_id,
        col(ReportingUnit.stream) == unit.stream,
        col(PublishedSheet.ballot) == sheet.ballot,
    )
    public = set(session.exec(wanted))
    if len(public) < least_units or sheet.unit_id in public:
        return None
    sums = totals.running(session, unit.constituency_id)
    place = unit.stream, sheet.ballot
    return RunningShares(len(public), {k: n for (*at, k), n in sums.items() if tuple(at) == place})

"""Notes of the units whose public face may have changed since the last snapshot.

Triggers write them (migration 0006), so that no writer can forget. The publisher takes them,
publishes what it then finds, and deletes them; after a crash they are still there.
"""

from sqlmodel import Session, col, delete, select, update

from models.tables.geography import ReportingUnit
from models.tables.results import ChangedUnit


def are_waiting(session: Session) -> bool:
    """Tell whether any unit has changed since the notes were last deleted."""
    return session.exec(select(ChangedUnit.id).limit(1)).first() is not None


def take(session: Session) -> None:
    """Take the notes that are there, in a transaction of its own before the reading one.

    A change that commits later leaves a note that is not taken, and waits for the next snapshot.
    """
    session.execute(update(ChangedUnit).where(~col(ChangedUnit.is_taken)).values(is_taken=True))


def taken(session: Session) -> dict[int, int]:
    """Return the constituency's id of every unit whose note was taken, by unit id."""
    wanted = (
        select(ReportingUnit.id, ReportingUnit.constituency_id)
        .join(ChangedUnit, col(ChangedUnit.unit_id) == col(ReportingUnit.id))
        .where(col(ChangedUnit.is_taken))
        .distinct()
    )
    return {unit: constituency for unit, constituency in session.exec(wanted) if unit}


def drop_taken(session: Session) -> None:
    """Delete the notes that were taken: what they said is out."""
    session.execute(delete(ChangedUnit).where(col(ChangedUnit.is_taken)))

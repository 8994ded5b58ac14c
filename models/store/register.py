"""Look-ups in the register by the codes that people write."""

from sqlmodel import Session, select

from models.errors import NotFound
from models.tables.geography import Constituency, ReportingUnit


def unit_by_code(session: Session, code: str) -> ReportingUnit:
    """Return the reporting unit of a code.

    Raises:
        NotFound: there is no such unit.
    """
    unit = session.exec(select(ReportingUnit).where(ReportingUnit.code == code)).first()
    if unit is None:
        raise NotFound(f"reporting unit {code}")
    return unit


def constituency_by_code(session: Session, code: str) -> Constituency:
    """Return the constituency of a code.

    Raises:
        NotFound: there is no such constituency.
    """
    found = session.exec(select(Constituency).where(Constituency.code == code)).first()
    if found is None:
        raise NotFound(f"constituency {code}")
    return found

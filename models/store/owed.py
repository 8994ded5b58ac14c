"""Sheets that are owed and of which nothing came, with the fields that each of them has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists
from sqlmodel import Session, col, select

from models.states.sheet import SheetState
from models.store.cases import choices_of
from models.store.people import Areas
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.tables.sheets import Sheet
from models.values.ballots import Ballot
from models.values.fields import TOTAL, row_key
from models.values.forms import form_by_code


@dataclass(frozen=True, slots=True)
class Owed:
    """A sheet that nobody has sent: its unit's code, its ballot, its fields by their keys."""

    unit: str
    ballot: Ballot
    keys: tuple[str, ...]


def owed_in(session: Session, areas: Areas, most: int) -> Sequence[Owed]:
    """Return the first sheets of the areas of which nothing came, in the order of units' codes."""
    has_one = exists().where(
        col(Sheet.unit_id) == col(ExpectedSheet.unit_id),
        col(Sheet.ballot) == col(ExpectedSheet.ballot),
        col(Sheet.state) != SheetState.SUPERSEDED,
    )
    query = (
        select(ExpectedSheet, ReportingUnit)
        .join(ReportingUnit, col(ReportingUnit.id) == col(ExpectedSheet.unit_id))
        .where(areas.holds(), ~has_one)
        .order_by(col(ReportingUnit.code), col(ExpectedSheet.ballot))
        .limit(most)
    )
    rows: dict[tuple[int, Ballot], tuple[str, ...]] = {}
    found = []
    for sheet, unit in session.exec(query):
        list_ = unit.constituency_id, sheet.ballot
        if list_ not in rows:
            choices = choices_of(session, *list_)
            rows[list_] = tuple(row_key(c.number) for c in choices if not c.is_struck_off)
        heads = (c.name for c in form_by_code(sheet.form_code, sheet.form_variant).counts)
        found.append(Owed(unit.code, sheet.ballot, (*heads, *rows[list_], TOTAL)))
    return found

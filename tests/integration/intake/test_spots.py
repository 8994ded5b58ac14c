"""Pages that do not name their form, told apart by the numbers printed beside their rows."""

from collections.abc import Iterable

import pytest

from intake.spots import spot_of
from models.database import Database
from models.values.fields import row_key
from models.values.reading import CellScan, Ink, PageScan
from tests.fixtures.small_election import make_election

SURE, UNSURE = 0.99, 0.6


def page(number: int, rows: Iterable[int], chance: float = SURE) -> PageScan:
    cells = tuple(
        CellScan(row_key(n), Ink.BLANK, (), (0, 0, 1, 1), printed=((n, chance),)) for n in rows
    )
    return PageScan(None, number, (), {}, {}, cells, None, None, 1.0)


@pytest.fixture
def record(each_database: Database) -> Database:
    with each_database.writing() as session:
        make_election(session)
    return each_database


@pytest.mark.parametrize(
    ("scan", "form"),
    [
        (page(2, range(11, 35)), "ส.ส. 5/18 (บช)"),
        (page(3, range(35, 58)), "ส.ส. 5/18 (บช)"),
        (page(2, range(11, 35), UNSURE), None),
        (page(2, range(12, 16)), None),
        (page(2, ()), None),
    ],
)
def test_rows_past_every_candidate_are_a_party_lists(
    record: Database, scan: PageScan, form: str | None
) -> None:
    with record.reading() as session:
        spot = spot_of(session, 1, scan)
        assert (spot.expected.form_code if spot else None) == form

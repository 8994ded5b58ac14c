from app.election.demo import demo_counts, demo_folder
from app.election.folder import read_folder
from app.paper import UnitSheet, unit_sheets
from models.values.ballots import Ballot
from models.values.fields import row_key

SHEETS = list(unit_sheets(read_folder(demo_folder()), demo_counts()))

_INDEPENDENT = 13
"""The demo's one candidate without a party."""


def sheet_of(unit: str, ballot: Ballot) -> UnitSheet:
    return next(s for s in SHEETS if s.unit == unit and s.form.ballot is ballot)


def test_every_counted_sheet_of_the_demo_is_there_once() -> None:
    assert {(s.unit, s.form.ballot) for s in SHEETS} == set(demo_counts())
    assert len(SHEETS) == len(demo_counts())


def test_every_row_has_votes_and_a_name() -> None:
    for sheet in SHEETS:
        rows = sheet.filling.rows
        assert {row_key(r.number) for r in rows} <= set(sheet.filling.counts)
        assert all((r.name and r.party) or r.number == _INDEPENDENT for r in rows), sheet.unit


def test_counts_agree_with_the_sums_of_the_form() -> None:
    for sheet in SHEETS:
        rows = sum(v or 0 for k, v in sheet.filling.counts.items() if k.startswith("row:"))
        values = {k: v or 0 for k, v in sheet.filling.counts.items()} | {"rows": rows}
        assert all(i.holds(values) for i in sheet.form.identities if i.exact), sheet.unit


def test_the_head_is_written_as_people_write_it() -> None:
    header = sheet_of("TKM0101-001", Ballot.CONSTITUENCY).filling.header
    assert header["province"] == "ธารคำ"
    assert header["area"] == "ในธาร"
    assert (header["unit"], header["constituency"], header["month"]) == ("1", "1", "กุมภาพันธ์")


def test_one_constituency_has_one_print_run_and_every_sheet_its_own_hand() -> None:
    first = sheet_of("TKM0101-001", Ballot.CONSTITUENCY)
    second = sheet_of("TKM0101-002", Ballot.CONSTITUENCY)
    assert first.filling.print_seed == second.filling.print_seed
    assert len({s.seed for s in SHEETS}) == len(SHEETS)

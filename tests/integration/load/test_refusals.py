"""Every way in which a folder can be broken: named by file, line and column, changing nothing."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from app.election.demo import demo_folder
from app.election.errors import Fault, FolderRefused
from app.election.load import load_folder
from models.database import Database
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.geography import Province


@dataclass(frozen=True)
class Case:
    """A change of one file and the fault that it must be answered with."""

    name: str
    file: str
    old: str
    new: str
    line: int | None
    column: str
    reason: str


CASES = """
unknown province | amphoe.csv | TKM01,TKM, | TKM01,TKX, | 2 | province | has no
unknown party | candidates.csv | ,14,0 | ,58,0 | 2 | party | has no “58”
unknown centre | units.csv | TKM_1,TKM01-C | TKM_1,TKM09-C | 2 | centre | has no
not a number | parties.csv | 2,ต้น | สอง,ต้น | 3 | number | not a whole number
Thai digits | parties.csv | 2,ต้น | ๒,ต้น | 3 | number | not a whole number
negative roll | units.csv | ,568 | ,-568 | 2 | on_roll | at least 0
huge number | units.csv | ,568 | ,99999999999 | 2 | on_roll | at least 0
number nought | candidates.csv | TKM_1,1, | TKM_1,0, | 2 | number | at least 1
two alike | candidates.csv | TKM_1,2, | TKM_1,1, | 3 | constituency + number | line 2
code twice | areas.csv | TKM0102, | TKM0101, | 3 | code | stands in line 2
party twice | parties.csv | 2,ต้น | 1,ต้น | 3 | number | stands in line 2
blank name | parties.csv | 2,ต้นกล้าใหม่ | 2, | 3 | name_th | blank
blank code | areas.csv | TKM0101, | , | 2 | code | blank
strange code | areas.csv | TKM0101, | TKM 0101, | 2 | code | must be A
kind unknown | areas.csv | municipality | city | 3 | kind | not one of tambon
colour | parties.csv | #2359db | blue | 2 | colour | #rrggbb
flag | candidates.csv | ,14,0 | ,14,no | 2 | is_struck_off | 0 or 1
missing column | units.csv | ,on_roll | ,voters | 1 | on_roll | missing
column twice | parties.csv | name_en, | name_th, | 1 | name_en | missing
short line | provinces.csv | TKM,ธารคำ, | TKM, | 2 | - | 2 cells instead of 3
open quote | provinces.csv | TKM,ธารคำ, | TKM,"ธารคำ, | 3 | - | CSV
control mark | provinces.csv | ธารคำ | ธาร\aคำ | 2 | name_th | control
too long | provinces.csv | ธารคำ | {300}ธ | 2 | name_th | longer than
naive time | election.csv | 17:00:00+07:00 | 17:00:00 | 6 | polls_close_at | zone
bad time | election.csv | T17:00:00+07:00 |  5 pm | 6 | polls_close_at | zone
bad date | election.csv | voting_date,2027-02-14 | voting_date,14/2/27 | 5 | voting_date | date
Buddhist year | election.csv | voting_date,2027 | voting_date,2570 | 5 | voting_date | date
year one | election.csv | 2027-02-14T17:00 | 0001-01-01T17:00 | 6 | polls_close_at | zone
opens early | election.csv | T18:30 | T16:30 | - | publication_opens_at | before
key missing | election.csv | name_en, | pair, | - | name_en | missing
key unknown | election.csv | cap_share | cap_shre | 9 | key | unknown
threshold | election.csv | cap_share,0.95 | cap_share,most | 9 | cap_share | not a number
stream | units.csv | polling_unit,election_day | polling_unit,advance_in | 2 | stream | alone
set in an amphoe | units.csv | TKM_1-A,, | TKM_1-A,TKM01, | 62 | amphoe | neither
area elsewhere | units.csv | TKM01,TKM0101,1 | TKM01,TKM0201,1 | 2 | area | another amphoe
centre elsewhere | units.csv | TKM_1,TKM01-C | TKM_1,SPM01-C | 2 | centre | another province
too few expected | constituencies.csv | 9913,15 | 9913,14 | 2 | expected_units | has 15
form unknown | sheets.csv | ส.ส. 5/16, | ส.ส. 5/99, | 4 | form_code | described
form elsewhere | sheets.csv | ส.ส. 5/16, | ส.ส. 5/18, | 4 | form_code | another ballot
ballot not held | ballots.csv | party_list, | referendum, | - | - | -
area of nobody | people.csv | clerk,,TKM_1, | clerk,,, | - | role | only operators
two areas | people.csv | reviewer,,,TKM01-C | reviewer,TKM,,TKM01-C | 2 | centre | one area
two faces | people.csv | reviewer,,,TKM02-C | desk,,,TKM02-C | 3 | role | unlike line 2
rule of ours | rules.csv | L1, | R301, | 2 | code | L1 to L999
rule too heavy | rules.csv | L1,W | L1,X | 2 | severity | E, W or I
rule of nothing | rules.csv | 0.3 * บัตรที่ใช้ | 0.3 / บัตรที่ใช้ | 2 | must | reckons with
rule that says more | rules.csv | {invalid} of | {came} of | 2 | sentence_en | not in the condition
upper case | people.csv | auditor, | Auditor, | - | username | lower case
"""
"""What | file | old text | new text | line | column | reason; - where it does not matter."""


def cases() -> tuple[Case, ...]:
    return tuple(read_cases())


def read_cases() -> Iterator[Case]:
    for line in CASES.strip().splitlines():
        name, file, old, new, at, column, reason = line.split(" | ")
        new = new.replace("\\a", "\a").replace("{300}", "ธ" * 300)
        yield Case(name, file, old, new, int(at) if at != "-" else None, column, reason)


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_a_broken_cell_is_named(case: Case, database: Database, tmp_path: Path) -> None:
    faults = refuse(database, tmp_path, case.file, lambda s: s.replace(case.old, case.new, 1))
    fault = next(f for f in faults if case.column == "-" or f.file == case.file)
    assert case.line is None or fault.line == case.line
    assert case.column in ("-", fault.column)
    assert case.reason in ("-", fault.reason.en) or case.reason in fault.reason.en
    assert re.search("[ก-๙]", fault.reason.th)
    assert str(fault).startswith(fault.file)


def test_a_missing_file_is_named(database: Database, tmp_path: Path) -> None:
    shutil.copytree(demo_folder(), tmp_path / "folder")
    (tmp_path / "folder" / "units.csv").unlink()
    faults = refused_by(database, tmp_path / "folder")
    assert [(f.file, f.line) for f in faults] == [("units.csv", None)]


def test_people_may_be_missing(database: Database, nobody: Path) -> None:
    assert load_folder(database, nobody).rows["person"] == 0


def test_bytes_that_are_no_text_are_named_by_line(database: Database, tmp_path: Path) -> None:
    shutil.copytree(demo_folder(), tmp_path / "folder")
    file = tmp_path / "folder" / "amphoe.csv"
    file.write_bytes(file.read_bytes().replace("ดอยละออ".encode(), b"\xb4\xcd\xc2"))
    faults = refused_by(database, tmp_path / "folder")
    assert [(f.file, f.line, f.reason.en) for f in faults] == [("amphoe.csv", 3, "not UTF-8 text")]


def test_a_file_of_a_head_alone_is_refused(database: Database, tmp_path: Path) -> None:
    faults = refuse(database, tmp_path, "candidates.csv", lambda s: s.partition("\n")[0] + "\n")
    assert ("candidates.csv", "holds no line") in [(f.file, f.reason.en) for f in faults]


def test_all_faults_are_told_at_once_but_not_thousands(database: Database, tmp_path: Path) -> None:
    faults = refuse(database, tmp_path, "units.csv", lambda s: s.replace(",election_day,", ",day,"))
    assert len(faults) == 60
    bad = "code,name_th,name_en\n" + "x y,a,b\n" * 500
    faults = refuse(database, tmp_path / "more", "provinces.csv", lambda _: bad)
    assert len(faults) == 200


def refuse(
    database: Database, tmp_path: Path, file: str, change: Callable[[str], str]
) -> tuple[Fault, ...]:
    shutil.copytree(demo_folder(), tmp_path / "folder")
    path = tmp_path / "folder" / file
    content = path.read_text("utf-8")
    assert change(content) != content
    path.write_text(change(content), "utf-8")
    return refused_by(database, tmp_path / "folder")


def refused_by(database: Database, folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(FolderRefused) as refused:
        load_folder(database, folder)
    with database.reading() as session:
        for table in (Election, Province, AuditEntry):
            assert session.exec(select(table)).all() == []
    return refused.value.faults

"""The reference data of 2026 become a folder that loads; the small copy is invented."""

import csv
import gzip
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlmodel import func, select

from app.election.convert import convert_ge2026
from app.election.load import load_folder
from models.database import Database
from models.store.cases import choices_of
from models.store.register import constituency_by_code, unit_by_code
from models.store.rows import saved
from models.store.sheets import expected_of
from models.tables.election import Candidate, ExpectedSheet
from models.tables.geography import Area, Constituency, ReportingUnit
from models.values.ballots import AreaKind, Ballot

SHARED = Path(__file__).parents[4] / "shared" / "data" / "reference"
REGISTER = "units/synthetic_units_register.csv.gz"

SMALL: Mapping[str, str] = {
    "ge2026/provinces.csv": """
province_id,prov_id,province,abbre_thai,eng,total_vote_stations,total_registered_vote
10,BKK,เมืองสมมติ,มส,BKK,3,1500
11,XYZ,ธารคำ,ธค,XYZ,1,500
""",
    "ge2026/constituencies.csv": """
cons_id,prov_id,province,cons_no,total_vote_stations,registered_vote,zone
BKK_0,BKK,เมืองสมมติ,0,95,,
BKK_1,BKK,เมืองสมมติ,1,3,1500,เขตหนึ่ง|เขตสอง
XYZ_1,XYZ,ธารคำ,1,1,500,อำเภอเดียว
""",
    "ge2026/parties.csv": """
party_no,name,abbr,color,ect_id
1,ดาวประจำเมือง,ดวม.,#f02d30,254
2,ต้นกล้าใหม่,ตกม.,#724A34,185
""",
    "ge2026/candidates.csv": """
cons_id,number,name,party_no,party,party_ect_id,mp_app_id
BKK_1,1,นายก้องภพ ธารสว่าง,2,ต้นกล้าใหม่,185,BKK_1_1
BKK_1,3,นางฟ้าใส รุ่งนภางค์,1,ดาวประจำเมือง,254,BKK_1_3
XYZ_1,1,นายตะวันฉาย ไผ่เงิน,1,ดาวประจำเมือง,254,XYZ_1_1
""",
    "geo/provinces.csv": """
id,provinceCode,provinceNameEn,provinceNameTh
1,10,Invented City,เมืองสมมติ
2,11,Than Kham,ธารคำ
""",
    "geo/districts.csv": """
id,provinceCode,districtCode,districtNameEn,districtNameTh,postalCode
1,10,1001,One,หนึ่ง,10000
2,11,1101,Two,สอง,11000
""",
    "geo/subdistricts.csv": """
id,provinceCode,districtCode,subdistrictCode,subdistrictNameEn,subdistrictNameTh,postalCode
1,10,1001,100101,Alpha,ต้น,10000
2,11,1101,110101,Beta,ปลาย,11000
""",
    REGISTER: """
unit_id,cons_id,province_code,district_code,subdistrict_code,amphoe,tambon,unit_no,eligible,allocated
BKK_1-100101-001,BKK_1,10,1001,100101,หนึ่ง,ต้น,1,621,600
BKK_1-100101-002,BKK_1,10,1001,100101,หนึ่ง,ต้น,2,639,620
XYZ_1-110101-001,XYZ_1,11,1101,110101,สอง,ปลาย,1,500,480
""",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, content in SMALL.items():
        file = tmp_path / "source" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        data = content.lstrip().encode("utf-8-sig")
        file.write_bytes(gzip.compress(data) if file.suffix == ".gz" else data)
    return tmp_path / "source"


def test_what_is_converted_loads(source: Path, database: Database, tmp_path: Path) -> None:
    lines = convert_ge2026(source, tmp_path / "folder")
    assert lines["constituencies.csv"] == 2
    assert lines["units.csv"] == 3
    load_folder(database, tmp_path / "folder")
    with database.reading() as session:
        where = constituency_by_code(session, "BKK_1")
        assert where.zone_th == "เขตหนึ่ง · เขตสอง"
        assert where.expected_units == 3
        listed = choices_of(session, saved(where.id), Ballot.CONSTITUENCY)
        assert [c.number for c in listed] == [1, 3]
        kinds = {a.name_th: a.kind for a in session.exec(select(Area))}
        assert kinds == {"แขวงต้น": AreaKind.KHWAENG, "ตำบลปลาย": AreaKind.TAMBON}
        unit = unit_by_code(session, "XYZ_1-110101-001")
        assert len(expected_of(session, saved(unit.id))) == 2


def test_bangkok_has_a_form_of_its_own(source: Path, tmp_path: Path) -> None:
    convert_ge2026(source, tmp_path / "folder")
    with (tmp_path / "folder" / "sheets.csv").open(encoding="utf-8", newline="") as file:
        own = [r for r in csv.DictReader(file) if r["province"]]
    assert [(r["stream"], r["form_variant"]) for r in own] == [("out_and_overseas", "bangkok")]


@pytest.mark.skipif(not (SHARED / REGISTER).is_file(), reason="the reference data are not here")
def test_the_whole_country_loads_in_two_minutes(database: Database, tmp_path: Path) -> None:
    lines = convert_ge2026(SHARED, tmp_path / "folder")
    assert (lines["constituencies.csv"], lines["candidates.csv"]) == (400, 3_491)
    assert (lines["parties.csv"], lines["units.csv"]) == (57, 95_567)
    start = time.monotonic()
    load_folder(database, tmp_path / "folder")
    assert time.monotonic() - start < 120
    with database.reading() as session:
        counted = {
            table.__tablename__: session.exec(select(func.count()).select_from(table)).one()
            for table in (ReportingUnit, ExpectedSheet, Constituency)
        }
        gaps = select(Candidate.constituency_id).group_by(Candidate.constituency_id)
        gaps = gaps.having(func.max(Candidate.number) > func.count())
        assert len(session.exec(gaps).all()) == 24
    assert list(counted.values()) == [95_567, 191_134, 400]

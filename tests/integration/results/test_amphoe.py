"""A constituency's page shows its sums by amphoe, from the same records as the CSV file."""

import csv
import io
import json
import re
from pathlib import Path

from models.database import Database
from models.tables.geography import Amphoe, Area
from models.values.ballots import AreaKind
from results.addresses import LATEST
from results.amphoe_sums import by_amphoe, table_of
from tests.integration.results.electorate import found, unit_of
from tests.integration.results.newsroom import Newsroom


def move(database: Database, codes: list[str]) -> None:
    """Put some units into a second amphoe."""
    with database.writing() as session:
        session.add(Amphoe(id=2, code="SM02", province_id=1, name_th="ที่สอง", name_en="Second"))
        session.flush()
        session.add(
            Area(id=2, code="SM0201", amphoe_id=2, kind=AreaKind.TAMBON, name_th="นา", name_en="Na")
        )
        session.flush()
        for unit in [unit_of(session, code) for code in codes]:
            unit.amphoe_id, unit.area_id = 2, 2


def two_amphoe(database: Database, folder: Path) -> Newsroom:
    with database.writing() as session:
        found(session, units=4, constituencies=2)
    move(database, ["SM-1-U002", "SM-1-U003"])
    room = Newsroom(database, folder)
    room.count(["SM-1-U001", "SM-1-U002", "SM-1-S001", "SM-2-U003"], 3)
    assert room.publish(5) is not None
    return room


def manifest_and_records(room: Newsroom, code: str) -> tuple[dict, list[dict]]:
    pointer = json.loads((room.folder / LATEST).read_bytes())
    root = json.loads((room.folder / pointer["root"]["path"]).read_bytes())
    path = root["constituencies"][code]["manifest"]["path"]
    manifest = json.loads((room.folder / path).read_bytes())
    links = [u["record"]["path"] for u in manifest["units"] if u["record"]]
    return manifest, [json.loads((room.folder / link).read_bytes()) for link in links]


def test_rows_are_the_amphoe_with_the_sets_at_the_end(database: Database, tmp_path: Path) -> None:
    room = two_amphoe(database, tmp_path / "public")
    manifest, records = manifest_and_records(room, "SM-1")
    rows = table_of(manifest, records)
    assert [(r["amphoe"] and r["amphoe"]["code"], r["stream"]) for r in rows] == [
        ("SM01", "election_day"),
        ("SM02", "election_day"),
        (None, "advance_in"),
    ]
    assert [(r["counted"], r["expected"]) for r in rows] == [(1, 2), (1, 2), (1, 2)]
    for ballot in manifest["choices"]:
        for key in ("row:1", "good", "no_vote"):
            whole = sum(t[ballot].get(key, 0) for t in manifest["totals"].values())
            assert sum(r["ballots"][ballot][key] for r in rows) == whole


def test_an_amphoe_of_which_nothing_is_public_has_no_numbers(
    database: Database, tmp_path: Path
) -> None:
    room = two_amphoe(database, tmp_path / "public")
    manifest, _ = manifest_and_records(room, "SM-1")
    assert [(r["counted"], r["ballots"]) for r in table_of(manifest, [])] == [(0, {})] * 3


def test_one_amphoe_needs_no_table(night: Newsroom) -> None:
    manifest, records = manifest_and_records(night, "SM-1")
    assert table_of(manifest, records) == []
    assert 'id="amphoe"' not in (night.folder / "c/SM-1.html").read_text()


def test_the_page_and_the_csv_file_say_the_same(database: Database, tmp_path: Path) -> None:
    room = two_amphoe(database, tmp_path / "public")
    page = (room.folder / "c/SM-1.html").read_text()
    section = page[page.index('id="amphoe"') : page.index('id="units"')]
    words = re.sub(r"<[^>]+>", " ", section)
    assert "ที่สอง" in words
    text = (room.folder / "csv/amphoe/SM-1.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    first = [r for r in rows if r["amphoe"] == "SM02" and r["key"] == "row:1"]
    assert len(first) == 2
    for row in first:
        assert re.search(rf"(?<!\d){int(row['value']):,}(?!\d)", words)
    english = (room.folder / "en/c/SM-1.html").read_text()
    assert "Second" in english
    _, records = manifest_and_records(room, "SM-1")
    assert by_amphoe(records)["SM02", "ที่สอง", "election_day"].units == 1

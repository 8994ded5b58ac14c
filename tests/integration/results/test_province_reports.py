"""From consolidation on a province has every unit's report in one file and on a page to search."""

import json

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session, col, select

from models.states.constituency import ConstituencyState
from models.tables.geography import Constituency
from models.tables.sheets import Page, Sheet
from results.sources import open_source
from results.verify import verify
from tests.integration.results.electorate import unit_of
from tests.integration.results.newsroom import KEY, Newsroom


def consolidate(session: Session, code: str) -> None:
    """Let a constituency be consolidated, as `results.stages` leaves it."""
    found = session.exec(select(Constituency).where(col(Constituency.code) == code)).one()
    found.state = ConstituencyState.CONSOLIDATED


@pytest.fixture
def consolidated(night: Newsroom) -> Newsroom:
    with night.database.writing() as session:
        consolidate(session, "SM-1")
    night.publish(60)
    return night


def test_before_consolidation_there_is_none(night: Newsroom) -> None:
    assert not [path for path in night.files() if path.startswith("reports/")]
    assert "reports/SM.html" not in (night.folder / "p/SM.html").read_text()


def test_one_file_holds_every_report_of_what_is_consolidated(consolidated: Newsroom) -> None:
    found = json.loads(consolidated.files()["reports/SM.json"])
    assert (found["official"], found["rehearsal"]) == (False, True)
    assert [c["code"] for c in found["constituencies"]] == ["SM-1"]
    units = found["constituencies"][0]["units"]
    assert {u["unit"]["code"] for u in units} == {"SM-1-U001", "SM-1-U002", "SM-1-S001"}
    assert units[0]["ballots"]["constituency"]["pages"][0]["photo_sha256"]
    for unit in units:
        published = json.loads((consolidated.folder / unit["record"]["path"]).read_bytes())
        assert {**unit, "record": None} == {**published, "record": None}
    page = (consolidated.folder / "reports/SM.html").read_text()
    assert "u/SM-1-U002.html" in page
    assert "u/SM-2-U003.html" not in page
    assert "สมมุติบุรี เขต 2" in page
    assert "reports/SM.html" in (consolidated.folder / "p/SM.html").read_text()
    report = verify(open_source(str(consolidated.folder)), KEY.public)
    assert (report.faults, report.unlisted) == ([], [])


def test_a_form_without_a_photo_is_counted_and_nothing_more_is_promised(night: Newsroom) -> None:
    night.count(["SM-1-U003"], 50)
    with night.database.writing() as session:
        unit = unit_of(session, "SM-1-U003")
        for sheet in session.exec(select(Sheet).where(Sheet.unit_id == unit.id)).all():
            for page in session.exec(select(Page).where(Page.sheet_id == sheet.id)).all():
                session.delete(page)
        consolidate(session, "SM-1")
    night.publish(60)
    words = (night.folder / "reports/SM.html").read_text()
    assert "1 รายการมีแบบที่ไม่มีภาพถ่าย" in words
    assert "ทุกตัวเลขมีภาพ" not in words


def test_the_page_finds_a_unit_by_words(
    browser: Browser,
    consolidated: Newsroom,  # noqa: ARG001 - published before the server answers
    address: str,
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/reports/SM.html")
    page.get_by_label("ค้นหาหน่วย").fill("u002 ทุ่ง")
    expect(page.locator(".reports li:visible")).to_have_count(1)
    expect(page.locator("#find-found")).to_have_text("พบ 1")
    page.get_by_label("ค้นหาหน่วย").fill("ไม่มีหน่วยนี้")
    expect(page.locator("#find-found")).to_have_text("ไม่พบ")
    page.close()

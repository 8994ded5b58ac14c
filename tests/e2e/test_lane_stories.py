"""Stories of the lanes in a browser, by keyboard: one desk for all, a unit for each.

The last story consolidates the constituency.
"""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete
from sqlmodel import col, select

from models.states.constituency import ConstituencyState
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import consolidation, reports
from models.store.reports import Keying
from models.tables.geography import Constituency
from models.tables.people import Role
from models.tables.photos import PageReading, Photo
from models.tables.sheets import SheetFinding
from models.values.findings import Severity
from tests.fixtures.desk import COUNTS
from tests.fixtures.late import come_late
from tests.fixtures.live import LiveDesk, at, enter, faults, press
from tests.fixtures.small_election import NIGHT

pytestmark = pytest.mark.e2e


def open_from(page: Page, lane: str, sheet_id: int) -> None:
    """Choose a lane and open a sheet that waits in it."""
    press(page, f".lanes a[href='/review?lane={lane}']")
    press(page, f"#lane-{lane} a[href='/review/sheets/{sheet_id}']")
    assert faults(page) == []


def test_a_reviewer_parks_and_the_supervisor_gives_it_back(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(1)
    rose = enter(story, "rose", f"/review/sheets/{sheet_id}")
    press(rose, "#look button[autofocus]")
    rose.keyboard.press("p")
    expect(rose.locator("#park-text")).to_be_focused()
    rose.keyboard.type("ลายมือสองคน")
    press(rose, "#park-panel button")
    lotus = enter(story, "lotus", "/review")
    open_from(lotus, "parked", sheet_id)
    expect(lotus.locator("blockquote")).to_have_text("ลายมือสองคน")
    press(lotus, "#look button[autofocus]")
    lotus.locator("#requeue-panel summary").press("Enter")
    lotus.locator("#requeue-text").fill("ลายมือเดียวกัน")
    press(lotus, "#requeue-panel button")
    assert house.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_returned_sheet_says_why_to_the_supervisor_and_the_unit(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(2)
    rose = enter(story, "rose", f"/review/sheets/{sheet_id}")
    press(rose, "#look button[autofocus]")
    rose.keyboard.press("r")
    press(rose, "#return-panel button")
    lotus = at(story, "lotus", "/review?lane=returned")
    expect(lotus.locator("#lane-returned")).to_contain_text("อ่านไม่ออก")
    unit = at(story, house.enrolled(2), "/send")
    expect(unit.locator("main")).to_contain_text("อ่านไม่ออก")


def test_a_sheet_like_another_unit_s_is_found_in_its_lane(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(4)
    with house.database.writing() as session:
        session.add(SheetFinding(sheet_id=sheet_id, code="R106", severity=Severity.WARNING,
                                 fields=[], message={"th": "เหมือนหน่วยอื่น", "en": "Alike"},
                                 created_at=NIGHT))  # fmt: skip
        photo_id = session.exec(select(Photo.id).where(Photo.unit_id == 4)).one()
        # A photo as it is before a worker looks at it: it is read anew at its unit.
        session.execute(delete(PageReading).where(col(PageReading.photo_id) == photo_id))
    lotus = enter(story, "lotus", "/review")
    open_from(lotus, "near_duplicate", sheet_id)
    press(lotus, "#look button[autofocus]")
    lotus.locator("#move-panel summary").press("Enter")
    lotus.locator("#move-unit").fill("90-1-5")
    press(lotus, "#move-panel button")
    moved = [p for p in house.all(Photo) if p.id == photo_id]
    assert [p.unit_id for p in moved] == [5]


def test_people_key_what_the_machine_could_not_read(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(6, counts=dict.fromkeys(COUNTS), doubtful=frozenset(COUNTS))
    with house.database.writing() as session:
        photo = session.exec(select(Photo).where(Photo.unit_id == 6)).one()
        photo.state = PhotoState.NEEDS_HUMAN
    lotus = enter(story, "lotus", "/review")
    open_from(lotus, "needs_human", sheet_id)
    press(lotus, "#look button[autofocus]")
    for _ in COUNTS:
        key = lotus.evaluate("document.activeElement.dataset.key")
        lotus.keyboard.type(str(COUNTS[key]))
        lotus.keyboard.press("Tab")
    press(lotus, "[data-confirm]")
    assert house.counts(sheet_id) == COUNTS


def test_a_recall_is_asked_granted_and_reopened_by_two(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(7)
    rose = enter(story, "rose", f"/review/sheets/{sheet_id}")
    press(rose, "#look button[autofocus]")
    press(rose, "[data-confirm]")
    rose.goto(f"/review/sheets/{sheet_id}")
    rose.locator("#recall-panel summary").press("Enter")
    rose.locator("#recall-panel input[value=corrected_form]").press("Space")
    press(rose, "#recall-panel button")
    assert faults(rose) == []
    lotus = enter(story, "lotus", "/review")
    open_from(lotus, "recall_asked", sheet_id)
    press(lotus, "button[formaction$='/grant']")
    assert house.row(sheet_id).state is SheetState.RECALLED
    lotus.goto("/review")
    open_from(lotus, "recalled", sheet_id)
    lotus.locator("#reopen-panel summary").press("Enter")
    lotus.locator("#reopen-text").fill("ไม่มีแบบใหม่")
    press(lotus, "#reopen-panel button")
    assert house.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_photo_after_the_confirmation_is_answered_by_one_tap(story: LiveDesk) -> None:
    house = story.house
    sheet_id = house.sheet(8)
    rose = enter(story, "rose", f"/review/sheets/{sheet_id}")
    press(rose, "#look button[autofocus]")
    press(rose, "[data-confirm]")
    come_late(house, 8, {"row:4": 60, "row:5": 20})
    unit = at(story, house.enrolled(8), "/send")
    expect(unit.locator("main")).to_contain_text("ต่างจากที่ยืนยัน 2 ช่อง")
    lotus = enter(story, "lotus", "/review")
    open_from(lotus, "late_photo", sheet_id)
    late = lotus.locator(".late")
    expect(late).to_contain_text("ภาพใหม่ 60")
    sizes = late.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert len(sizes) == 2
    assert all(sizes)
    press(lotus, ".late button[value=recall]")
    expect(lotus.locator("#look")).to_contain_text("ภาพที่มาหลังยืนยันแสดงตัวเลขต่างจากที่ยืนยัน")
    assert faults(lotus) == []
    assert house.row(sheet_id).state is SheetState.CONFIRMED
    assert house.counts(sheet_id) == COUNTS


def test_two_clerks_consolidate_their_constituency(story: LiveDesk) -> None:
    house = story.house
    for username in ("iris", "tulip"):
        house.person(username, Role.CLERK, constituency_id=1)
    with house.database.writing() as session:
        session.get_one(Constituency, 1).state = ConstituencyState.LIVE
        for ballot in consolidation.ballots_of(session, 1):
            sums = consolidation.sums_of(session, 1, ballot)
            for username, key in (("iris", reports.key_first), ("tulip", reports.key_again)):
                keying = Keying(house.people[username], f"key-{username}", sums, NIGHT)
                key(session, 1, ballot, keying)
    iris = enter(story, "iris", "/review/constituencies/1")
    press(iris, "a[href$='/publication']")
    assert faults(iris) == []
    press(iris, "#consolidate button.first")
    expect(iris.locator("#consolidate")).to_contain_text("รออีกคนหนึ่งอนุมัติ")
    tulip = at(story, "tulip", "/review/constituencies/1/publication")
    expect(tulip.locator("#consolidate")).to_contain_text("ชื่อ iris")
    press(tulip, "#consolidate button.first")
    expect(tulip.locator("h1")).to_contain_text("รวมผลแล้ว")
    assert faults(tulip) == []

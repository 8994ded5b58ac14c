"""Stories of the roles in a browser: what each comes for, from its first page to what is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session
from typer.testing import CliRunner

from app.cli import build
from models.states.constituency import ConstituencyState
from models.states.sheet import SheetState
from models.store import outbox
from models.store.inbox import Chat
from models.store.outbox import NewMessage
from models.tables.chat import OutboxMessage
from models.tables.consolidation import EnvelopeAccount
from models.tables.election import ExpectedSheet
from models.tables.geography import Constituency, ReportingUnit
from models.tables.people import Person, Role
from models.tables.photos import Photo
from models.tables.sheets import Sheet
from models.values.ballots import Ballot, Stream, UnitKind
from models.values.chat import OutboxState, Platform
from tests.fixtures.live import LiveDesk, at, enter, faults, press
from tests.fixtures.pictures import picture

pytestmark = pytest.mark.e2e

SET = 90
SET_COUNTS = {"received": 70, "good": 60, "invalid": 6, "no_vote": 4, "row:1": 20, "row:2": 30,
              "row:4": 7, "row:5": 3, "total": 60}  # fmt: skip
OWN_WORDS = "ทะเลสงบยามเช้า-55"


def constituency_in(story: LiveDesk, state: ConstituencyState) -> None:
    with story.house.database.writing() as session:
        session.get_one(Constituency, 1).state = state


def test_a_courier_sends_for_the_unit_that_it_carries(story: LiveDesk, tmp_path: Path) -> None:
    house = story.house
    courier_id = house.person("courier", Role.DESK, centre_id=1)
    file = tmp_path / "page.jpg"
    file.write_bytes(picture(77))
    page = at(story, "courier", "/send")
    expect(page.locator(".choices a", has_text="หน่วย 3")).to_have_count(0)  # another centre's
    press(page, ".choices a[href*='90-1-2']")
    page.set_input_files("input[type=file][multiple]", file)
    expect(page.locator(".photos li")).to_have_count(1, timeout=20_000)
    assert [(p.unit_id, p.sender_id) for p in house.all(Photo)] == [(2, courier_id)]


def key_the_set(page: Page, sheet_id: int) -> None:
    """Take the set's sheet and type every number in the order in which the keys lead there."""
    press(page, f"#sets a[href='/review/sheets/{sheet_id}']")
    press(page, "#look button[autofocus]")
    for _ in SET_COUNTS:
        assert page.evaluate("document.activeElement.value") == ""
        page.keyboard.type(str(SET_COUNTS[page.evaluate("document.activeElement.dataset.key")]))
        page.keyboard.press("Tab")
    press(page, "[data-confirm]")


def put_set(session: Session) -> None:
    session.add(ReportingUnit(id=SET, code="90-1-s90", kind=UnitKind.COUNTING_SET, number=1,
                              stream=Stream.ADVANCE_IN, constituency_id=1,
                              centre_id=2))  # fmt: skip
    session.flush()
    expected = ExpectedSheet(unit_id=SET, ballot=Ballot.CONSTITUENCY, form_code="ส.ส. 5/16")
    session.add(expected)


def test_two_clerks_key_an_advance_set_and_one_notes_the_envelopes(story: LiveDesk) -> None:
    house = story.house
    for username in ("iris", "tulip"):
        house.person(username, Role.CLERK, constituency_id=1)
    with house.database.writing() as session:
        put_set(session)
        sheet_id = house.sheet_of_set(session, SET, {**SET_COUNTS, "row:4": 9})
        session.get_one(Sheet, sheet_id).form_code = "ส.ส. 5/16"
    key_the_set(at(story, "iris", "/review/constituencies/1"), sheet_id)
    assert house.row(sheet_id).state is SheetState.IN_REVIEW
    key_the_set(enter(story, "tulip", "/review/constituencies/1"), sheet_id)
    assert house.row(sheet_id).state is SheetState.CONFIRMED
    assert house.counts(sheet_id) == SET_COUNTS

    iris = enter(story, "iris", "/review/constituencies/1")
    iris.locator("#envelopes summary").press("Enter")
    for name, value in {"origin": "สถานทูตสมมุติ", "received": "80", "opened": "71"}.items():
        iris.locator(f"#envelopes [name={name}]").fill(value)
    press(iris, "#envelopes button.first")
    expect(iris.locator("#envelopes tbody tr").first).to_contain_text("สถานทูตสมมุติ")
    assert [(r.posted, r.received, r.opened) for r in house.all(EnvelopeAccount)] == [
        (None, 80, 71)
    ]


def test_an_operator_pauses_a_constituency_and_the_province_only_sees_it(story: LiveDesk) -> None:
    house = story.house
    constituency_in(story, ConstituencyState.LIVE)
    house.person("banyan", Role.OPERATOR)
    house.person("palm", Role.PROVINCE, province_id=1)
    banyan = at(story, "banyan", "/review/constituencies/1/publication")
    banyan.locator("#pause [name=th]").fill("ตรวจยอดบัตรก่อน")
    press(banyan, "#pause button")
    expect(banyan.locator("h1")).to_contain_text("หยุดชั่วคราว")

    palm = at(story, "palm", "/review")
    expect(palm.locator(".take")).to_contain_text("ดูได้อย่างเดียว")
    press(palm, "nav a[href='/review/constituencies']")
    press(palm, "main a[href='/review/constituencies/1']")
    assert faults(palm) == []
    press(palm, "a[href$='/publication']")
    expect(palm.locator("main")).to_contain_text("ตรวจยอดบัตรก่อน")
    expect(palm.locator("main button")).to_have_count(0)
    press(palm, "nav a[href='/review/operations']")
    expect(palm.locator("main button")).to_have_count(0)


def test_an_operator_gives_a_lost_message_another_try(story: LiveDesk) -> None:
    house = story.house
    house.person("willow", Role.OPERATOR)
    when = house.clock.at
    with house.database.writing() as session:
        body = {"messages": [{"text": "ภาพไม่ชัด", "choices": []}]}
        outbox.put(session, NewMessage(Chat(Platform.TELEGRAM, "99"), "99", body, when), when)
        outbox.begin(session, 1)
        outbox.end(session, 1, OutboxState.DEAD, when, "unsure: TimedOut")
    willow = at(story, "willow", "/review")
    press(willow, "nav a[href='/review/dead-letters']")
    assert faults(willow) == []
    press(willow, "form[action='/review/dead-letters/out/1/again'] button")
    expect(willow.locator("form[action$='/again']")).to_have_count(0)
    assert [m.state for m in house.all(OutboxMessage)] == [OutboxState.WAITING]


def begin(page: Page, username: str, code: str) -> None:
    """Sign in with a one-time code and choose words of one's own."""
    page.goto("/review/sign-in")
    page.locator("#username").fill(username)
    page.locator("#password").fill(code)
    press(page, "main button.first")
    assert faults(page) == []
    for name in ("#password", "#again"):
        page.locator(name).fill(OWN_WORDS)
    press(page, "main button.first")


def test_a_supervisor_opens_an_account_and_stops_it_again(story: LiveDesk) -> None:
    house = story.house
    lotus = enter(story, "lotus", "/review")
    press(lotus, "nav a[href='/review/accounts']")
    for name, value in {"username": "peony", "name": "พีโอนี สาธิต", "places": "c1"}.items():
        lotus.locator(f"form.fields [name={name}]").first.fill(value)
    press(lotus, "form[action='/review/accounts'] button.first")
    assert faults(lotus) == []
    peony = story.open_as(None, viewport={"width": 390, "height": 844}, bypass_csp=True)
    begin(peony, "peony", lotus.locator("code.key").inner_text())
    expect(peony.locator("form[action='/review/next'] button")).to_be_visible()

    press(lotus, "main a.first")
    press(lotus, "main td a:has-text('พีโอนี')")
    press(lotus, "form[action$='/stop'] button")
    assert [p.is_active for p in house.all(Person) if p.username == "peony"] == [False]
    peony.reload()
    expect(peony.locator("#username")).to_be_visible()


def test_an_auditor_filters_takes_the_log_away_and_checks_it(
    story: LiveDesk, tmp_path: Path
) -> None:
    house = story.house
    sheet_id = house.sheet(1)
    rose = enter(story, "rose", f"/review/sheets/{sheet_id}")
    press(rose, "#look button[autofocus]")
    press(rose, "[data-confirm]")
    page = at(story, "auditor", "/review")
    press(page, "nav a[href='/review/audit']")
    expect(page.locator(".note")).to_contain_text("ห่วงโซ่ครบถ้วน")
    page.locator("[name=q]").fill(f"key-rose ยืนยันตัวเลข แบบ {sheet_id}")
    press(page, ".audit-search button")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("[name=q]").fill("")
    press(page, ".audit-search button")
    with page.expect_download() as download:
        page.locator("a[download]").press("Enter")
    file = tmp_path / "audit.csv"
    download.value.save_as(file)
    checked = CliRunner().invoke(build(), ["audit", "verify", str(file)])
    assert (checked.exit_code, "whole" in checked.output) == (0, True)
    # Who changes a number in the file is found out.
    file.write_text(file.read_text().replace(f"sheet:{sheet_id}", "sheet:77"))
    assert CliRunner().invoke(build(), ["audit", "verify", str(file)]).exit_code == 1

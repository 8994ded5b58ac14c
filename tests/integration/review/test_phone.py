"""Totals by phone: two people, a check total, no publication before the photo; photos that move."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import delete
from sqlmodel import select

from intake.versions import Spot, join_page
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store import sheets
from models.tables.audit import AuditEntry
from models.tables.calls import CallOutcome, PhoneCall
from models.tables.geography import ReportingUnit
from models.tables.photos import PageReading, Photo
from models.tables.sheets import Decision, DecisionKind, Page, Sheet
from models.values.ballots import Ballot
from models.values.dictated import message_of
from results.release import on_confirmed
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import look_at, take

MESSAGE = message_of(COUNTS, tuple(COUNTS))


def tell(client: TestClient, **other: str) -> Response:
    sent = {"csrf": token_of(client), "unit": "90-1-1", "ballot": "constituency",
            "spoke_with": "ประธานหน่วย 1", "message": MESSAGE}  # fmt: skip
    return client.post("/review/phone/totals", data={**sent, **other}, follow_redirects=False)


def forget_readings(desk: DeskHouse) -> None:
    """Photos as they are before a worker looks at them."""
    with desk.database.writing() as session:
        session.execute(delete(PageReading))


def call_back(desk: DeskHouse, sheet_id: int, name: str = "ประธานหน่วย 1", **other: int) -> Response:
    client = desk.sign_in("jasmine")
    client.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(client)})
    look = look_at(client, sheet_id)
    for key, value in {**COUNTS, **other}.items():
        look.type(key, str(value))
    return look.send(spoke_with=name)


def test_totals_by_phone_take_two_people_and_wait_for_their_photo(each_desk: DeskHouse) -> None:
    desk = each_desk
    desk.clock.pass_by(minutes=40)
    rose = desk.sign_in("rose")
    assert tell(rose).status_code == 303
    sheet = desk.row(1)
    assert (sheet.state, sheet.look) == (SheetState.IN_REVIEW, 2)
    # Its own lane: nobody gets it from the queue, and the first person cannot be the second.
    jasmine = desk.sign_in("jasmine")
    answer = jasmine.post("/review/next", data={"csrf": token_of(jasmine)}, follow_redirects=False)
    assert answer.headers["location"] == "/review?empty=1"
    claimed = rose.post("/review/sheets/1/claim", data={"csrf": token_of(rose)})
    assert claimed.status_code == 409
    assert "รอคนที่สองโทรกลับ" in jasmine.get("/review/phone").text

    assert call_back(desk, 1, name=" ").status_code == 422
    call_back(desk, 1)
    assert desk.row(1).state is SheetState.CONFIRMED
    assert desk.counts(1) == COUNTS
    [call] = desk.all(PhoneCall)
    assert (call.outcome, call.person_id) == (CallOutcome.VERIFIED, desk.people["jasmine"])


def test_the_second_person_hears_for_themselves(desk: DeskHouse) -> None:
    tell(desk.sign_in("rose"))
    client = desk.sign_in("jasmine")
    client.post("/review/sheets/1/claim", data={"csrf": token_of(client)})
    look = look_at(client, 1)
    assert {v for k, v in look.fields.items() if k.startswith("v:")} == {""}
    again = call_back(desk, 1, **{"row:4": 60, "row:5": 20})
    assert again.status_code == 422
    assert 'data-key="row:4"' in again.text
    assert 'data-key="good"' not in again.text


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"message": MESSAGE.replace("=", "=1")}, "ผลบวกตรวจสอบไม่ตรง"),
        ({"message": MESSAGE.replace("200 100", "100 200")}, "สลับบรรทัด"),
        ({"message": "1 2 3 =6"}, "อ่านข้อความนี้ไม่ได้"),
        ({"message": ""}, "ยังมีช่องที่ไม่มีจำนวน"),
        ({"spoke_with": " "}, "กรุณาใส่ชื่อผู้ที่คุยด้วย"),
    ],
)
def test_what_cannot_be_taken_says_why_and_keeps_nothing(
    desk: DeskHouse, other: dict[str, str], words: str
) -> None:
    answer = tell(desk.sign_in("rose"), **other)
    assert answer.status_code == 422
    assert words in answer.text
    assert desk.all(Sheet) == []


def test_numbers_that_contradict_each_other_are_read_out_again(desk: DeskHouse) -> None:
    """The same rules as on every path (Iowa 2020: what was phoned in never met them)."""
    wrong = {**COUNTS, "row:4": 67}
    message = message_of(wrong, tuple(wrong))
    rose = desk.sign_in("rose")
    answer = tell(rose, message=message)
    assert answer.status_code == 422
    assert "R303" in answer.text
    assert desk.all(Sheet) == []
    assert tell(rose, message=message, seen="R303,R304").status_code == 303
    assert desk.row(1).look == 2


def test_a_unit_with_a_photo_is_not_keyed_by_phone(desk: DeskHouse) -> None:
    desk.sheet()
    answer = tell(desk.sign_in("rose"))
    assert answer.status_code == 422
    assert "มีภาพหรือมีผลของบัตรนี้แล้ว" in answer.text


def test_the_photo_that_comes_later_is_a_version_of_its_own(each_desk: DeskHouse) -> None:
    desk = each_desk
    tell(desk.sign_in("rose"))
    call_back(desk, 1)
    donor = desk.sheet(unit_id=2)
    forget_readings(desk)
    with desk.database.writing() as session:
        photo = session.exec(select(Photo)).one()
        photo.unit_id = 1
        session.flush()
        expected = sheets.expected_of(session, 1)[0]
        join_page(session, photo, Spot(expected, 1), desk.clock.at)
        new = sheets.newest(session, 1, Ballot.CONSTITUENCY)
        assert new is not None
        assert (new.version, new.state) == (2, SheetState.COLLECTING)
        new_id = new.id
    assert desk.row(1).state is SheetState.CONFIRMED
    pages = [p for p in desk.all(Page) if p.sheet_id == new_id]
    assert [p.is_current for p in pages] == [True]
    assert donor != new_id


def test_a_unit_complete_by_phone_is_released_when_its_photo_is_confirmed(
    desk: DeskHouse,
) -> None:
    desk.clock.pass_by(minutes=40)
    tell(desk.sign_in("rose"))
    call_back(desk, 1)
    with desk.database.writing() as session:
        session.delete(sheets.expected_of(session, 1)[1])  # one ballot is enough for this story
        session.get_one(ReportingUnit, 1).state = UnitState.WITHHELD
        session.get_one(Sheet, 1).version = 1
    with desk.database.writing() as session:
        on_confirmed(session, session.get_one(Sheet, 1), desk.clock.at)
        unit = session.get_one(ReportingUnit, 1)
        assert (unit.state, unit.state_reason) == (UnitState.WITHHELD, "no_photo")
    photo_sheet = desk.sheet_version(1, 2)
    look = take(desk.sign_in("rose"))
    assert look.sheet_id == photo_sheet
    look.send()
    assert [u.state for u in desk.all(ReportingUnit) if u.id == 1] == [UnitState.RELEASED]


def test_calls_are_logged_and_units_to_call_listed(desk: DeskHouse) -> None:
    desk.sheet(unit_id=2)
    rose = desk.sign_in("rose")
    page = rose.get("/review/phone").text
    assert "<strong>90-1-1</strong>" in page
    sent = {"csrf": token_of(rose), "unit": "90-1-1", "outcome": "no_answer", "text": "โทร 2 ครั้ง"}
    rose.post("/review/phone/calls", data=sent)
    assert rose.post("/review/phone/calls", data={**sent, "unit": "90-1-3"}).status_code == 422
    [call] = desk.all(PhoneCall)
    assert (call.unit_id, call.outcome, call.words) == (1, CallOutcome.NO_ANSWER, "โทร 2 ครั้ง")
    assert "โทร 2 ครั้ง" in rose.get("/review/phone").text


def test_photos_move_to_their_unit_with_a_trace(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet(state=SheetState.PARKED)
    forget_readings(desk)
    lotus = desk.sign_in("lotus")
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(lotus)})
    held = {k: look_at(lotus, sheet_id).fields[k] for k in ("csrf", "token", "edit")}
    path = f"/review/sheets/{sheet_id}/move"
    assert lotus.post(path, data={**held, "unit": "90-1-3"}).status_code == 404
    assert lotus.post(path, data={**held, "unit": "90-1-1"}).status_code == 409
    assert lotus.post(path, data={**held, "unit": "90-1-2"}).status_code == 200
    old = desk.row(sheet_id)
    assert (old.state, old.state_reason) == (SheetState.SUPERSEDED, "moved")
    [new] = [s for s in desk.all(Sheet) if s.unit_id == 2]
    assert new.state is SheetState.COLLECTING
    assert [p.unit_id for p in desk.all(Photo)] == [2]
    [entry] = [e for e in desk.all(AuditEntry) if e.action == "move photo"]
    assert (entry.before, entry.after) == ({"unit": 1, "sheet": sheet_id}, {"unit": 2})


def test_a_reviewer_moves_nothing(desk: DeskHouse) -> None:
    desk.sheet()
    look = take(desk.sign_in("rose"))
    answer = look.client.post(f"/review/sheets/{look.sheet_id}/move",
                              data={**look.fields, "unit": "90-1-2"})  # fmt: skip
    assert answer.status_code == 403


def test_both_people_stand_in_the_record(desk: DeskHouse) -> None:
    tell(desk.sign_in("rose"))
    call_back(desk, 1)
    decided = [(d.kind, d.person_id) for d in desk.all(Decision)]
    assert decided == [
        (DecisionKind.CORRECT, desk.people["rose"]),
        (DecisionKind.SECOND_LOOK, desk.people["jasmine"]),
    ]


def test_the_phone_is_a_witness_when_the_photo_comes(each_desk: DeskHouse) -> None:
    """The reviewer who confirms another number than was said does not settle it alone."""
    desk = each_desk
    tell(desk.sign_in("rose"))
    call_back(desk, 1)
    # The form says 66 and 14 where 70 and 10 were said; every sum holds on both.
    photo = desk.sheet_version(1, 2, counts={**COUNTS, "row:4": 66, "row:5": 14})
    look = take(desk.sign_in("rose"))
    assert look.sheet_id == photo
    assert "ทางโทรศัพท์: 70" in look.html
    assert "ทางโทรศัพท์: 200" not in look.html
    look.send()
    assert (desk.row(photo).state, desk.row(photo).look) == (SheetState.IN_REVIEW, 2)
    second = take(desk.sign_in("jasmine"))
    assert 'data-key="row:4"' in second.html
    assert 'data-key="row:1"' not in second.html
    second.type("row:4", "66").type("row:5", "14").send()
    assert desk.row(photo).state is SheetState.CONFIRMED
    assert desk.counts(photo)["row:4"] == 66

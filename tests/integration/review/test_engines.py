"""The whole way of a sheet at the desk, on SQLite and on PostgreSQL."""

from models.states.sheet import SheetState
from models.store.audit import first_broken
from models.tables.audit import AuditEntry
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import look_at, take

READ = {**COUNTS, "row:4": 60, "row:5": 20}


def test_two_looks_a_parking_and_a_clearing(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet(counts=READ)
    take(desk.sign_in("rose")).type("row:4", "70").type("row:5", "10").send()
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    assert desk.row(sheet_id).state is SheetState.PARKED
    lotus = desk.sign_in("lotus")
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(lotus)})
    look = look_at(lotus, sheet_id).type("row:4", "70").type("row:5", "10")
    look.send(text="อ่านจากภาพแล้ว")
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id) == COUNTS
    assert [e.action for e in desk.all(AuditEntry)] == ["correct", "second_look", "clear"]
    with desk.database.reading() as session:
        assert first_broken(session) is None


def test_a_sheet_parked_by_hand_goes_back_to_the_queue(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    held = {key: look.fields[key] for key in ("csrf", "token", "edit")}
    look.client.post(f"/review/sheets/{sheet_id}/park", data={**held, "text": "ลายมือสองแบบ"})
    lotus = desk.sign_in("lotus")
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(lotus)})
    look = look_at(lotus, sheet_id)
    # Nobody has looked yet, so there is nobody whose look a supervisor could clear.
    answer = look.send(text="ดูแล้ว")
    assert answer.status_code == 422
    assert "ให้ตรวจอีกครั้ง" in answer.text
    assert "ดูแล้ว" in answer.text
    held = {key: look.fields[key] for key in ("csrf", "token", "edit")}
    path = f"/review/sheets/{sheet_id}/requeue"
    assert lotus.post(path, data={**held, "text": " "}).status_code == 422
    lotus.post(path, data={**held, "text": "เป็นคนเดียวกัน"})
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.look, sheet.claimed_by is None) == (SheetState.IN_REVIEW, 1, True)
    take(desk.sign_in("jasmine")).send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_a_reviewer_cannot_take_a_sheet_out_of_the_parked_lane(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet(state=SheetState.PARKED)
    rose = desk.sign_in("rose")
    sent = {"csrf": token_of(rose), "token": "", "edit": "0", "text": "x"}
    assert rose.post(f"/review/sheets/{sheet_id}/requeue", data=sent).status_code == 403
    assert desk.row(sheet_id).state is SheetState.PARKED

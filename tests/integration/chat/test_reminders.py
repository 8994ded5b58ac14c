"""One tap reminds the units of which nothing came: by chat, on either platform, not too often."""

import httpx
from fastapi.testclient import TestClient

from models.states.sheet import SheetState
from models.tables.audit import AuditEntry
from models.tables.sheets import Notice
from models.values.ballots import Ballot
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.desk import token_of

SAID = "ศูนย์รวมคะแนนยังไม่ได้รับภาพ"


def remind(client: TestClient, **what: str) -> httpx.Response:
    sent = {"csrf": token_of(client), **(what or {"centre": "c1"})}
    return client.post("/review/reminders", data=sent)


def asked(hall: ChatHall, user: int) -> list[str]:
    return [words for words in hall.heard(user) if SAID in words]


def test_a_tap_asks_those_who_are_bound_and_names_who_must_be_called(hall: ChatHall) -> None:
    hall.enrol(7, unit_id=1)
    lotus = hall.desk.sign_in("lotus")
    assert "เตือน" in lotus.get("/review/operations").text
    page = remind(lotus).text
    hall.work()
    [words] = asked(hall, 7)
    assert "ส.ส. 5/18" in words
    assert "ส.ส. 5/18 (บช)" in words
    assert "ส่งคำเตือน 1 หน่วย" in page
    assert "1 หน่วยไม่มีใครผูกแชต ต้องโทร" in page
    phone = lotus.get("/review/phone").text
    # Who can only be called stands first on the list.
    assert phone.index("<strong>90-1-2</strong>") < phone.index("<strong>90-1-1</strong>")
    assert "เตือนแล้ว 18.00\u00a0น." in phone
    [entry] = [e for e in hall.desk.all(AuditEntry) if e.action == "remind"]
    assert (entry.actor, entry.after) == ("key-lotus", {"units": ["90-1-1"]})


def test_line_gets_it_as_a_push(hall: ChatHall) -> None:
    hall.line_says("U1", hall.code(1))
    hall.line_event(
        "U1", type="postback", postback={"data": hall.line.sent[-1].buttons["ใช่ หน่วยของฉัน"]}
    )
    hall.work()
    hall.line_says("U1", "มาลี")
    hall.pass_by(seconds=120)
    remind(hall.desk.sign_in("lotus"), unit="90-1-1")
    hall.work()
    assert SAID in hall.line.sent[-1].texts[0]
    assert hall.line.sent[-1].is_push


def test_nobody_is_asked_twice_within_twenty_minutes(hall: ChatHall) -> None:
    hall.enrol(7)
    lotus = hall.desk.sign_in("lotus")
    remind(lotus)
    hall.pass_by(19 * 60)
    assert "1 หน่วยเพิ่งเตือนไป" in remind(lotus).text
    hall.work()
    assert len(asked(hall, 7)) == 1
    hall.pass_by(2 * 60)
    remind(lotus)
    hall.work()
    assert len(asked(hall, 7)) == 2


def test_what_came_in_the_meantime_is_not_asked_for(hall: ChatHall) -> None:
    hall.enrol(7)
    remind(hall.desk.sign_in("lotus"), unit="90-1-1")
    for ballot in (Ballot.CONSTITUENCY, Ballot.PARTY_LIST):
        hall.desk.sheet(ballot=ballot, state=SheetState.COMPLETE)
    hall.work()
    assert asked(hall, 7) == []
    assert "ส่งคำเตือน 0 หน่วย" in remind(hall.desk.sign_in("lotus"), unit="90-1-1").text


def test_before_the_close_of_poll_nobody_owes_anything(hall: ChatHall) -> None:
    hall.enrol(7)
    hall.desk.clock.pass_by(hours=-3)
    lotus = hall.desk.sign_in("lotus")
    assert "/review/reminders" not in lotus.get("/review/operations").text
    remind(lotus)
    hall.work()
    assert [n for n in hall.desk.all(Notice) if n.kind == "reminder"] == []


def test_another_centre_is_not_found_and_a_reviewer_may_not(hall: ChatHall) -> None:
    lotus = hall.desk.sign_in("lotus")
    assert remind(lotus, centre="c2").status_code == 404
    assert remind(lotus, unit="90-1-3").status_code == 404
    assert remind(hall.desk.sign_in("rose")).status_code == 403

"""Recall of a confirmed sheet: asked by one, granted by another; public numbers marked."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.tables.geography import ReportingUnit
from models.tables.people import Role
from models.tables.recalls import RecallRequest
from models.tables.results import Correction, PublishedSheet, Release
from models.tables.sheets import Decision, DecisionKind
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import look_at, take

PARTY = {**{k: v for k, v in COUNTS.items() if not k.startswith("row:")},
         **{f"row:{n}": 0 for n in range(1, 58)}, "row:6": 350, "row:40": 30}  # fmt: skip


def ask(client: TestClient, sheet_id: int, reason: str = "misread") -> int:
    sent = {"csrf": token_of(client), "reason": reason, "text": "เบอร์ 4 อ่านเป็น 70 แต่เป็น 60"}
    return client.post(f"/review/sheets/{sheet_id}/recall", data=sent).status_code


def answer(client: TestClient, what: str = "grant", recall_id: int = 1) -> int:
    sent = {"csrf": token_of(client)}
    return client.post(f"/review/recalls/{recall_id}/{what}", data=sent).status_code


def published(desk: DeskHouse) -> DeskHouse:
    """Both ballots of unit 1 confirmed and public, the reading wrong in two rows."""
    desk.clock.at += timedelta(minutes=40)
    desk.sheet()
    desk.sheet(ballot=Ballot.PARTY_LIST, counts=PARTY)
    rose = desk.sign_in("rose")
    take(rose).send()
    take(rose).send()
    assert {u.state for u in desk.all(ReportingUnit) if u.id == 1} == {UnitState.RELEASED}
    return desk


def test_a_recall_needs_another_person(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    desk.person("iris", Role.CLERK, constituency_id=1)
    lotus, iris = desk.sign_in("lotus"), desk.sign_in("iris")
    assert ask(lotus, 1) == 200
    assert answer(lotus) == 409
    assert answer(desk.sign_in("rose")) == 403
    assert desk.row(1).state is SheetState.CONFIRMED
    assert "ชื่อ lotus ขอเรียกคืน" in iris.get("/review/sheets/1").text
    assert ask(iris, 1) == 409
    assert answer(iris) == 200
    assert answer(iris) == 409
    assert desk.row(1).state is SheetState.IN_REVIEW
    [request] = desk.all(RecallRequest)
    assert (request.is_granted, request.answered_by) == (True, desk.people["iris"])


def test_public_numbers_stay_marked_until_two_people_corrected_them(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    ask(desk.sign_in("rose"), 1)
    answer(desk.sign_in("lotus"))
    public = next(s.counts for s in desk.all(PublishedSheet) if s.ballot is Ballot.CONSTITUENCY)
    assert public == COUNTS
    assert [r.is_rechecked for r in desk.all(Release)] == [True]

    first = take(desk.sign_in("rose"))
    first.type("row:4", "60").type("row:5", "20").send()
    assert desk.row(1).look == 2
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    assert desk.row(1).state is SheetState.CONFIRMED
    assert [r.is_rechecked for r in desk.all(Release)] == [False]
    entered = {c.key: (c.old_value, c.new_value) for c in desk.all(Correction)}
    assert entered == {"row:4": (70, 60), "row:5": (10, 20)}
    # Public is the closed list's sentence, not what the asker wrote.
    assert {c.reason for c in desk.all(Correction)} == {
        "ตัวเลขไม่ตรงกับภาพ · The number differs from the picture"
    }


def test_a_recalled_sheet_takes_two_people_though_nothing_changes(desk: DeskHouse) -> None:
    published(desk)
    ask(desk.sign_in("rose"), 1, "objection")
    answer(desk.sign_in("lotus"))
    look = take(desk.sign_in("rose"))
    look.send()
    assert desk.row(1).look == 2
    second = take(desk.sign_in("jasmine"))
    for key, value in COUNTS.items():
        second.type(key, str(value))
    second.send()
    assert desk.row(1).state is SheetState.CONFIRMED
    assert desk.all(Correction) == []


def test_the_screen_shows_what_stood_confirmed_before(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4", "row:5"}))
    take(desk.sign_in("rose")).type("row:4", "60").type("row:5", "20").send()
    ask(desk.sign_in("rose"), sheet_id)
    answer(desk.sign_in("lotus"))
    html = take(desk.sign_in("jasmine")).html
    assert "ยืนยันไว้เดิม: 60" in html
    assert "ต่างจากที่ยืนยันไว้เดิม" in html


def test_a_refused_recall_changes_nothing_and_can_be_asked_again(desk: DeskHouse) -> None:
    published(desk)
    ask(desk.sign_in("rose"), 1)
    assert answer(desk.sign_in("lotus"), "refuse") == 200
    assert desk.row(1).state is SheetState.CONFIRMED
    assert ask(desk.sign_in("rose"), 1) == 200
    assert [r.is_granted for r in desk.all(RecallRequest)] == [False, None]


def test_a_corrected_form_is_waited_for_or_done_without(desk: DeskHouse) -> None:
    published(desk)
    ask(desk.sign_in("rose"), 1, "corrected_form")
    lotus = desk.sign_in("lotus")
    answer(lotus)
    sheet = desk.row(1)
    assert (sheet.state, sheet.state_reason) == (SheetState.RECALLED, "corrected_form")
    assert "ตรวจใหม่จากภาพเดิม" in look_at(lotus, 1).html
    sent = {"csrf": token_of(lotus), "text": "หน่วยยืนยันว่าแบบเดิมถูก"}
    path = "/review/sheets/1/reopen"
    assert lotus.post(path, data={**sent, "text": " "}).status_code == 422
    assert desk.sign_in("rose").post(path, data=sent).status_code == 403
    assert lotus.post(path, data=sent).status_code == 200
    assert desk.row(1).state is SheetState.IN_REVIEW


@pytest.mark.parametrize(("reason", "status"), [("no such reason", 422), ("", 422)])
def test_a_recall_has_a_reason_of_the_list(desk: DeskHouse, reason: str, status: int) -> None:
    published(desk)
    assert ask(desk.sign_in("rose"), 1, reason) == status
    assert desk.all(RecallRequest) == []


def test_only_what_is_confirmed_can_be_recalled_and_only_here(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    assert ask(desk.sign_in("rose"), sheet_id) == 409
    take(desk.sign_in("rose")).send()
    assert ask(desk.sign_in("orchid"), sheet_id) == 404
    ask(desk.sign_in("rose"), sheet_id)
    desk.person("violet", Role.SUPERVISOR, centre_id=2)
    assert answer(desk.sign_in("violet")) == 404


def test_both_people_stand_in_the_record(desk: DeskHouse) -> None:
    published(desk)
    ask(desk.sign_in("rose"), 1)
    answer(desk.sign_in("lotus"))
    [recall] = [d for d in desk.all(Decision) if d.kind is DecisionKind.RECALL]
    assert recall.person_id == desk.people["lotus"]

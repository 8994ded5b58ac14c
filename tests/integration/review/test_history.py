"""The way of a sheet: who said what about each number, and what happened when."""

import re

from models.states.sheet import SheetState
from models.store.histories import Step, history_of
from models.tables.results import PublishedSheet, Release
from models.tables.sheets import AnswerKind, Count, Decision, DecisionKind, Sheet
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse

TAG = re.compile(r"<[^>]+>")


def words(house: DeskHouse, who: str, sheet_id: int) -> str:
    answer = house.sign_in(who).get(f"/review/sheets/{sheet_id}/history")
    assert answer.status_code == 200, answer.text
    return " ".join(TAG.sub(" ", answer.text).split())


def decide(house: DeskHouse, sheet_id: int, who: str, kind: DecisionKind, **values: int) -> None:
    with house.database.writing() as session:
        session.add(
            Decision(
                sheet_id=sheet_id,
                person_id=house.people[who],
                kind=kind,
                look=2 if kind is DecisionKind.SECOND_LOOK else 1,
                values=values,
                created_at=house.clock.at,
            )
        )
    house.clock.pass_by(minutes=1)


def publish(house: DeskHouse, sheet_id: int, **counts: int) -> None:
    with house.database.writing() as session:
        session.add(
            Release(
                unit_id=1,
                constituency_id=1,
                sequence=7,
                completed_at=house.clock.at,
                released_at=house.clock.at,
            )
        )
        session.add(
            PublishedSheet(
                unit_id=1, ballot=Ballot.CONSTITUENCY, sheet_id=sheet_id, counts={**counts}
            )
        )


def test_every_step_stands_in_its_order(each_desk: DeskHouse) -> None:
    sheet_id = each_desk.sheet(1)
    each_desk.answer(sheet_id, AnswerKind.AGREES)
    each_desk.clock.pass_by(minutes=1)
    decide(each_desk, sheet_id, "rose", DecisionKind.CONFIRM, **COUNTS)
    publish(each_desk, sheet_id, **COUNTS)
    with each_desk.database.reading() as session:
        history = history_of(session, session.get_one(Sheet, sheet_id))
    steps = [event.step for event in history.events]
    assert steps[0] is Step.RECEIVED
    assert steps.index(Step.WEIGHED) < steps.index(Step.DECIDED) < steps.index(Step.RELEASED)
    times = [event.at for event in history.events]
    assert times == sorted(times)
    assert history.public == COUNTS


def test_a_number_that_somebody_saw_otherwise_is_marked(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(1, doubtful=frozenset({"row:4"}))
    desk.answer(sheet_id, AnswerKind.MISREAD, **{"row:4": 71})
    decide(desk, sheet_id, "rose", DecisionKind.CONFIRM, **COUNTS)
    with desk.database.writing() as session:
        session.get_one(Sheet, sheet_id).state = SheetState.CONFIRMED
        session.add_all(Count(sheet_id=sheet_id, key=k, value=v) for k, v in COUNTS.items())
    page = words(desk, "lotus", sheet_id)
    assert "≠ ไม่ตรงกับที่ยืนยัน 71" in page
    assert page.count("≠ ไม่ตรงกับที่ยืนยัน") == 1
    assert "ว่าระบบอ่านผิด 1 ช่อง" in page
    assert "ชั่งตัวเลขทั้งแผ่น" in page


def test_a_blind_look_stays_blind(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(1)
    decide(desk, sheet_id, "rose", DecisionKind.CONFIRM, **{**COUNTS, "row:1": 12345})
    with desk.database.writing() as session:
        session.get_one(Sheet, sheet_id).look = 2
    assert "12,345" not in words(desk, "lotus", sheet_id)
    assert "จึงยังไม่แสดง" in words(desk, "lotus", sheet_id)
    assert "12,345" in words(desk, "auditor", sheet_id)


def test_reviewers_do_not_read_it(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(1)
    assert desk.sign_in("rose").get(f"/review/sheets/{sheet_id}/history").status_code == 403


def test_other_versions_are_linked(desk: DeskHouse) -> None:
    first = desk.sheet(1)
    with desk.database.writing() as session:
        newer = Sheet(
            unit_id=1,
            ballot=Ballot.CONSTITUENCY,
            form_code="ส.ส. 5/18",
            version=2,
            created_at=desk.clock.at,
        )
        session.add(newer)
        session.flush()
        second = newer.id
    page = desk.sign_in("lotus").get(f"/review/sheets/{first}/history").text
    assert f"/review/sheets/{second}/history" in page

"""All that one account decided goes back to other people, by two of its leaders."""

from datetime import timedelta

from fastapi.testclient import TestClient

from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.tables.audit import AuditEntry
from models.tables.geography import ReportingUnit
from models.tables.people import Role
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.rechecks import Recheck, RecheckSheet
from models.tables.results import PublishedSheet, Release
from models.tables.sheets import Decision, DecisionKind
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import Look, look_at, take
from tests.integration.review.test_recall import PARTY, published

WHY = "ยืนยันเร็วผิดปกติ"


def ask(desk: DeskHouse, who: TestClient, whose: str = "rose", why: str = WHY) -> int:
    path = f"/review/accounts/{desk.people[whose]}/recheck"
    return who.post(path, data={"csrf": token_of(who), "text": why}).status_code


def answer(who: TestClient, what: str = "grant", recheck_id: int = 1) -> int:
    path = f"/review/rechecks/{recheck_id}/{what}"
    return who.post(path, data={"csrf": token_of(who)}).status_code


def clerk(desk: DeskHouse, name: str = "iris") -> TestClient:
    if name not in desk.people:
        desk.person(name, Role.CLERK, constituency_id=1)
    return desk.sign_in(name)


def page(who: TestClient, desk: DeskHouse, whose: str = "rose") -> str:
    return who.get(f"/review/accounts/{desk.people[whose]}").text


def keyed(look: Look, counts: dict[str, int]) -> Look:
    for key, value in counts.items():
        look.type(key, str(value))
    return look


def test_every_sheet_goes_back_to_others_by_two_people(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    # One more waits for its second person, one is confirmed by somebody else.
    waits = desk.sheet(2, doubtful=frozenset({"row:1"}))
    desk.set(sample_share=1)
    take(desk.sign_in("rose")).send()
    desk.set(sample_share=0)
    other = desk.sheet(2, Ballot.PARTY_LIST, PARTY)
    lotus, iris = desk.sign_in("lotus"), clerk(desk)
    lotus.post(f"/review/sheets/{other}/claim", data={"csrf": token_of(lotus)})
    look_at(lotus, other).send()
    assert desk.row(waits).look == 2

    assert "ขอตรวจซ้ำ 3 แผ่น" in page(lotus, desk)
    assert ask(desk, lotus) == 200
    assert ask(desk, iris) == 409
    assert answer(lotus) == 409
    assert {desk.row(n).state for n in (1, 2)} == {SheetState.CONFIRMED}
    assert "มีคำขอตรวจซ้ำ" in iris.get("/review/accounts").text
    assert WHY in page(iris, desk)
    assert answer(iris) == 200
    assert answer(iris) == 409

    back = [desk.row(n) for n in (1, 2, waits)]
    assert [(s.state, s.look) for s in back] == [(SheetState.IN_REVIEW, 1)] * 3
    assert desk.row(other).state is SheetState.CONFIRMED
    assert {(r.recheck_id, r.sheet_id) for r in desk.all(RecheckSheet)} == {
        (1, 1), (1, 2), (1, waits)}  # fmt: skip
    # What is public stays so, marked.
    assert {u.state for u in desk.all(ReportingUnit) if u.id == 1} == {UnitState.RELEASED}
    assert [r.is_rechecked for r in desk.all(Release)] == [True]
    assert len(desk.all(PublishedSheet)) == 2
    assert "0 จาก 3" in page(iris, desk)


def test_each_sheet_has_its_trace_and_the_account_its_entry(desk: DeskHouse) -> None:
    published(desk)
    ask(desk, desk.sign_in("lotus"))
    answer(clerk(desk))
    requests = desk.all(RecallRequest)
    assert {(r.reason, r.asked_by, r.answered_by, r.is_granted) for r in requests} == {
        (RecallReason.RECHECK, desk.people["lotus"], desk.people["iris"], True)
    }
    recalls = [d for d in desk.all(Decision) if d.kind is DecisionKind.RECALL]
    assert {d.reason for d in recalls} == {
        "ตรวจซ้ำงานของบัญชีหนึ่งทั้งหมด · All that one account decided is checked again"
    }
    whose = f"person:{desk.people['rose']}"
    entries = [e for e in desk.all(AuditEntry) if e.subject == whose]
    assert [e.action for e in entries] == ["recheck asked", "recheck granted"]
    assert entries[-1].after == {"sheets": [1, 2], "left": []}
    assert WHY not in str([e.after for e in entries])


def test_the_account_never_takes_them_again_and_others_settle_them(desk: DeskHouse) -> None:
    published(desk)
    ask(desk, desk.sign_in("lotus"))
    answer(clerk(desk))
    rose = desk.sign_in("rose")
    token = token_of(rose)
    asked = rose.post("/review/next", data={"csrf": token}, follow_redirects=False)
    assert asked.headers["location"] == "/review?empty=1"
    assert rose.post("/review/sheets/1/claim", data={"csrf": token}).status_code == 409
    for counts in (COUNTS, PARTY):
        keyed(take(desk.sign_in("jasmine")), counts).send()
        keyed(take(desk.sign_in("lotus")), counts).send()
    assert {desk.row(n).state for n in (1, 2)} == {SheetState.CONFIRMED}
    assert [r.is_rechecked for r in desk.all(Release)] == [False]
    html = page(desk.sign_in("lotus"), desk)
    assert "2 จาก 2" in html
    # Nothing rests on the account's word any more.
    assert "ขอตรวจซ้ำ" not in html.split("ให้คนอื่นดูใหม่แล้ว")[1].split("</section>")[0]


def test_a_parked_sheet_begins_anew_and_a_wish_for_one_sheet_is_granted_with_it(
    desk: DeskHouse,
) -> None:
    published(desk)
    apart = desk.sheet(2, doubtful=frozenset({"row:1"}))
    desk.set(sample_share=1)
    take(desk.sign_in("rose")).send()
    desk.set(sample_share=0)
    second = take(desk.sign_in("jasmine"))
    keyed(second, {**COUNTS, "row:1": 190, "row:2": 110}).send()
    assert desk.row(apart).state is SheetState.PARKED
    iris = clerk(desk)
    sent = {"csrf": token_of(iris), "reason": "misread", "text": ""}
    iris.post("/review/sheets/1/recall", data=sent)
    ask(desk, desk.sign_in("lotus"))
    assert answer(iris) == 200
    assert [desk.row(n).state for n in (1, 2, apart)] == [SheetState.IN_REVIEW] * 3
    first = next(r for r in desk.all(RecallRequest) if r.sheet_id == 1)
    # Whoever wished for it does not grant it.
    assert (first.asked_by, first.answered_by) == (desk.people["iris"], desk.people["lotus"])


def test_a_reason_is_needed_and_a_refusal_changes_nothing(desk: DeskHouse) -> None:
    published(desk)
    lotus = desk.sign_in("lotus")
    assert ask(desk, lotus, why="  ") == 422
    assert ask(desk, lotus) == 200
    assert answer(clerk(desk), "refuse") == 200
    assert {desk.row(n).state for n in (1, 2)} == {SheetState.CONFIRMED}
    assert ask(desk, lotus) == 200
    assert [r.is_granted for r in desk.all(Recheck)] == [False, None]


def test_nobody_asks_about_an_equal_nor_answers_about_themselves(desk: DeskHouse) -> None:
    published(desk)
    desk.person("violet", Role.SUPERVISOR, centre_id=1)
    assert ask(desk, desk.sign_in("violet"), "lotus") == 403
    assert ask(desk, desk.sign_in("rose"), "jasmine") == 403
    assert desk.all(Recheck) == []


def test_what_an_order_holds_is_left_alone_and_noted(desk: DeskHouse) -> None:
    published(desk)
    with desk.database.writing() as session:
        session.get_one(ReportingUnit, 1).state = UnitState.NO_COUNT
    ask(desk, desk.sign_in("lotus"))
    answer(clerk(desk))
    assert {desk.row(n).state for n in (1, 2)} == {SheetState.CONFIRMED}
    assert desk.all(AuditEntry)[-1].after == {"sheets": [], "left": [1, 2]}


def test_only_what_is_there_when_it_is_granted_goes_back(desk: DeskHouse) -> None:
    published(desk)
    ask(desk, desk.sign_in("lotus"))
    desk.clock.at += timedelta(minutes=1)
    late = desk.sheet(2, state=SheetState.IN_REVIEW)
    assert look_at(desk.sign_in("jasmine"), late).html
    answer(clerk(desk))
    assert {r.sheet_id for r in desk.all(RecheckSheet)} == {1, 2}

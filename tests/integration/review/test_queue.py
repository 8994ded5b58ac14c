from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session

from models.states.sheet import SheetState
from models.store.claims import Looker
from models.store.people import areas_of
from models.store.queue import claim_next
from models.tables.people import Role
from models.tables.sheets import Decision, Notice
from models.values.ballots import Ballot
from tests.fixtures.desk import DeskHouse, token_of
from tests.fixtures.looks import look_at, take


def looker(desk: DeskHouse, session: Session, username: str) -> Looker:
    person_id = desk.people[username]
    return Looker(person_id, Role.REVIEWER, areas_of(session, person_id))


def test_the_oldest_comes_first(desk: DeskHouse) -> None:
    first = desk.sheet(unit_id=2)
    desk.clock.pass_by(minutes=1)
    desk.sheet(unit_id=1)
    assert take(desk.sign_in("rose")).sheet_id == first


def test_a_pair_nearly_complete_goes_before_the_older(desk: DeskHouse) -> None:
    desk.sheet(unit_id=2)
    desk.clock.pass_by(minutes=1)
    desk.sheet(unit_id=1, state=SheetState.CONFIRMED)
    partner = desk.sheet(unit_id=1, ballot=Ballot.PARTY_LIST)
    assert take(desk.sign_in("rose")).sheet_id == partner


def test_two_people_get_two_sheets(desk: DeskHouse) -> None:
    desk.sheet(unit_id=1)
    desk.sheet(unit_id=2)
    assert take(desk.sign_in("rose")).sheet_id != take(desk.sign_in("jasmine")).sheet_id


def test_a_reload_goes_on_with_the_same_sheet_and_claim(desk: DeskHouse) -> None:
    desk.sheet(unit_id=1)
    desk.sheet(unit_id=2)
    rose = desk.sign_in("rose")
    first, second = take(rose), take(rose)
    assert first.sheet_id == second.sheet_id
    assert first.fields["token"] == second.fields["token"]


def test_many_at_once_never_get_the_same_sheet(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheets = {desk.sheet(unit_id=1), desk.sheet(unit_id=2)}
    names = [f"reviewer{n}" for n in range(6)]
    for name in names:
        desk.person(name, Role.REVIEWER, centre_id=1)

    def claim(username: str) -> int | None:
        with desk.database.writing() as session:
            found = claim_next(session, looker(desk, session, username), desk.clock.at)
            return found.sheet_id if found else None

    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(claim, names))
    assert sorted(g for g in got if g is not None) == sorted(sheets)


def test_two_browsers_racing_for_one_sheet(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose, jasmine = desk.sign_in("rose"), desk.sign_in("jasmine")
    path = f"/review/sheets/{sheet_id}/claim"
    assert rose.post(path, data={"csrf": token_of(rose)}).status_code == 200
    answer = jasmine.post(path, data={"csrf": token_of(jasmine)})
    assert answer.status_code == 409
    assert "ชื่อ rose" in answer.text


def test_a_lapsed_claim_comes_back_and_its_first_holder_is_refused(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    late = take(desk.sign_in("rose"))
    desk.clock.pass_by(minutes=6)
    other = take(desk.sign_in("jasmine"))
    assert other.sheet_id == sheet_id
    refused = late.send()
    assert refused.status_code == 409
    assert "ชื่อ jasmine" in refused.text
    other.send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_a_claim_of_a_clock_set_back_holds_nobody_up(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    desk.clock.pass_by(hours=1)
    take(desk.sign_in("rose"))
    desk.clock.pass_by(hours=-1)
    assert take(desk.sign_in("jasmine")).sheet_id == sheet_id


def test_a_claim_is_kept_while_somebody_works(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    look = take(rose)
    for _ in range(3):
        desk.clock.pass_by(minutes=4)
        sent = {"csrf": look.fields["csrf"], "token": look.fields["token"]}
        kept = rose.post(f"/review/sheets/{sheet_id}/keep", data=sent)
        assert (kept.status_code, kept.headers["x-seconds-left"]) == (204, "300")
    look.send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_a_lost_claim_cannot_be_kept(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    sent = {"csrf": token_of(rose), "token": "made up"}
    assert rose.post(f"/review/sheets/{sheet_id}/keep", data=sent).status_code == 409


def test_the_same_answer_sent_twice_counts_once(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    other = desk.sheet(unit_id=2)
    look = take(desk.sign_in("rose"))
    assert look.sheet_id == sheet_id
    answers = [look.send(), look.send()]
    # The browser that lost the first answer is sent where it would have been.
    assert [a.headers["location"] for a in answers] == [f"/review/sheets/{other}?done=1"] * 2
    assert [(d.sheet_id, d.kind.value) for d in desk.all(Decision)] == [(sheet_id, "confirm")]


def test_a_key_that_is_somebody_elses_repeats_nothing(desk: DeskHouse) -> None:
    sheets = [desk.sheet(), desk.sheet(unit_id=2)]
    rose, jasmine = take(desk.sign_in("rose")), take(desk.sign_in("jasmine"))
    rose.send()
    jasmine.send(once=rose.fields["once"])
    assert [desk.row(s).state for s in sheets] == [SheetState.CONFIRMED] * 2


def test_a_return_sent_twice_counts_once(desk: DeskHouse) -> None:
    desk.sheet()
    look = take(desk.sign_in("rose"))
    sent = {**look.fields, "reason": "unreadable"}
    path = f"/review/sheets/{look.sheet_id}/return"
    got = [look.client.post(path, data=sent, follow_redirects=False) for _ in range(2)]
    assert [a.headers["location"] for a in got] == ["/review?empty=1"] * 2
    assert len(desk.all(Notice)) == 1


def test_a_script_is_told_where_to_go(desk: DeskHouse) -> None:
    desk.sheet()
    second = desk.sheet(unit_id=2)
    look = take(desk.sign_in("rose"))
    assert look.client.get("/review/ahead").json() == {"images": ["/review/images/photo-2"]}
    path = f"/review/sheets/{look.sheet_id}/decide"
    answer = look.client.post(path, data=look.fields, headers={"Accept": "application/json"})
    assert answer.json() == {"to": f"/review/sheets/{second}?done=1"}


def test_nobody_holds_a_sheet_for_ever(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    sent = {"csrf": look.fields["csrf"], "token": look.fields["token"]}
    left = []
    for _ in range(8):
        desk.clock.pass_by(minutes=4)
        kept = look.client.post(f"/review/sheets/{sheet_id}/keep", data=sent)
        left.append(kept.headers.get("x-seconds-left"))
    assert left == ["300"] * 6 + ["120", None]
    assert take(desk.sign_in("jasmine")).sheet_id == sheet_id


def test_a_refusal_says_who_did_what_and_when(desk: DeskHouse) -> None:
    desk.sheet()
    late = take(desk.sign_in("rose"))
    desk.clock.pass_by(minutes=6)
    take(desk.sign_in("jasmine")).send()
    refused = late.send()
    assert refused.status_code == 409
    assert "ชื่อ jasmine ยืนยันแผ่นนี้เมื่อ 18.06\u00a0น." in refused.text


def test_a_sheet_put_back_by_a_supervisor_goes_to_somebody_else_first(each_desk: DeskHouse) -> None:
    desk = each_desk
    sheet_id = desk.sheet(state=SheetState.PARKED)
    lotus = desk.sign_in("lotus")
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(lotus)})
    held = {k: look_at(lotus, sheet_id).fields[k] for k in ("csrf", "token", "edit")}
    path = f"/review/sheets/{sheet_id}/requeue"
    lotus.post(path, data={**held, "text": "อ่านใหม่"})
    answer = lotus.post("/review/next", data={"csrf": token_of(lotus)}, follow_redirects=False)
    assert answer.headers["location"] == "/review?empty=1"
    rose = take(desk.sign_in("rose"))
    assert rose.sheet_id == sheet_id
    sent = {"csrf": rose.fields["csrf"], "token": rose.fields["token"]}
    rose.client.post(f"/review/sheets/{sheet_id}/leave", data=sent)
    # Where nobody else comes it is offered again after a while.
    desk.clock.pass_by(minutes=16)
    assert take(lotus).sheet_id == sheet_id


def test_a_clerk_gets_second_looks_only_where_a_centre_has_one_reviewer(
    each_desk: DeskHouse,
) -> None:
    desk = each_desk
    desk.set(sample_share=1)
    desk.person("iris", Role.CLERK, constituency_id=1)
    big, small = desk.sheet(unit_id=1), desk.sheet(unit_id=3)
    take(desk.sign_in("rose")).send()
    take(desk.sign_in("orchid")).send()
    assert (desk.row(big).look, desk.row(small).look) == (2, 2)
    iris = desk.sign_in("iris")
    assert take(iris).sheet_id == small
    assert f'href="/review/sheets/{big}"' not in iris.get("/review").text


def test_a_sheet_that_changed_under_the_screen_is_refused(desk: DeskHouse) -> None:
    desk.sheet()
    look = take(desk.sign_in("rose"))
    look.fields["edit"] = str(int(look.fields["edit"]) + 1)
    assert look.send().status_code == 409


def test_a_sheet_put_back_is_free_at_once(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    look = take(rose)
    sent = {"csrf": look.fields["csrf"], "token": look.fields["token"]}
    rose.post(f"/review/sheets/{sheet_id}/leave", data=sent)
    assert take(desk.sign_in("jasmine")).sheet_id == sheet_id


def test_the_queue_shows_lanes_and_holders(desk: DeskHouse) -> None:
    desk.sheet(unit_id=1)
    desk.sheet(unit_id=2, state=SheetState.PARKED)
    take(desk.sign_in("rose"))
    page = desk.sign_in("lotus").get("/review").text
    assert "ชื่อ rose กำลังตรวจ" in page
    assert "พักไว้ให้หัวหน้า" in page
    assert "หน่วยในพื้นที่" in page


def test_an_empty_queue_says_so(desk: DeskHouse) -> None:
    page = desk.sign_in("rose").get("/review").text
    assert "ไม่มีแผ่นรอตรวจในพื้นที่ของท่าน" in page


def test_a_held_sheet_can_be_read_by_others_but_not_typed_into(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    take(desk.sign_in("rose"))
    html = look_at(desk.sign_in("jasmine"), sheet_id).html
    assert "ชื่อ rose กำลังตรวจ" in html
    assert "readonly" in html

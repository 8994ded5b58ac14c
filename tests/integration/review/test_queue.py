from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session

from models.states.sheet import SheetState
from models.store.people import areas_of
from models.store.queue import Looker, claim_next
from models.tables.people import Role
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
    desk.sheet()
    look = take(desk.sign_in("rose"))
    assert [look.send().status_code, look.send().status_code] == [303, 409]


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

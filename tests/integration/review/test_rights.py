import pytest

from models.states.sheet import SheetState
from tests.fixtures.desk import DeskHouse, token_of

READ = ["/review", "/review/sheets/1", "/review/images/photo-1", "/review/images/public-1"]
ACT = ["claim", "keep", "leave", "decide", "return", "park"]


@pytest.mark.parametrize("number", ["99999999999999999999", "-99999999999999999999", "9" * 4000])
@pytest.mark.parametrize(
    "path",
    ["/review/sheets/{}", "/review/images/photo-{}", "/send/sheets/{}", "/send/images/photo-{}"],
)
def test_a_number_that_no_record_can_have_is_not_found(
    desk: DeskHouse, path: str, number: str
) -> None:
    client = desk.enrolled() if path.startswith("/send") else desk.sign_in("rose")
    assert client.get(path.format(number)).status_code == 404


def test_nobody_is_sent_to_the_sign_in(desk: DeskHouse) -> None:
    desk.sheet()
    for path in READ:
        answer = desk.new_client().get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/review/sign-in"), path


def test_the_reviewer_of_the_centre_may_look(desk: DeskHouse) -> None:
    desk.sheet()
    rose = desk.sign_in("rose")
    assert [rose.get(path).status_code for path in READ] == [200] * len(READ)


def test_another_centres_reviewer_finds_nothing(desk: DeskHouse) -> None:
    desk.sheet()
    orchid = desk.sign_in("orchid")
    assert [orchid.get(path).status_code for path in READ[1:]] == [404] * (len(READ) - 1)


def test_another_centres_queue_does_not_show_the_sheet(desk: DeskHouse) -> None:
    desk.sheet()
    orchid = desk.sign_in("orchid")
    assert "/review/sheets/1" not in orchid.get("/review").text
    answer = orchid.post("/review/next", data={"csrf": token_of(orchid)}, follow_redirects=False)
    assert answer.headers["location"] == "/review?empty=1"


@pytest.mark.parametrize(("username", "status"), [("orchid", 404), ("auditor", 403)])
def test_who_lacks_the_right_changes_nothing(desk: DeskHouse, username: str, status: int) -> None:
    sheet_id = desk.sheet()
    client = desk.sign_in(username)
    sent = {"csrf": token_of(client), "token": "x", "edit": "0", "reason": "unreadable"}
    for what in ACT:
        answer = client.post(f"/review/sheets/{sheet_id}/{what}", data=sent)
        assert answer.status_code == status, what
        sheet = desk.row(sheet_id)
        assert (sheet.state, sheet.claimed_by, sheet.edit) == (SheetState.IN_REVIEW, None, 0)


def test_a_form_from_elsewhere_changes_nothing(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    for path in ["/review/next", *(f"/review/sheets/{sheet_id}/{what}" for what in ACT)]:
        answer = rose.post(path, data={"csrf": "made up"})
        assert answer.status_code == 403, path
        assert "หน้านี้หมดอายุแล้ว" in answer.text
        assert desk.row(sheet_id).claimed_by is None


def test_a_committee_has_no_seat_at_the_desk(desk: DeskHouse) -> None:
    desk.sheet()
    assert desk.enrolled().get("/review").status_code == 403


def test_an_auditor_reads_everything_and_holds_nothing(desk: DeskHouse) -> None:
    desk.sheet()
    auditor = desk.sign_in("auditor")
    assert "ดูได้อย่างเดียว" in auditor.get("/review").text
    page = auditor.get("/review/sheets/1").text
    assert "data-confirm" not in page


def test_pictures_are_for_this_browser_only(desk: DeskHouse) -> None:
    desk.sheet()
    answer = desk.sign_in("rose").get("/review/images/photo-1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"].startswith("private")
    assert desk.sign_in("rose").get("/review/images/secret-1").status_code == 404

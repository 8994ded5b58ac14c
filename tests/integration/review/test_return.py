from models.states.sheet import SheetState
from models.tables.sheets import Decision, DecisionKind, Notice
from tests.fixtures.desk import DeskHouse
from tests.fixtures.looks import Look, take


def send(look: Look, what: str, **words: str) -> int:
    held = {key: look.fields[key] for key in ("csrf", "token", "edit")}
    path = f"/review/sheets/{look.sheet_id}/{what}"
    return look.client.post(path, data={**held, **words}, follow_redirects=False).status_code


def test_a_return_tells_the_committee_why(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4"}))
    look = take(desk.sign_in("rose"))
    more = {"reason": "unreadable", "text": "แถวเบอร์ 4 มืด", "about:row:4": "1"}
    assert send(look, "return", **more) == 303
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.state_reason) == (SheetState.RETURNED, "unreadable")
    [notice] = desk.all(Notice)
    assert (notice.kind, notice.unit_id, notice.sheet_id) == ("returned", 1, sheet_id)
    assert notice.params["fields"] == ["row:4"]
    assert desk.all(Decision)[0].kind is DecisionKind.RETURN


def test_another_reason_must_be_written_down(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    assert send(look, "return", reason="other", text="  ") == 422
    assert send(look, "return", reason="no such reason") == 422
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_return_without_the_claim_is_refused(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    look.fields["token"] = "made up"
    assert send(look, "return", reason="unreadable") == 409
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_reviewer_parks_a_sheet_for_the_supervisor(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    look = take(desk.sign_in("rose"))
    assert send(look, "park", text=" ") == 422
    assert send(look, "park", text="ลายมือสองแบบในแผ่นเดียว") == 303
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.state_reason) == (SheetState.PARKED, "by_hand")


def test_the_supervisor_reads_what_the_reviewer_asks(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    send(take(desk.sign_in("rose")), "park", text="ลายมือสองแบบ <b>ในแผ่นเดียว")
    page = desk.sign_in("lotus").get(f"/review/sheets/{sheet_id}").text
    assert "<blockquote>ลายมือสองแบบ &lt;b&gt;ในแผ่นเดียว</blockquote>" in page

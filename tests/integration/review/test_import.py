"""Counts from a CSV file: looked at line by line, taken by one, settled by another."""

import csv
import io
import re

from fastapi.testclient import TestClient
from httpx import Response

from models.states.sheet import SheetState
from models.store import phone
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.people import Role
from models.tables.sheets import Decision, DecisionKind, Sheet, SheetFinding
from models.values.ballots import Ballot
from tests.fixtures.desk import COUNTS, DeskHouse, csrf_of
from tests.fixtures.looks import look_at
from tests.integration.review.test_phone import call_back
from tests.integration.review.test_recall import PARTY

HEAD = ",".join(("unit", "ballot", *COUNTS))


def line(unit: str = "90-1-1", ballot: str = "constituency", **other: object) -> str:
    return ",".join((unit, ballot, *(str(v) for v in {**COUNTS, **other}.values())))


def file(*lines: str) -> bytes:
    return "\r\n".join((HEAD, *lines)).encode("utf-8-sig")


def upload(client: TestClient, data: bytes) -> Response:
    token = csrf_of(client.get("/review/counts").text)
    return client.post("/review/counts/file", data={"csrf": token}, files={"file": ("c.csv", data)})


def confirm(client: TestClient, page: Response, *ticked: int) -> Response:
    carried = re.search(r'name="file" value="([^"]+)"', page.text)
    assert carried is not None
    sent = {"csrf": csrf_of(page.text), "file": carried[1]} | {f"take:{n}": "1" for n in ticked}
    return client.post("/review/counts/confirm", data=sent)


def test_a_file_is_taken_by_one_and_settled_by_another(each_desk: DeskHouse) -> None:
    desk = each_desk
    desk.clock.pass_by(minutes=40)
    lotus = desk.sign_in("lotus")
    page = upload(lotus, file(line(), line("90-1-2", **{"row:4": 67})))
    assert "ถูกต้องตามกฎทุกข้อ" in page.text
    assert re.search(r"R303 บรรทัดที่ 3: \S", page.text)
    assert desk.all(Sheet) == []

    assert "รับแล้ว 1 บรรทัด" in confirm(lotus, page).text
    [sheet] = desk.all(Sheet)
    assert (sheet.unit_id, sheet.state, sheet.look) == (1, SheetState.IN_REVIEW, 2)
    [entry] = [e for e in desk.all(AuditEntry) if e.action == "counts imported"]
    assert entry.after is not None
    assert (entry.after["lines"], entry.after["taken"]) == (2, [2])
    # The lane of totals without a photo: not the first person, not from the queue.
    claimed = lotus.post("/review/sheets/1/claim", data={"csrf": csrf_of(page.text)})
    assert claimed.status_code == 409
    shown = desk.sign_in("jasmine").get("/review/phone").text
    assert "รอคนที่สองโทรกลับ" in shown
    assert '<span class="tag">CSV</span>' in shown
    call_back(desk, 1)
    assert desk.row(1).state is SheetState.CONFIRMED
    assert desk.counts(1) == COUNTS

    # The same file again is no double, whether its line was settled or not.
    again = upload(lotus, file(line(), line("90-1-2")))
    assert "บรรทัดที่ 2: รับไว้แล้วด้วยจำนวนเดียวกัน" in again.text
    confirm(lotus, again)
    confirm(lotus, again)
    assert [s.unit_id for s in desk.all(Sheet)] == [1, 2]
    other = upload(lotus, file(line(**{"row:4": 66, "row:5": 14}))).text
    assert "บรรทัดที่ 2: หน่วย 90-1-1 มีภาพหรือมีผลอื่นของบัตรนี้แล้ว" in other


def test_the_empty_file_has_what_is_owed_and_can_be_filled_in(desk: DeskHouse) -> None:
    desk.sheet(unit_id=2)  # came already
    lotus = desk.sign_in("lotus")
    answer = lotus.get("/review/counts/template.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert head[:3] == ["unit", "ballot", "on_roll"]
    assert head[-2:] == ["row:57", "total"]
    assert [row[:2] for row in rows] == [
        ["90-1-1", "constituency"], ["90-1-1", "party_list"], ["90-1-2", "party_list"]]  # fmt: skip
    filled = [[cell or str(COUNTS[k]) for k, cell in zip(head, rows[0], strict=True)]]
    text = "\n".join(",".join(cells) for cells in (head, *filled))
    assert "ถูกต้องตามกฎทุกข้อ" in upload(lotus, text.encode()).text
    missing = "\n".join(",".join(cells) for cells in (head, *rows))
    assert upload(lotus, missing.encode()).text.count("ต้องเป็นจำนวนเต็ม") == 3


def test_what_is_wrong_is_said_line_by_line(desk: DeskHouse) -> None:
    desk.sheet(unit_id=2)
    page = upload(
        desk.sign_in("lotus"),
        file(
            line("90-1-9"),
            line("90-1-3"),  # another centre's
            line("90-1-2"),
            line(good="=SUM(A1)"),
            line(good="380.0"),
            line(good="-"),
            line(ballot="senate"),
            line(ballot="referendum"),
            line("90-1-1", "party_list"),
            line(came="๔๐๐"),
            line(),
        ),
    ).text
    said = dict(re.findall(r"บรรทัดที่ (\d+): ([^<]+)", page))
    assert said["2"] == "ไม่มีหน่วยรหัส “90-1-9” ในพื้นที่ของท่าน"
    assert said["3"] == "ไม่มีหน่วยรหัส “90-1-3” ในพื้นที่ของท่าน"
    assert said["4"].startswith("หน่วย 90-1-2 มีภาพ")
    assert said["5"].startswith("ช่อง good เป็นสูตร")
    assert said["6"].startswith("หน่วยและบัตรนี้มีแล้วที่บรรทัดที่ 5")
    assert said["8"].startswith("ไม่รู้จักบัตร “senate”")
    assert said["9"].startswith("หน่วยนี้ไม่มีแบบของบัตร")
    assert said["10"].startswith("ช่อง row:3 ต้องเป็นจำนวนเต็ม")
    assert desk.all(SheetFinding) == []


def test_a_number_that_is_none_and_a_column_too_many(desk: DeskHouse) -> None:
    lotus = desk.sign_in("lotus")
    for cell in ("380.0", "-", "", "123456"):
        assert "ช่อง good ต้องเป็นจำนวนเต็ม" in upload(lotus, file(line(good=cell))).text
    wide = f"{HEAD},row:9\n{line()},7".encode()
    assert "แบบของหน่วยนี้ไม่มีช่อง row:9 แต่มีค่า “7”" in upload(lotus, wide).text
    assert "ถูกต้องตามกฎทุกข้อ" in upload(lotus, f"{HEAD},row:9\n{line()},-".encode()).text


def test_bytes_that_no_database_holds_and_a_file_that_was_bent(each_desk: DeskHouse) -> None:
    lotus = each_desk.sign_in("lotus")
    page = upload(lotus, file(line("90-1-1\0"), line("90-1-2")))
    assert "บรรทัดที่ 2: ช่อง unit มีตัวอักษรที่อ่านไม่ได้" in page.text
    token = csrf_of(page.text)
    for bent in ("", "x", "ก", "!!!!"):
        sent = {"csrf": token, "file": bent}
        assert lotus.post("/review/counts/confirm", data=sent).status_code == 422
    assert each_desk.all(Sheet) == []


def test_the_two_ballots_of_a_file_are_compared(desk: DeskHouse) -> None:
    """What a rule says is taken only where somebody says that the paper says so; then it parks."""
    party = {**PARTY, "came": 404, "used": 404, "good": 384, "remaining": 96,
             "row:6": 354, "total": 384}  # fmt: skip
    columns = dict.fromkeys((*COUNTS, *PARTY), "")
    rows = [("90-1-1", b, *({**columns, **v}.values())) for b, v in
            (("constituency", COUNTS), ("party_list", party))]  # fmt: skip
    text = "\n".join(",".join(map(str, r)) for r in (("unit", "ballot", *columns), *rows))
    lotus = desk.sign_in("lotus")
    page = upload(lotus, text.encode())
    assert page.text.count("R402") == 2
    assert "ไม่ได้รับ" in confirm(lotus, page).text
    assert desk.all(Sheet) == []
    confirm(lotus, page, 2, 3)
    assert len(desk.all(Sheet)) == 2
    call_back(desk, 1)
    assert (desk.row(1).state, desk.row(1).state_reason) == (SheetState.PARKED, "error_stands")


def test_the_second_look_sees_what_the_other_ballot_says_since(desk: DeskHouse) -> None:
    """Two ballots keyed before either was settled met R402 at neither look."""
    lotus = desk.sign_in("lotus")
    confirm(lotus, upload(lotus, file(line())))
    party = {**PARTY, "came": 404, "used": 404, "good": 384, "remaining": 96,
             "row:6": 354, "total": 384}  # fmt: skip
    text = ",".join(("unit", "ballot", *party)) + "\n" + ",".join(
        ("90-1-1", "party_list", *map(str, party.values())))  # fmt: skip
    confirm(lotus, upload(lotus, text.encode()))
    call_back(desk, 1)
    assert desk.row(1).state is SheetState.CONFIRMED
    jasmine = desk.sign_in("jasmine")
    jasmine.post("/review/sheets/2/claim", data={"csrf": csrf_of(jasmine.get("/review").text)})
    look = look_at(jasmine, 2)
    for key, value in party.items():
        look.type(key, str(value))
    look.send(spoke_with="ประธานหน่วย")
    assert (desk.row(2).state, desk.row(2).state_reason) == (SheetState.PARKED, "error_stands")
    assert "R402" in {f.code for f in desk.all(SheetFinding) if f.sheet_id == 2}


def test_a_file_waits_for_the_close_of_poll_and_for_a_supervisor(desk: DeskHouse) -> None:
    desk.person("iris", Role.CLERK, constituency_id=1)
    assert desk.sign_in("rose").get("/review/counts").status_code == 403
    assert "ถูกต้องตามกฎทุกข้อ" in upload(desk.sign_in("iris"), file(line())).text
    with desk.database.writing() as session:
        session.get_one(Election, 1).polls_close_at = desk.clock.at.replace(hour=23)
    assert "ยังไม่ปิดหีบ" in upload(desk.sign_in("lotus"), file(line())).text


def test_the_record_knows_which_line_a_sheet_came_from(desk: DeskHouse) -> None:
    lotus = desk.sign_in("lotus")
    confirm(lotus, upload(lotus, file(line())))
    [decision] = desk.all(Decision)
    assert decision.kind is DecisionKind.CORRECT
    assert re.fullmatch(phone.BY_FILE + r"[0-9a-f]{12}, line 2", decision.reason or "")
    assert desk.all(Sheet)[0].ballot is Ballot.CONSTITUENCY

"""Other evidence: by choice or when no form was found, beside the sheets and nowhere else."""

from datetime import timedelta

from fastapi.testclient import TestClient

from intake.leftovers import place_leftovers
from intake.placing import hand_over, place
from intake.telling import tell_sender
from models.states.photo import PhotoState
from models.store.notices import of_unit
from models.tables.election import Election
from models.tables.evidence import Evidence
from models.tables.photos import Photo
from models.tables.sheets import Page
from models.values.evidence import EvidenceKind
from models.values.notices import NoticeKind
from models.values.reading import PageScan, Problem
from tests.fixtures.desk import DeskHouse, token_of
from tests.fixtures.pictures import picture

AT_ONCE = timedelta()


def seen(*problems: Problem, form: str | None = None, page: int | None = None) -> PageScan:
    return PageScan(form, page, problems, {}, {}, (), None, None, 0.0)


NO_FORM = seen(Problem.NOT_A_FORM)


def send(client: TestClient, path: str = "/send/evidence", **data: str) -> None:
    sent = {"csrf": token_of(client, "/send"), "unit": "90-1-1", **data}
    parts = {"photo": ("board.jpg", picture(1), "image/jpeg")}
    assert client.post(path, data=sent, files=parts).status_code == 200


def read(desk: DeskHouse, scan: PageScan = NO_FORM) -> None:
    """Let the worker's end happen to every photo."""
    with desk.database.writing() as session:
        for photo in desk.all(Photo):
            row = session.get_one(Photo, photo.id)
            row.state = PhotoState.READ
            place(session, row, scan, desk.clock.at)


def test_a_picture_is_kept_as_what_the_sender_says(desk: DeskHouse) -> None:
    client = desk.enrolled()
    send(client, kind="tally_board", note="กระดาน\nแผ่นที่ 2")
    [kept] = desk.all(Evidence)
    assert (kept.unit_id, kept.kind, kept.note) == (1, EvidenceKind.TALLY_BOARD, "กระดาน แผ่นที่ 2")
    assert "หลักฐาน: กระดานขีดคะแนน" in client.get("/send").text


def test_the_phones_store_brings_evidence_too(desk: DeskHouse) -> None:
    send(desk.enrolled(), "/send/pictures", kind="incident", note="ไฟดับ")
    assert [e.kind for e in desk.all(Evidence)] == [EvidenceKind.INCIDENT]


def test_evidence_is_no_page_and_nobody_is_asked_again(desk: DeskHouse) -> None:
    send(desk.enrolled(), kind="unit_sign")
    read(desk)
    with desk.database.writing() as session:
        desk.clock.pass_by(hours=1)
        assert place_leftovers(session, AT_ONCE, desk.clock.at) == []
        photo = session.get_one(Photo, 1)
        assert hand_over(session, photo, desk.clock.at) is None
        assert of_unit(session, 1) == []
    assert desk.all(Page) == []


def test_what_is_no_form_can_be_kept_afterwards(desk: DeskHouse) -> None:
    client = desk.enrolled()
    send(client, "/send/pictures")
    assert "เก็บเป็นหลักฐาน</button>" not in client.get("/send").text
    read(desk)
    assert "เก็บเป็นหลักฐาน</button>" in client.get("/send").text
    sent = {"csrf": token_of(client, "/send"), "kind": "other"}
    assert client.post("/send/photos/1/evidence", data=sent).status_code == 200
    assert [e.kind for e in desk.all(Evidence)] == [EvidenceKind.OTHER]
    client.post("/send/photos/1/evidence", data={**sent, "kind": "incident"})
    assert [e.kind for e in desk.all(Evidence)] == [EvidenceKind.OTHER]


def test_a_page_of_a_form_is_no_evidence(desk: DeskHouse) -> None:
    desk.sheet()
    client = desk.enrolled()
    sent = {"csrf": token_of(client, "/send"), "kind": "other"}
    assert client.post("/send/photos/1/evidence", data=sent).status_code == 409
    assert desk.all(Evidence) == []


def test_another_unit_keeps_nothing_of_this_one(desk: DeskHouse) -> None:
    send(desk.enrolled(), "/send/pictures")
    other = desk.enrolled(2)
    sent = {"csrf": token_of(other, "/send"), "kind": "other"}
    assert other.post("/send/photos/1/evidence", data=sent).status_code == 404
    assert desk.all(Evidence) == []


def test_reviewers_see_it_beside_the_sheet(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    rose = desk.sign_in("rose")
    assert "หลักฐานอื่นจากหน่วย" not in rose.get(f"/review/sheets/{sheet_id}").text
    send(desk.enrolled(), kind="tally_board", note="แผ่นที่ 2")
    [kept] = desk.all(Evidence)
    page = rose.get(f"/review/sheets/{sheet_id}").text
    assert "หลักฐานอื่นจากหน่วย" in page
    assert "แผ่นที่ 2" in page
    assert f"/review/images/photo-{kept.photo_id}" in page
    assert rose.get(f"/review/images/photo-{kept.photo_id}").status_code == 200


def test_another_units_form_is_asked_about(desk: DeskHouse) -> None:
    client = desk.enrolled()
    send(client, "/send/pictures")
    with desk.database.writing() as session:
        photo = session.get_one(Photo, 1)
        photo.state = PhotoState.READ
        head = {"problems": [], "seen": "7", "expected": 1}
        tell_sender(session, photo, NoticeKind.OTHER_UNIT, desk.clock.at, head)
    page = client.get("/send").text
    assert "เขียนว่าหน่วยที่ 7" in page
    assert "ใช่ เป็นแบบของหน่วยนี้" in page
    answer = client.post("/send/photos/1/hand-over", data={"csrf": token_of(client, "/send")})
    assert answer.status_code == 200
    assert [p.photo_id for p in desk.all(Page)] == [1]


def test_before_the_close_of_poll_any_picture_is_practice(desk: DeskHouse) -> None:
    with desk.database.writing() as session:
        session.get_one(Election, 1).is_rehearsal = False
    desk.clock.pass_by(hours=-6)
    client = desk.enrolled()
    send(client, "/send/pictures")
    read(desk, seen(Problem.DARK, form="ส.ส. 5/18", page=1))
    desk.clock.pass_by(hours=6)
    with desk.database.writing() as session:
        assert place_leftovers(session, AT_ONCE, desk.clock.at) == []
    assert desk.all(Page) == []
    page = client.get("/send").text
    assert "ภาพซ้อมเลขที่" in page
    assert "ภาพมืดเกินไป" in page

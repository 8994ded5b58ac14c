import pytest
from fastapi.testclient import TestClient
from httpx import Response
from pillow_heif import register_heif_opener

from models.states.photo import PhotoState
from models.store import photos
from models.tables.geography import ReportingUnit
from models.tables.photos import Photo
from tests.fixtures.desk import DeskHouse, token_of
from tests.fixtures.pictures import bomb, encrypted_pdf, pdf, picture

register_heif_opener()


def send(client: TestClient, *files: tuple[str, bytes], unit: str = "") -> Response:
    parts = [("photos", (name, data, "image/jpeg")) for name, data in files]
    sent = {"csrf": token_of(client, "/send"), "unit": unit}
    return client.post("/send/photos", data=sent, files=parts or None)


def test_photos_get_their_receipts_and_the_unit_is_ready(desk: DeskHouse) -> None:
    page = send(desk.enrolled(), ("a.jpg", picture(1)), ("b.jpg", picture(2)))
    photos = desk.all(Photo)
    assert [p.state for p in photos] == [PhotoState.QUEUED, PhotoState.QUEUED]
    assert [p.sender_id for p in photos] == [1, 1]
    assert all(p.receipt in page.text for p in photos)
    assert "ได้รับแล้ว กำลังอ่าน" in page.text
    assert desk.all(ReportingUnit)[0].is_ready


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"just some text", "ไฟล์นี้ไม่ใช่ภาพ"),
        (picture(3)[:400], "ภาพมาไม่ครบ"),
        (bomb(), "จำนวนพิกเซลมากเกิน"),
        (encrypted_pdf(), "PDF นี้ตั้งรหัสผ่านไว้"),
    ],
    ids=["text", "truncated", "bomb", "locked pdf"],
)
def test_bad_files_get_a_sentence_of_their_own(desk: DeskHouse, data: bytes, sentence: str) -> None:
    page = send(desk.enrolled(), ("page.jpg", data))
    assert sentence in page.text
    [photo] = desk.all(Photo)
    assert photo.state is PhotoState.REJECTED
    assert desk.store.read(photo.sha256) == data


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(pdf(2), "application/pdf"), (picture(1, "HEIF"), "image/heic")],
    ids=["pdf", "heic"],
)
@pytest.mark.parametrize("path", ["/send/photos", "/send/pictures"])
def test_a_pdf_and_a_heic_are_taken_whatever_their_name(
    desk: DeskHouse, data: bytes, media_type: str, path: str
) -> None:
    client = desk.enrolled()
    field = "photos" if path == "/send/photos" else "photo"
    sent = {"csrf": token_of(client, "/send"), "unit": "90-1-1"}
    parts = [(field, ("page.jpg", data, "image/jpeg"))]
    assert client.post(path, data=sent, files=parts).status_code == 200
    [photo] = desk.all(Photo)
    assert (photo.media_type, photo.state) == (media_type, PhotoState.QUEUED)
    assert desk.store.read(photo.sha256) == data


def test_the_same_photo_again_gets_the_old_receipt(desk: DeskHouse) -> None:
    client = desk.enrolled()
    send(client, ("a.jpg", picture(1)))
    [photo] = desk.all(Photo)
    page = send(client, ("again.jpg", picture(1)))
    assert f"ได้รับภาพนี้แล้ว เลขที่ {photo.receipt}" in page.text
    assert len(desk.all(Photo)) == 1


@pytest.mark.parametrize("files", [[], [("empty.jpg", b"")]], ids=["none", "empty"])
def test_nothing_sent_is_said(desk: DeskHouse, files: list[tuple[str, bytes]]) -> None:
    assert "ไฟล์ว่างเปล่าหรือยังไม่ได้เลือกภาพ" in send(desk.enrolled(), *files).text
    assert desk.all(Photo) == []


def test_files_beyond_a_dozen_are_not_lost_in_silence(desk: DeskHouse) -> None:
    files = [(f"{n}.jpg", b"not a picture " + bytes([n])) for n in range(14)]
    assert "ยังไม่ได้รับอีก 2 ภาพ" in send(desk.enrolled(), *files).text
    assert len(desk.all(Photo)) == 12


def test_another_units_committee_sends_nothing_for_this_one(desk: DeskHouse) -> None:
    answer = send(desk.enrolled(2), ("a.jpg", picture(1)), unit="90-1-1")
    assert answer.status_code == 404
    assert desk.all(Photo) == []


def test_strangers_and_reviewers_send_nothing(desk: DeskHouse) -> None:
    stranger = desk.new_client()
    sent = {"csrf": token_of(stranger, "/send")}
    parts = [("photos", ("a.jpg", picture(1), "image/jpeg"))]
    answer = stranger.post("/send/photos", data=sent, files=parts, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/send")
    rose = desk.sign_in("rose")
    sent = {"csrf": token_of(rose, "/review")}
    assert rose.post("/send/photos", data=sent, files=parts).status_code == 403
    assert desk.all(Photo) == []


def test_a_form_from_elsewhere_sends_nothing(desk: DeskHouse) -> None:
    parts = [("photos", ("a.jpg", picture(1), "image/jpeg"))]
    answer = desk.enrolled().post("/send/photos", data={"csrf": "no"}, files=parts)
    assert answer.status_code == 403
    assert desk.all(Photo) == []


def test_pictures_are_shown_to_their_unit_only(desk: DeskHouse) -> None:
    desk.sheet()
    paths = ["/send/images/photo-1", "/send/images/public-1"]
    assert [desk.enrolled(1).get(p).status_code for p in paths] == [200, 200]
    assert [desk.enrolled(2).get(p).status_code for p in paths] == [404, 404]
    assert desk.new_client().get(paths[0], follow_redirects=False).status_code == 303


def test_the_page_looks_again_sooner_while_something_is_under_way(desk: DeskHouse) -> None:
    client = desk.enrolled()
    assert "delay:15s" in client.get("/send").text
    send(client, ("a.jpg", picture(1)))
    assert "delay:2s" in client.get("/send").text
    assert client.get("/send/status").text.startswith('<div id="status"')


def test_too_many_pictures_of_a_unit_wait_on_the_phone(
    desk: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_AN_HOUR", 1)
    client = desk.enrolled()
    send(client, ("a.jpg", picture(1)))
    assert "มากผิดปกติ" in send(client, ("b.jpg", picture(2))).text
    sent = {"csrf": token_of(client, "/send"), "unit": "90-1-1"}
    file = {"photo": ("b.jpg", picture(2), "image/jpeg")}
    assert client.post("/send/pictures", data=sent, files=file).status_code == 429
    desk.clock.pass_by(minutes=61)
    assert client.post("/send/pictures", data=sent, files=file).status_code == 200
    assert len(desk.all(Photo)) == 2

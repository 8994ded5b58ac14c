"""What makes /send an application on the phone."""

import hashlib
import re

from fastapi.testclient import TestClient
from httpx import Response

from models.tables.photos import Photo
from tests.fixtures.desk import DeskHouse, token_of
from tests.fixtures.pictures import picture


def bring(
    client: TestClient, data: bytes, sha256: str | None = None, unit: str = "90-1-1"
) -> Response:
    said = hashlib.sha256(data).hexdigest() if sha256 is None else sha256
    return client.post(
        "/send/pictures",
        headers={"X-CSRF-Token": token_of(client, f"/send?unit={unit}")},
        data={"unit": unit, "sha256": said},
        files={"photo": ("page.jpg", data, "image/jpeg")},
        follow_redirects=False,
    )


def test_a_picture_that_waited_gets_its_receipt_once(desk: DeskHouse) -> None:
    client = desk.enrolled()
    first, again = bring(client, picture(1)), bring(client, picture(1))
    [photo] = desk.all(Photo)
    assert first.json() == again.json() == {"receipt": photo.receipt, "words": ""}


def test_what_broke_on_its_way_is_to_be_sent_again(desk: DeskHouse) -> None:
    answer = bring(desk.enrolled(), picture(1)[:-100], hashlib.sha256(picture(1)).hexdigest())
    assert answer.status_code == 409
    assert desk.all(Photo) == []


def test_what_is_no_picture_is_said_in_words(desk: DeskHouse) -> None:
    assert "ไม่ใช่ภาพ" in bring(desk.enrolled(), b"just some text").json()["words"]


def test_nothing_is_no_picture(desk: DeskHouse) -> None:
    assert bring(desk.enrolled(), b"").status_code == 422


def test_another_units_picture_is_refused(desk: DeskHouse) -> None:
    client = desk.enrolled(2)
    token = token_of(client, "/send")
    answer = client.post(
        "/send/pictures",
        headers={"X-CSRF-Token": token},
        data={"unit": "90-1-1"},
        files={"photo": ("a.jpg", picture(1), "image/jpeg")},
    )
    assert answer.status_code == 404
    assert desk.all(Photo) == []


def test_a_stranger_is_sent_to_the_door(desk: DeskHouse) -> None:
    assert bring(desk.new_client(), picture(1)).status_code == 303


def test_the_page_without_a_network_names_nobody(desk: DeskHouse) -> None:
    page = desk.enrolled().get("/send/offline").text
    assert "ไม่มีสัญญาณ" in page
    assert not re.search(r"หน่วย 1|กปน|csrf", page)


def test_every_file_that_the_worker_keeps_is_there(desk: DeskHouse) -> None:
    client = desk.new_client()
    answer = client.get("/send/worker.js")
    assert answer.headers["service-worker-allowed"] == "/send"
    kept = re.findall(r'"(/static/[^"]+)"', answer.text.splitlines()[0])
    assert len(kept) > 10
    assert {client.get(path).status_code for path in kept} == {200}

"""The printed slip: its squares lead where they say, and its words are whole."""

from dataclasses import replace
from datetime import UTC, datetime

import cv2
import numpy as np
import pypdfium2
import pytest

from pages.enrolment.slips import Slip, draw_slips
from pages.enrolment.ways import Entrances

CODE = "7QK29F4BM3X"
SLIP = Slip(
    title="หน่วย 12 ตำบลทุ่งสมมุติ อ.ตัวอย่าง",
    subtitle="เขต 3 ธารคำ",
    place="ศาลาประชาคมบ้านหนองน้ำใส",
    mark="TKM0101-012",
    code=CODE,
    copy=(1, 2),
    expires_at=datetime(2027, 2, 17, 10, 0, tzinfo=UTC),
    centre="ศูนย์รวมคะแนนอำเภอตัวอย่าง",
    phone="000-555-0199",
)
EVERYTHING = Entrances("https://count.example.th/", "@khanaen_test_bot", "123abcde")


def page_of(entrances: Entrances, slip: Slip = SLIP) -> tuple[str, np.ndarray]:
    document = pypdfium2.PdfDocument(draw_slips([slip], entrances, is_rehearsal=True))
    page = document[0]
    text = page.get_textpage().get_text_range()
    picture = np.asarray(page.render(scale=3).to_pil().convert("L"))
    document.close()
    return text, picture


@pytest.mark.parametrize(
    ("entrances", "addresses"),
    [
        (
            EVERYTHING,
            [
                "https://line.me/R/oaMessage/@123abcde/?7QK2-9F4B-M3X",
                "https://t.me/khanaen_test_bot?start=7QK2-9F4B-M3X",
                "https://count.example.th/send?code=7QK2-9F4B-M3X",
            ],
        ),
        (
            Entrances("https://count.example.th"),
            ["https://count.example.th/send?code=7QK2-9F4B-M3X"],
        ),
    ],
    ids=["all", "web only"],
)
def test_each_square_leads_where_it_says(entrances: Entrances, addresses: list[str]) -> None:
    _, picture = page_of(entrances)
    height = picture.shape[0]
    columns = np.array_split(picture[height * 3 // 10 : height * 6 // 10], len(addresses), axis=1)
    assert [cv2.QRCodeDetector().detectAndDecode(c)[0] for c in columns] == addresses


def test_a_desk_comes_by_the_page_only() -> None:
    _, picture = page_of(EVERYTHING, replace(SLIP, is_desk=True))
    height = picture.shape[0]
    found = cv2.QRCodeDetector().detectAndDecode(picture[height * 3 // 10 : height * 6 // 10])[0]
    assert found == "https://count.example.th/send?code=7QK2-9F4B-M3X"


def test_the_paper_says_what_it_is_for_and_whom_to_call() -> None:
    text, _ = page_of(EVERYTHING)
    for words in ("7QK2-9F4B-M3X", SLIP.mark, SLIP.phone, "17", "2570"):
        assert words in text


def test_a_long_name_stays_on_the_paper() -> None:
    long = replace(SLIP, title=SLIP.title * 3)
    _, picture = page_of(EVERYTHING, long)
    margin = picture.shape[1] * 14 // 210
    assert picture[:, -margin:].min() == 255

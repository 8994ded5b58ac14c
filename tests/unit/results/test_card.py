"""The result card: what stands on it, and that names are drawn whole."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageDraw

from bot.line.flex import bubble_of
from bot.telegram.html import html_of
from pages.lettering import lettering
from results.card import Card, CardRow
from results.card_image import _size_for, draw_card

LONG = "นางสมมุติ ชื่อยาวมากจริง ๆ นามสกุลยาวกว่านั้นอีกหลายเท่าตัวจนล้นบรรทัด"
ROWS = (
    CardRow("เบอร์ 4", "นายสมมุติ ตัวอย่าง", "พรรคสมมุติ <1> & เพื่อน", "#f36f21", "12,345", 100.0),
    CardRow("เบอร์ 12", LONG, "พรรคที่ชื่อยาว", "#fefefe", "2,100", 17.0),
)
CARD = Card(
    title="เขต 3 เมืองสมมุติ",
    status="ยังไม่เป็นทางการ",
    counted="รวมแล้ว 120 จาก 254 หน่วยเลือกตั้ง",
    share=0.47,
    rows=ROWS,
    no_vote="ไม่เลือกผู้สมัครผู้ใด: 1,204",
    note="ผู้นำยังเปลี่ยนได้",
    as_of="ข้อมูลเมื่อ 20.41 น. · ฉบับที่ 87",
)


def test_a_card_goes_through_json_unchanged() -> None:
    assert Card.from_data(CARD.to_data()) == CARD


def test_the_drawing_has_its_size_and_shows_the_bars() -> None:
    image = Image.open(io.BytesIO(draw_card(CARD))).convert("RGB")
    assert image.size == (1200, 630)
    assert image.getpixel((600, 298)) == (0xF3, 0x6F, 0x21)
    assert image.getpixel((600, 394)) == (255, 255, 255)


def test_a_long_name_gets_smaller_letters_and_stays_whole() -> None:
    pen = ImageDraw.Draw(Image.new("RGB", (10, 10)))
    size = _size_for(pen, ROWS[1], 900)
    assert size < _size_for(pen, ROWS[0], 900)
    assert pen.textlength(f"เบอร์ 12  {LONG}", font=lettering(size, bold=True)) <= 900


def test_why_the_figures_stand_still_is_not_cut() -> None:
    status = (
        "ยังไม่เป็นทางการ · ซ้อม – ไม่ใช่ผลการเลือกตั้งจริง · เขตนี้หยุดที่ตัวเลขล่าสุดที่ตรวจแล้ว"
        " กำลังตรวจสอบ ตัวเลขเป็นของฉบับที่ 41"
    )
    image = Image.open(io.BytesIO(draw_card(replace(CARD, status=status)))).convert("RGB")
    line = image.crop((0, 118, 1200, 158))
    background = Image.new("RGB", line.size, image.getpixel((5, 120)))
    *_, right, _ = ImageChops.difference(line, background).getbbox() or (0, 0, 0, 0)
    sizes = [size for size in range(28, 14, -2) if _wide(status, size) <= 1080]
    assert right == pytest.approx(60 + _wide(status, sizes[0]), abs=4)


def _wide(text: str, size: int) -> float:
    pen = ImageDraw.Draw(Image.new("RGB", (10, 10)))
    return pen.textlength(text, font=lettering(size, bold=True))


def test_an_empty_card_can_be_drawn() -> None:
    empty = Card("เขต 3", "ยังไม่เป็นทางการ", "รวมแล้ว 0 จาก 254", 0.0, (), "", "", "")
    assert draw_card(empty)
    assert bubble_of(empty.to_data())["body"]["contents"]


def test_telegrams_words_carry_no_markup_of_names() -> None:
    words = html_of(CARD.to_data(), "https://khanaen.example/c/1.html")
    assert "พรรคสมมุติ &lt;1&gt; &amp; เพื่อน" in words
    assert len(words) < 1024

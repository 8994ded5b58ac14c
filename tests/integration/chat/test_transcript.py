"""docs/chat.md shows a conversation as a person reads it: this test holds it, and can write it.

Each line runs once in Thai and once in English; the page shows both.
"""

from pathlib import Path

import pytest

from models.states.sheet import SheetState
from models.store.notices import NewNotice
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.desk import COUNTS
from tests.fixtures.pictures import picture

PAGE = Path(__file__).parents[3] / "docs" / "chat.md"
BEGIN, END = "<!-- told by running it: begin -->\n", "<!-- told by running it: end -->\n"
MALI = 77


class Transcript:
    """What one person and the bot wrote, in order; what differs every time is named instead."""

    def __init__(self, hall: ChatHall, names: dict[str, str]) -> None:
        self.hall, self.names = hall, names
        self.lines: list[str] = []
        self.seen = 0

    def tell(self, who: str, text: str) -> None:
        for name, shown in self.names.items():
            text = text.replace(name, shown)
        first, *rest = text.split("\n")
        self.lines += [f"{who} {first}", *(f"   {line}" for line in rest if line)]

    def hear(self) -> None:
        sent = self.hall.telegram.sent
        for message in sent[self.seen :]:
            self.tell("🗳", message.text)
            if message.buttons:
                self.lines.append("   " + " ".join(f"[{label}]" for label in message.buttons))
        self.seen = len(sent)

    def says(self, text: str) -> None:
        self.tell("👤", text)
        self.hall.says(MALI, text)
        self.hear()

    def taps(self, label: str) -> None:
        self.tell("👆", label)
        self.hall.taps(MALI, label)
        self.hear()


def run(hall: ChatHall, *, is_thai: bool) -> list[str]:
    code = hall.code()
    story = Transcript(hall, {code: "7QK2-9F4B-M3X"})
    if not is_thai:
        hall.says(MALI, "English")
        story.seen = len(hall.telegram.sent)
    story.says(f"/start {code}")
    story.taps("ใช่ หน่วยของฉัน" if is_thai else "Yes, my unit")
    hall.photo(MALI, picture(1, size=(1654, 2339)))
    hall.work()
    receipt = hall.telegram.sent[-1].text.split("\n")[0].split()[-1]
    story.names[receipt] = "8HW1-0C5T"
    story.tell("👤", "(ภาพ)" if is_thai else "(picture)")
    story.hear()
    sheet_id = hall.desk.sheet(
        counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}), state=SheetState.READ_BACK
    )
    params = {"form": "ส.ส. 5/18"}
    hall.tell(NewNotice(NoticeKind.READ_BACK, 1, f"sheet:{sheet_id}", params, None, sheet_id))
    hall.work()
    story.hear()
    story.taps("ระบบอ่านผิด" if is_thai else "Machine misread")
    story.says("เบอร์ 4 เขียนว่า ๗๐" if is_thai else "no. 4 says 70")
    story.taps("ส่งคำตอบ" if is_thai else "Send the answer")
    return story.lines


@pytest.mark.parametrize("is_thai", [True, False], ids=["thai", "english"])
def test_the_page_shows_the_conversation_as_it_is(hall: ChatHall, *, is_thai: bool) -> None:
    shown = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    assert "```\n" + "\n".join(run(hall, is_thai=is_thai)) + "\n```" in shown

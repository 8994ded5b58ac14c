"""What reviewers see of the chats: messages taken back, committees that cannot be reached."""

from models.store import conversations
from models.tables.chat import Conversation, PhotoMessage
from models.tables.photos import Photo
from models.tables.sheets import Page
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.pictures import picture

TAKEN_BACK, NOT_REACHED = "ผู้ส่งยกเลิกข้อความในแชตภายหลัง", "ติดต่อไม่ได้"


def enrol(hall: ChatHall, user: str = "U1") -> None:
    for text in (hall.code(), "ใช่", "มาลี ใจสาธิต"):
        hall.line_says(user, text)


def screen(hall: ChatHall, sheet_id: int) -> str:
    return hall.desk.sign_in("rose").get(f"/review/sheets/{sheet_id}").text


def test_a_message_taken_back_is_flagged_and_its_photo_stays(hall: ChatHall) -> None:
    enrol(hall)
    hall.line_photo("U1", picture(1))
    hall.work()
    [brought] = hall.desk.all(PhotoMessage)
    sheet_id = hall.desk.sheet()
    with hall.desk.database.writing() as session:
        page = session.get_one(Page, 1)
        page.photo_id = brought.photo_id
    assert TAKEN_BACK not in screen(hall, sheet_id)
    answered = len(hall.line.sent)
    hall.line_event("U1", type="unsend", unsend={"messageId": brought.message_id})
    hall.line_event("U1", type="unsend", unsend={"messageId": "never seen"})
    hall.work()
    assert TAKEN_BACK in screen(hall, sheet_id)
    assert brought.photo_id in {photo.id for photo in hall.desk.all(Photo)}
    assert len(hall.line.sent) == answered


def test_a_picture_taken_back_before_the_code_never_arrives(hall: ChatHall) -> None:
    hall.line_photo("U1", picture(1))
    hall.work()
    content = next(iter(hall.line.contents))
    hall.line_event("U1", type="unsend", unsend={"messageId": content})
    hall.work()
    enrol(hall)
    assert hall.desk.all(Photo) == []


def test_a_unit_whose_chats_are_all_blocked_cannot_be_reached_until_the_next_word(
    hall: ChatHall,
) -> None:
    enrol(hall)
    enrol(hall, "U2")
    sheet_id = hall.desk.sheet()
    hall.line_event("U1", type="unfollow")
    hall.work()
    assert NOT_REACHED not in screen(hall, sheet_id)
    hall.line_event("U2", type="unfollow")
    hall.work()
    assert NOT_REACHED in screen(hall, sheet_id)
    with hall.desk.database.reading() as session:
        assert conversations.unreachable(session, [1, 2, 3]) == {1}
    hall.line_says("U2", "สถานะ")
    assert NOT_REACHED not in screen(hall, sheet_id)
    assert sum(c.is_blocked for c in hall.desk.all(Conversation)) == 1

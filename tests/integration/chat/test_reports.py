"""A wrong number is reported from chat as by the web form, and nobody floods those who answer."""

from bot.objections import EACH
from models.tables.audit import AuditEntry
from models.tables.chat import Conversation
from models.tables.objections import Objection
from models.values.objections import Objector
from tests.fixtures.chat_hall import ChatHall
from tests.integration.review.test_recall import published

SOMEBODY = 987_654


def tap_report(hall: ChatHall, user: int) -> None:
    """Tap the button below a unit's numbers, as if its answer had just come."""
    hall.says(user, "เมนู")
    with hall.desk.database.writing() as session:
        chat = session.get_one(Conversation, hall.desk.all(Conversation)[-1].id)
        button = ["c90", "แจ้งผิด แบ่งเขต", "report", 0, 0, "90-1-1/constituency", 0]
        chat.state = {**chat.state, "offered": [*chat.state["offered"], button]}
        session.add(chat)
    hall.update(callback_query={"id": "t", "from": {"id": user}, "data": "c90"})
    hall.work()


def test_a_number_is_reported_once_asked_and_gets_its_ticket(hall: ChatHall) -> None:
    published(hall.desk)
    tap_report(hall, SOMEBODY)
    assert "ตัวเลขใดไม่ตรง" in hall.heard(SOMEBODY)[-1]
    hall.says(SOMEBODY, "เบอร์ 4 เขียนว่า 70")
    assert "ตรงกับที่เผยแพร่อยู่แล้ว" in hall.heard(SOMEBODY)[-2]
    hall.says(SOMEBODY, "เบอร์ 4 เขียนว่า 60")
    [made] = hall.desk.all(Objection)
    assert (made.key, made.shown, made.claimed, made.objector) == (
        "row:4",
        70,
        60,
        Objector.PUBLIC,
    )
    assert made.ticket in hall.heard(SOMEBODY)[-1]
    assert made.ticket in hall.desk.new_client().get(f"/object/{made.ticket}").text
    for _ in range(EACH):
        hall.pass_by(30)
        tap_report(hall, SOMEBODY)
        hall.says(SOMEBODY, "เบอร์ 5 เขียนว่า 11")
    assert len(hall.desk.all(Objection)) == EACH
    assert "โปรดรอสักครู่" in hall.heard(SOMEBODY)[-1]
    assert str(SOMEBODY) not in str([e.subject for e in hall.desk.all(AuditEntry)])

from bot.chat.walking import MOST_A_MINUTE
from models.tables.chat import InboxEvent
from tests.fixtures.chat_hall import ChatHall

MALI = 77


def test_a_stranger_who_writes_too_much_is_told_once_and_committees_never(hall: ChatHall) -> None:
    for _ in range(MOST_A_MINUTE + 5):
        hall.message(MALI, text="help")
    hall.work()
    heard = hall.heard(MALI)
    assert len(heard) == MOST_A_MINUTE + 1
    assert "ขอพักสักครู่" in heard[-1]
    hall.pass_by(61)
    hall.says(MALI, "help")
    assert len(hall.heard(MALI)) == MOST_A_MINUTE + 2
    hall.pass_by(61)
    hall.enrol(MALI)
    before = len(hall.heard(MALI))
    for _ in range(MOST_A_MINUTE + 5):
        hall.message(MALI, text="help")
    hall.work()
    assert len(hall.heard(MALI)) == before + MOST_A_MINUTE + 5


def test_what_was_typed_is_not_kept(hall: ChatHall) -> None:
    code = hall.code()
    hall.says(MALI, code)
    assert code not in str([event.body for event in hall.desk.all(InboxEvent)])

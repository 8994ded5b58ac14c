import pytest

from bot.chat.walking import MOST_A_MINUTE
from models.store import photos
from models.tables.chat import InboxEvent
from models.tables.photos import Photo
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.pictures import picture

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


def test_nobody_sends_more_of_a_unit_than_it_can_have_pages(
    hall: ChatHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_AN_HOUR", 2)
    hall.enrol(MALI)
    for number in (1, 2, 3):
        hall.photo(MALI, picture(number))
        hall.work()
    assert len(hall.desk.all(Photo)) == 2
    assert "มากผิดปกติ" in hall.heard(MALI)[-1]
    hall.enrol(78)
    hall.photo(78, picture(4))
    hall.pass_by(60 * 60)
    hall.photo(MALI, picture(3))
    hall.work()
    assert len(hall.desk.all(Photo)) == 4

"""Cards as each platform sets them, and constituencies that are followed."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.following import Herald
from bot.chat.keeper import Crew, Keeper
from models.tables.chat import Conversation, InboxEvent, Subscription
from results.questions import Board, Reader
from results.target import Folder
from tests.fixtures.chat_hall import ChatHall


def asked_by(hall: ChatHall, published: Folder) -> ChatHall:
    house = replace(hall.house, snapshots=Reader(published), board_url="https://khanaen.example")
    return replace(hall, house=house)


def test_telegram_gets_the_drawn_card_and_line_a_bubble(hall: ChatHall, published: Folder) -> None:
    asked = asked_by(hall, published)
    asked.says(77, "สมมุติบุรี 1")
    sent = asked.telegram.sent[-1]
    assert sent.photo is not None
    assert sent.photo.startswith(b"\x89PNG")
    assert sent.mode == "HTML"
    assert "<b>เขต 1 สมมุติบุรี</b>" in sent.text
    asked.line_says("U1", "สมมุติบุรี 1")
    [bubble] = asked.line.sent[-1].bubbles
    assert bubble["type"] == "bubble"
    assert not asked.line.sent[-1].is_push
    assert "ติดตามผลเขตนี้" not in asked.line.sent[-1].buttons


def test_a_constituency_is_followed_and_told_when_it_changes(
    hall: ChatHall, published: Folder
) -> None:
    asked = asked_by(hall, published)
    herald = Herald(asked.house)
    asked.says(77, "สมมุติบุรี 1")
    asked.taps(77, "ติดตามผลเขตนี้")
    assert "จะแจ้งเมื่อตัวเลข" in asked.heard(77)[-1]
    heard = len(asked.heard(77))
    asked.desk.clock.pass_by(minutes=6)
    assert herald.bring() == 0
    changed = Changed(published)
    herald = Herald(replace(asked.house, snapshots=changed))
    assert herald.bring() == 1
    assert herald.bring() == 0
    asked.work()
    assert len(asked.heard(77)) == heard + 1
    assert "เขต 1 สมมุติบุรี" in asked.heard(77)[-1]
    assert "เลิกติดตาม" in asked.telegram.sent[-1].buttons
    changed.more = 2
    asked.pass_by(60)
    assert herald.bring() == 0
    asked.desk.clock.pass_by(minutes=5)
    asked.taps(77, "เลิกติดตาม")
    assert herald.bring() == 0


def test_who_follows_another_hears_of_both_and_who_blocks_us_is_forgotten(
    hall: ChatHall, published: Folder
) -> None:
    asked = asked_by(hall, published)
    for number in (1, 2):
        asked.says(77, f"สมมุติบุรี {number}")
        asked.taps(77, "ติดตามผลเขตนี้")
    asked.desk.clock.pass_by(minutes=6)
    changed = Changed(published)
    herald = Herald(replace(asked.house, snapshots=changed))
    assert herald.bring() == 2
    asked.work()
    asked.pass_by(60)
    told = "".join(asked.heard(77)[-2:])
    assert ("เขต 1 สมมุติบุรี" in told, "เขต 2 สมมุติบุรี" in told) == (True, True)
    forget(asked, hours=24)
    assert len(asked.desk.all(Subscription)) == 2
    asked.telegram.blocked.add("77")
    changed.more = 2
    asked.desk.clock.pass_by(minutes=6)
    assert herald.bring() == 2
    asked.work()
    changed.more = 3
    asked.desk.clock.pass_by(minutes=6)
    assert herald.bring() == 0
    assert asked.desk.all(Conversation)[0].is_blocked
    forget(asked, hours=48)
    assert (asked.desk.all(Conversation), asked.desk.all(Subscription)) == ([], [])
    assert "77" not in [event.chat_key for event in asked.desk.all(InboxEvent)]


def forget(hall: ChatHall, hours: int) -> None:
    """Let the keeper's round forget strangers, so many hours from now."""
    later = hall.desk.clock.at + timedelta(hours=hours)
    Keeper(replace(hall.house, now=lambda: later), (Crew(1), Crew(1))).forget()


class Changed(Reader):
    """The same snapshot with some votes more."""

    more = 1

    def newest(self) -> Board | None:
        board = super().newest()
        assert board is not None
        changed = [{**m, "counted": {"election_day": self.more}} for m in board.manifests]
        return Board(board.pointer, tuple(changed))

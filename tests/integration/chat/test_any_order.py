"""Deliveries in any order and any number of times end in the same record, on both engines."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from models.states.sheet import SheetState
from models.store.notices import NewNotice
from models.tables.chat import InboxEvent
from models.tables.photos import Photo
from models.tables.sheets import Answer
from models.values.chat import InboxState
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import ChatHall, open_hall
from tests.fixtures.chat_platforms import FakeLine, FakeTelegram
from tests.fixtures.desk import DeskHouse
from tests.fixtures.pictures import picture

MALI = 77


@pytest.fixture
def each_hall(
    each_desk: DeskHouse, fake_telegram: FakeTelegram, fake_line: FakeLine
) -> Iterator[ChatHall]:
    """Both platforms in use, on either engine."""
    if not each_desk.database.is_sqlite:
        # The small election gives its people ids of its own, which moves no sequence.
        with each_desk.database.writing() as session:
            session.execute(text("SELECT setval(pg_get_serial_sequence('person', 'id'), 1000)"))
    yield from open_hall(each_desk, fake_telegram, fake_line)


def updates(hall: ChatHall) -> list[dict[str, Any]]:
    """Make what a committee sends, delivered to nobody yet: nine pictures, three of them twice."""
    made = []
    person, chat = {"id": MALI, "first_name": "สมหมาย"}, {"id": MALI, "type": "private"}
    for n, seed in enumerate((1, 2, 3, 4, 5, 6, 1, 2, 3)):
        hall.telegram.files[f"F{seed}"] = picture(seed)
        message: dict[str, Any] = {
            "chat": chat,
            "from": person,
            "document": {"file_id": f"F{seed}"},
        }
        if n % 2:
            message["media_group_id"] = "album"
        made.append({"update_id": 1000 + n, "message": message})
    words = [{"chat": chat, "from": person, "text": word} for word in ("สถานะ", "help", "อะไร")]
    return made + [{"update_id": 2000 + n, "message": m} for n, m in enumerate(words)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_and_doubled(each_hall: ChatHall, seed: int) -> None:
    hall, chance = each_hall, random.Random(seed)
    hall.enrol(MALI)
    sent = updates(hall)
    deliveries = sent * 2
    chance.shuffle(deliveries)
    for update in deliveries:
        hall.deliver(json.loads(json.dumps(update)))
        if chance.random() < 0.3:
            hall.work()
    hall.pass_by(20)
    photos = hall.desk.all(Photo)
    assert len(photos) == 6
    assert len({photo.receipt for photo in photos}) == 6
    events = hall.desk.all(InboxEvent)
    assert len(events) == len(sent) + 2
    assert {event.state for event in events} == {InboxState.DONE}
    told = "\n".join(hall.heard(MALI))
    assert all(photo.receipt in told for photo in photos)


def test_a_doubled_tap_answers_once(each_hall: ChatHall) -> None:
    hall = each_hall
    hall.enrol(MALI)
    sheet_id = hall.desk.sheet(state=SheetState.READ_BACK)
    params = {"form": "ส.ส. 5/18"}
    hall.tell(NewNotice(NoticeKind.READ_BACK, 1, f"sheet:{sheet_id}", params, None, sheet_id))
    hall.work()
    data = hall.telegram.sent[-1].buttons["ตรงกับแบบทุกช่อง"]
    tap = {"id": "t", "from": {"id": MALI, "first_name": "สมหมาย"}, "data": data}
    for update_id in (3000, 3000, 3001):
        hall.deliver({"update_id": update_id, "callback_query": tap})
    hall.work()
    assert len(hall.desk.all(Answer)) == 1
    assert hall.desk.row(sheet_id).state is SheetState.IN_REVIEW

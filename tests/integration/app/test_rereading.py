"""Confirmed sheets are read again; where the reader stands by another number, it asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from app.cage.errors import CageBroken
from app.cage.sight import NO_NAMES, Shown, Sight
from app.jobs.queue import JobQueue
from app.opening import Ground
from app.rereading import Reread, reread
from app.settings import Settings
from models.states.sheet import SheetState
from models.tables.audit import AuditEntry
from models.tables.photos import Photo
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.sheets import SheetReading
from models.values.fields import row_key
from models.values.likely_units import Names
from models.values.reading import CellScan, Ink, PageScan
from tests.fixtures.desk import COUNTS, SECRET, DeskHouse, csrf_of
from tests.fixtures.looks import take

MISREAD = COUNTS | {"row:1": 190, "row:2": 110}
"""What people confirmed by mistake: every sum holds."""


@dataclass
class Reader:
    """A reader that sees the same numbers on every page."""

    counts: Mapping[str, int]
    is_sure: bool = True
    is_broken: bool = False

    def __call__(self, _data: bytes, _frame: int, _names: Names = NO_NAMES) -> Iterator[Shown]:
        if self.is_broken:
            raise CageBroken
        yield Sight(b"", 620, 877, 1, self._scan(), None)

    def _scan(self) -> PageScan:
        # A reader knows rows by their place and by their printed numbers.
        rows = iter(range(1, 99))
        cells = []
        for key, value in self.counts.items():
            is_row = key.startswith("row:")
            printed = ((int(key[4:]), 0.999),) if is_row else ()
            seen = ((value, 0.9999 if self.is_sure else 0.2),)
            words = seen if self.is_sure else ()
            name = row_key(next(rows)) if is_row else key
            cells.append(CellScan(name, Ink.DIGITS, seen, (0, 0, 9, 9), words, (), printed))
        return PageScan("ส.ส. 5/18", 1, (), {}, {}, tuple(cells), None, None, 1.0)


def confirmed(desk: DeskHouse, counts: Mapping[str, int] = MISREAD) -> DeskHouse:
    """Let a person confirm a sheet on which the machine was sure of nothing."""
    desk.sheet(1, counts=counts, doubtful=frozenset(counts))
    take(desk.sign_in("rose")).send()
    assert desk.row(1).state is SheetState.CONFIRMED
    return desk


def read_again(desk: DeskHouse, reader: Reader, *, is_asking: bool = True) -> Reread:
    settings = Settings(secret_key=SECRET, database_url=desk.database.url)
    ground = Ground(settings, desk.database, desk.store, cast("JobQueue", None))
    heard: list[tuple[int, int]] = []
    done = reread(ground, reader, "", lambda *said: heard.append(said), is_asking=is_asking)
    assert heard == [(1, 1)]
    return done


def test_a_number_that_nobody_confirmed_opens_the_sheet_again(each_desk: DeskHouse) -> None:
    desk = confirmed(each_desk)
    done = read_again(desk, Reader(COUNTS))
    [found] = done.found
    assert (found.read, found.is_asked) == ({"row:1": 200, "row:2": 100}, True)
    assert found.confirmed == {"row:1": 190, "row:2": 110}
    assert (done.sheets, done.unread, done.stood_by) == (1, 0, len(COUNTS))
    [request] = desk.all(RecallRequest)
    assert (request.reason, request.asked_by) == (RecallReason.SECOND_READING, None)
    assert [e.actor for e in desk.all(AuditEntry) if e.action == "ask recall"] == ["reader"]

    lotus = desk.sign_in("lotus")
    assert "/review/sheets/1" in lotus.get("/review?lane=recall_asked").text
    page = lotus.get("/review/sheets/1").text
    assert "ระบบอ่านภาพ ขอเรียกคืน" in page
    assert "อ่านอีกครั้ง: 200" in page
    assert "ระบบอ่านภาพอีกครั้งได้ต่างจากที่ยืนยัน" in lotus.get("/review/sheets/1/history").text
    answer = lotus.post("/review/recalls/1/grant", data={"csrf": csrf_of(page)})
    assert answer.status_code == 200
    assert desk.row(1).state is SheetState.IN_REVIEW
    # The second reading is a witness now; what stood before is shown beside it.
    first = take(desk.sign_in("rose"))
    assert first.fields["v:row:1"] == "200"
    assert "ยืนยันไว้เดิม: 190" in first.html


def test_what_people_decided_against_is_not_asked_again(desk: DeskHouse) -> None:
    confirmed(desk)
    read_again(desk, Reader(COUNTS))
    assert not read_again(desk, Reader(COUNTS)).found
    lotus = desk.sign_in("lotus")
    token = csrf_of(lotus.get("/review/sheets/1").text)
    lotus.post("/review/recalls/1/refuse", data={"csrf": token})
    assert not read_again(desk, Reader(COUNTS)).found
    assert desk.row(1).state is SheetState.CONFIRMED
    other = COUNTS | {"row:1": 195, "row:2": 105}
    assert [one.is_asked for one in read_again(desk, Reader(other)).found] == [True]


def test_a_first_reading_that_two_people_overruled_is_settled(desk: DeskHouse) -> None:
    desk.sheet(1)
    take(desk.sign_in("rose")).type("row:1", "190").type("row:2", "110").send()
    take(desk.sign_in("jasmine")).type("row:1", "190").type("row:2", "110").send()
    assert desk.row(1).state is SheetState.CONFIRMED
    assert not read_again(desk, Reader(COUNTS)).found


def test_doubts_and_pages_that_cannot_be_read_ask_for_nothing(desk: DeskHouse) -> None:
    confirmed(desk)
    doubtful = read_again(desk, Reader(COUNTS, is_sure=False))
    broken = read_again(desk, Reader(COUNTS, is_broken=True))
    looked = read_again(desk, Reader(COUNTS), is_asking=False)
    assert not doubtful.found
    assert (broken.sheets, broken.unread) == (0, 1)
    assert [one.is_asked for one in looked.found] == [False]
    assert not desk.all(RecallRequest)
    assert len(desk.all(SheetReading)) == 1


def test_a_picture_that_the_store_lacks_is_counted_apart(desk: DeskHouse) -> None:
    confirmed(desk)
    with desk.database.writing() as session:
        session.get_one(Photo, 1).sha256 = "0" * 64
    done = read_again(desk, Reader(COUNTS))
    assert (done.sheets, done.unread, done.missing) == (0, 0, 1)
    assert not desk.all(RecallRequest)


def test_nobody_else_asks_in_the_machine_s_name(desk: DeskHouse) -> None:
    confirmed(desk)
    rose = desk.sign_in("rose")
    sent = {"csrf": csrf_of(rose.get("/review").text), "reason": "second_reading", "text": "x"}
    assert rose.post("/review/sheets/1/recall", data=sent).status_code == 422

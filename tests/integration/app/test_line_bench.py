"""The measured line: every stage from what was written down, and nothing made up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from app.bench.line import END, START, Measured, section
from app.bench.line_stages import STAGES, spans_of
from app.bench.line_worker import JobRun, noting, read_runs
from app.jobs.queue import READ_PHOTO, READ_SHEET
from models.database import Database
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.tables.chat import Conversation, InboxEvent, OutboxMessage, PhotoMessage
from models.tables.photos import Channel, PageReading, Photo
from models.tables.sheets import Notice, Sheet
from models.values.ballots import Ballot
from models.values.chat import OutboxState, Platform
from models.values.notices import NoticeKind
from ocr.bench.section import put_section
from tests.fixtures.small_election import make_election

BEGIN = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def run(job: str, begun: float, done: float) -> JobRun:
    return JobRun(job, 1, at(begun).timestamp(), at(done).timestamp(), 0.05, 0.1)


def bring(session: Session) -> None:
    """Write down one page that made a sheet complete, and its read-back."""
    make_election(session)
    session.add(Conversation(id=1, platform=Platform.LINE, chat_key="U1", seen_at=BEGIN))
    session.add(Photo(id=1, receipt="R1", unit_id=1, channel=Channel.LINE, sha256="a" * 64, bytes=9,
                      received_at=at(1.5), state=PhotoState.READ))  # fmt: skip
    session.add(Sheet(id=1, unit_id=1, ballot=Ballot.CONSTITUENCY, form_code="ส.ส. 5/18",
                      state=SheetState.READ_BACK, created_at=at(4)))  # fmt: skip
    session.flush()
    session.add(PhotoMessage(conversation_id=1, message_id="m1", photo_id=1))
    session.add(PageReading(photo_id=1, scan={}, created_at=at(3.5)))
    session.add(Notice(id=7, unit_id=1, sheet_id=1, kind=NoticeKind.READ_BACK, dedupe_key="x",
                       created_at=at(4.4)))  # fmt: skip
    for id_, name, came in ((1, "event1", 0.0), (2, "notice:7:1", 5.5)):
        body = {"message": {"id": "m1"}} if id_ == 1 else {"khanaen_notice": 7}
        session.add(InboxEvent(id=id_, platform=Platform.LINE, event_id=name, chat_key="U1",
                               body=body, received_at=at(came), not_before=BEGIN))  # fmt: skip
    session.add(OutboxMessage(platform=Platform.LINE, chat_key="U1", dedupe_key="event:2:0",
                              retry_key="k", body={}, created_at=at(5.7), not_before=BEGIN,
                              state=OutboxState.SENT, ended_at=at(6.0)))  # fmt: skip


def test_each_stage_is_the_time_between_two_marks(database: Database) -> None:
    runs = [run(READ_PHOTO, 2.0, 3.6), run(READ_PHOTO, 9.0, 9.9), run(READ_SHEET, 4.0, 4.5)]
    with database.writing() as session:
        bring(session)
        found = spans_of(session, runs, {"m1": at(1.0).timestamp()})
        assert not spans_of(session, [], {"m1": at(1.0).timestamp()})
    stages = {name: pytest.approx(found[name]) for name in found}
    assert stages == {
        "taken up": [1.0], "stored": [0.5], "page waited": [0.5], "read": [1.5], "placed": [0.1],
        "sheet waited": [0.4], "decided": [0.5], "told": [1.0], "worded": [0.2], "sent": [0.3],
        "whole": [6.0],
    }  # fmt: skip
    assert found.keys() | {"answered"} == STAGES.keys()


def test_a_worker_writes_each_job_down(tmp_path: Path) -> None:
    notes, done = tmp_path / "jobs.jsonl", list[int]()
    assert read_runs(notes) == []
    noting(notes, READ_PHOTO, done.append)(4)
    [noted] = read_runs(notes)
    assert (done, noted.job, noted.number) == ([4], READ_PHOTO, 4)
    assert noted.begun_s <= noted.done_s


def test_a_table_says_how_many_of_each(tmp_path: Path) -> None:
    cpu = {"web": 0.1, "workers": 0.5}
    measured = Measured(
        pages=6,
        workers=2,
        is_together=False,
        spans={"told": [0.2, 0.4, 0.9]},
        runs=[run(READ_PHOTO, 0, 1)],
        cpu_s=cpu,
        rest_cpu_s=cpu,
        load=(1.0, 2.0),
    )
    text = section([measured])
    assert f"| {STAGES['told']} | 3 | 400 | 900 |" in text
    assert "`read_photo` (n = 1) 50 + 100 in the cage" in text
    assert "CPU a page, ms: web 17, workers 83; together 100" in text
    page = tmp_path / "page.md"
    page.write_text(f"# B\n\n{START}\nold\n{END}\n\n## Next\n")
    put_section(page, text)
    put_section(page, text)
    assert page.read_text().count(START) == page.read_text().count("## Next") == 1
    assert "old" not in page.read_text()

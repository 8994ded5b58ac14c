"""The machine's clock jumps an hour, ahead or back: no job is lost, and no photo is read twice."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import column, select, table, update

from app import sweep as sweeping
from app.cage.looking import watch
from app.cage.sight import Shown
from app.opening import Ground
from app.pipeline import read_photo
from app.sweep import sweep
from models.database import Database
from models.errors import StaleEdit
from models.states.photo import PhotoState
from models.store import beats, leases
from models.tables.photos import PageReading, Photo
from tests.fixtures.line import Line
from tests.fixtures.sheets import drawn_sheet

HOUR = timedelta(hours=1)
ELSEWHERE = "othermachine-12-abc"
"""A worker of another machine: only its silence tells that it is dead."""


def set_clock(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Move the clock that the sweeper looks at."""

    class Moved(datetime):
        @classmethod
        def now(cls, _tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + by

    monkeypatch.setattr(sweeping, "datetime", Moved)


def jobs(ground: Ground) -> list[tuple[str, str]]:
    """Return the state and worker of every job."""
    status = _status(ground.database)
    with ground.database.reading() as session:
        rows = session.connection().execute(select(status.c.status, status.c.executor_id))
        return [(row.status, row.executor_id) for row in rows]


def begin_jobs(ground: Ground, executor: str) -> None:
    """Let a worker have taken every job, and beat."""
    status = _status(ground.database)
    with ground.database.writing() as session:
        session.connection().execute(update(status).values(status="PENDING", executor_id=executor))
        beats.beat(session, executor, datetime.now(UTC))


def _status(database: Database):  # type: ignore[no-untyped-def]  # noqa: ANN202
    schema = None if database.is_sqlite else "dbos"
    names = ("workflow_uuid", "status", "executor_id")
    return table("workflow_status", *(column(name) for name in names), schema=schema)


def test_a_clock_set_back_keeps_no_dead_worker_alive(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.send(drawn_sheet().photos[0])
    begin_jobs(line.ground, ELSEWHERE)
    sweep(line.ground)
    assert jobs(line.ground)[0] == ("PENDING", ELSEWHERE)
    set_clock(monkeypatch, -HOUR)
    sweep(line.ground)
    assert jobs(line.ground)[0][0] == "ENQUEUED"


def test_a_clock_set_ahead_in_the_middle_of_a_reading_reads_once(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The living worker seems silent for an hour: its job goes to another, and both finish."""
    receipt = line.send(drawn_sheet().photos[0])
    begin_jobs(line.ground, ELSEWHERE)

    def overtaken(data: bytes, frame: int, names: Sequence[str]) -> Iterator[Shown]:
        set_clock(monkeypatch, HOUR)
        sweep(line.ground)
        assert jobs(line.ground)[0][0] == "ENQUEUED"
        read_photo(line.ground, watch, receipt.photo_id)
        yield from watch(data, frame, names)

    with pytest.raises(StaleEdit):
        read_photo(line.ground, overtaken, receipt.photo_id)
    (photo,) = line.all(Photo)
    assert photo.state is PhotoState.READ
    assert len(line.all(PageReading)) == 1


def test_a_lease_of_a_clock_set_back_is_nobodys(each_database: Database) -> None:
    at, lasting = datetime(2026, 2, 8, 11, 0, tzinfo=UTC), timedelta(seconds=15)

    def hold(holder: str, when: datetime) -> bool:
        with each_database.writing() as session:
            return leases.hold(session, "chat", holder, when, lasting)

    assert hold("dead", at)
    assert not hold("next", at - lasting)  # as far as two machines' clocks may be apart
    assert hold("next", at - HOUR)

"""One worker process of the queue: one job at a time, a heartbeat and a sweep."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from dbos import DBOS, DBOSConfig

from app.jobs.executors import new_executor
from app.jobs.looking import look_first
from app.jobs.queue import LOOK, READ_PHOTO, READ_SHEET
from app.jobs.tables import APPLICATION, QUEUE, SERIALIZER, VERSION, queue_engine
from models.database import Database
from models.store import beats

_log = logging.getLogger(__name__)

_POLL_S: Final = 0.1
_IN_HAND: Final = 3
"""Jobs that a worker takes beforehand, one after the other: nothing waits for the next look into
the queue. Looking fifty times a second instead cost an eighth of a core, at rest too."""

_BEAT_S: Final = 1.0
_LEAVE_S: Final = 20
"""How long a job in progress may finish when the worker is asked to leave."""

SILENT_AFTER: Final = timedelta(seconds=6)
"""A worker that has not been heard for so long has died, and its jobs go to others."""

Job = Callable[[int], None]


class Runner:
    """Runs jobs of the queue in this process until it is asked to leave."""

    def __init__(self, database: Database, sweep: Callable[[], None]) -> None:
        """Take the record and what to do about once a second besides the jobs."""
        self._database = database
        self._sweep = sweep
        self._leaving = threading.Event()
        self._working = threading.Lock()
        self.executor = new_executor()

    def run(self, look_photo: Job, read_photo: Job, read_sheet: Job) -> None:
        """Work until `leave` is called; what it has in hand is finished first."""
        self._beat()
        dbos = DBOS(config=self._config())
        for name, job in ((LOOK, look_photo), (READ_PHOTO, read_photo), (READ_SHEET, read_sheet)):
            DBOS.workflow(name=name, max_recovery_attempts=None)(self._alone(job))
        DBOS.launch()
        look_first(dbos._sys_db)  # noqa: SLF001 - it has no setting for this
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=_IN_HAND,
            polling_interval_sec=_POLL_S,
            on_conflict="always_update",
        )
        try:
            while not self._leaving.wait(_BEAT_S):
                self._live()
        finally:
            DBOS.destroy(workflow_completion_timeout_sec=_LEAVE_S)
            self._say_goodbye()

    def leave(self) -> None:
        """Ask the worker to stop after the job in progress."""
        self._leaving.set()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the worker is asked to leave; tell whether it was."""
        return self._leaving.wait(seconds)

    def _alone(self, job: Job) -> Job:
        """Return the job so that it waits until no other of this worker runs."""

        def alone(number: int) -> None:
            with self._working:
                job(number)

        return alone

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name=APPLICATION,
            system_database_engine=queue_engine(self._database),
            serializer=SERIALIZER,
            application_version=VERSION,
            executor_id=self.executor,
            log_level="WARNING",
            use_listen_notify=False,
        )

    def _live(self) -> None:
        try:
            self._beat()
            self._sweep()
        except Exception:  # noqa: BLE001 - whatever it is, the worker outlives it
            # The database may be away for a while; a worker outlives that.
            _log.exception("heartbeat or sweep failed")

    def _beat(self) -> None:
        with self._database.writing() as session:
            beats.beat(session, self.executor, datetime.now(UTC))

    def _say_goodbye(self) -> None:
        with self._database.writing() as session:
            beats.forget(session, self.executor)

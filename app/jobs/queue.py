"""Putting work into the queue, and giving it back when its worker died."""

from collections.abc import Iterable, Sequence
from typing import Final

from dbos import EnqueueOptions
from sqlmodel import Session

from app.jobs.tables import QUEUE, VERSION, open_client, queue_engine
from models.database import Database

LOOK: Final = "look_photo"
READ_PHOTO: Final = "read_photo"
READ_SHEET: Final = "read_sheet"
_FIRST: Final = 1
"""Looks and sheets: a committee whose last page was read need not wait for everybody else's."""
_IN_TURN: Final = 2
"""Photos, in the order in which they came."""
_ALIVE: Final = ["ENQUEUED", "PENDING", "DELAYED"]
_BATCH: Final = 500
_MISSING: Final = 50
_AGAIN: Final = ("", *(f"+{n}" for n in range(1, 10)))
"""An id is used once; a job that is put anew takes the next of these behind it."""


class JobQueue:
    """The queue as seen by those who put work in; entries join the caller's transaction."""

    def __init__(self, database: Database) -> None:
        """Open the queue in the record's database; its tables must exist."""
        self._engine = queue_engine(database)
        self._client = open_client(self._engine)

    def put_photo(self, session: Session, photo_id: int) -> None:
        """Enqueue the reading of a photo, visible once `session` commits."""
        self._put(session, READ_PHOTO, photo_id)

    def put_look(self, session: Session, photo_id: int) -> None:
        """Have a photo looked at before any is read, visible once `session` commits."""
        self._put(session, LOOK, photo_id)

    def put_sheet(self, session: Session, sheet_id: int) -> None:
        """Enqueue the joint reading of a complete sheet, visible once `session` commits."""
        self._put(session, READ_SHEET, sheet_id)

    def _put(self, session: Session, job: str, number: int, again: str = "") -> None:
        options: EnqueueOptions = {
            "workflow_name": job,
            "queue_name": QUEUE,
            "workflow_id": f"{job}-{number}{again}",
            "app_version": VERSION,
            "priority": _IN_TURN if job == READ_PHOTO else _FIRST,
        }
        self._client.enqueue_in_transaction(session, options, number)

    def take_from_dead(self, living: Iterable[str]) -> int:
        """Put back the jobs of workers that no longer live; return how many there were.

        The queue itself never does this. Its own count of attempts is reset by it.
        """
        alive = set(living)
        begun = self._client.list_workflows(
            status="PENDING", queue_name=QUEUE, limit=_BATCH, load_input=False, load_output=False
        )
        lost = [w.workflow_id for w in begun if w.executor_id not in alive]
        if lost:
            self._client.resume_workflows(lost, queue_name=QUEUE)
        return len(lost)

    def put_missing(self, session: Session, job: str, numbers: Sequence[int]) -> int:
        """Enqueue anew what the record still waits for though no job of it is left.

        A job is left behind when the database itself failed under it. Returns how many.
        """
        names = {n: [f"{job}-{n}{again}" for again in _AGAIN] for n in numbers[:_MISSING]}
        if not names:
            return 0
        known = self._client.list_workflows(
            workflow_ids=[i for ids in names.values() for i in ids],
            load_input=False,
            load_output=False,
        )
        status = {w.workflow_id: w.status for w in known}
        put = 0
        for number, ids in names.items():
            free = [again for i, again in zip(ids, _AGAIN, strict=True) if i not in status]
            if free and not any(status.get(i) in _ALIVE for i in ids):
                self._put(session, job, number, free[0])
                put += 1
        return put

    def depth(self) -> int:
        """Return how many jobs wait, up to a batch; for the metrics."""
        waiting = self._client.list_workflows(
            status="ENQUEUED", queue_name=QUEUE, limit=_BATCH, load_input=False, load_output=False
        )
        return len(waiting)

    def close(self) -> None:
        """Close the queue's connections."""
        self._client.destroy()
        self._engine.dispose()

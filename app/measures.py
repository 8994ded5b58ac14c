"""What /metrics says of this installation: queues, their ages, workers, snapshots and disk."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from prometheus_client import CollectorRegistry, Gauge
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.findings import Finding
from app.jobs.runner import SILENT_AFTER
from app.opening import Ground, folder_of
from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.store import beats, inbox, outbox
from models.store.objections import count_waiting
from models.tables.chat import InboxEvent, OutboxMessage
from models.tables.objections import Objection
from models.tables.photos import Photo
from models.tables.results import Snapshot
from models.tables.sheets import Sheet
from models.values.chat import InboxState, OutboxState

_State = TypeVar("_State", bound=str)
_IN_HAND: Final = (PhotoState.RECEIVED, PhotoState.STORED, PhotoState.QUEUED)


@dataclass(frozen=True, slots=True)
class _Board:
    """Gauges of one look, all with the prefix of the product."""

    registry: CollectorRegistry

    def say(self, name: str, what: str, value: float) -> None:
        Gauge(f"khanaen_{name}", what, registry=self.registry).set(value)

    def say_each(
        self, name: str, what: str, label: str, values: Mapping[str, int] | Mapping[str, float]
    ) -> None:
        gauge = Gauge(f"khanaen_{name}", what, [label], registry=self.registry)
        for word, value in values.items():
            gauge.labels(word).set(value)


def measure(session: Session, ground: Ground) -> CollectorRegistry:
    """Return everything that can be counted now; no person, chat or photo is named."""
    board = _Board(CollectorRegistry())
    board.say_each("photos", "Photos by state.", "state", _by_state(session, Photo))
    board.say_each("sheets", "Sheets by state.", "state", _by_state(session, Sheet))
    board.say_each(
        "chat_events",
        "Chat events by state.",
        "state",
        _each(InboxState, inbox.count_by_state(session)),
    )
    board.say("chat_events_unknown", "Chat events of no known kind.", inbox.count_unknown(session))
    board.say_each(
        "chat_messages",
        "Messages by state.",
        "state",
        _each(OutboxState, outbox.count_by_state(session)),
    )
    living = beats.living(session, datetime.now(UTC), SILENT_AFTER)
    board.say("workers", "Worker processes that beat.", len(living))
    board.say("jobs_waiting", "Jobs that wait, 500 at most.", ground.queue.depth())
    board.say_each("oldest_seconds", "Age of what waits longest.", "queue", _ages(session))
    board.say("objections_waiting", "Objections without an answer.", count_waiting(session))
    _say_snapshot(session, board)
    _say_disk(ground, board)
    return board.registry


def measure_readiness(found: Sequence[Finding]) -> CollectorRegistry:
    """Return 1 for each thing that is well and 0 for each that is not, as /readyz says it."""
    board = _Board(CollectorRegistry())
    values = {one.what: int(one.is_well) for one in found}
    board.say_each("ready", "What /readyz looks at; 1 where it is well.", "what", values)
    return board.registry


def _each(states: Iterable[str], counted: Mapping[_State, int]) -> dict[str, int]:
    """Return a number for every state, 0 where nothing stands: an alert needs a line to watch."""
    return dict.fromkeys(map(str, states), 0) | {str(state): n for state, n in counted.items()}


def _by_state(session: Session, table: type[Photo] | type[Sheet]) -> dict[str, int]:
    counted = session.exec(select(table.state, func.count()).group_by(col(table.state)))
    states = PhotoState if table is Photo else SheetState
    return _each(states, {str(state): count for state, count in counted})


def _ages(session: Session) -> dict[str, float]:
    """Return seconds since the oldest waiting thing of each queue came; 0 where none waits."""
    oldest: dict[str, SelectOfScalar[Any]] = {
        "photos": select(func.min(Photo.received_at)).where(col(Photo.state).in_(_IN_HAND)),
        "review": select(func.min(Sheet.queued_at)).where(Sheet.state == SheetState.IN_REVIEW),
        "parked": select(func.min(Sheet.queued_at)).where(Sheet.state == SheetState.PARKED),
        "objections": select(func.min(Objection.made_at)).where(
            col(Objection.joined_to).is_(None), col(Objection.answered_at).is_(None)
        ),
        "chat_events": select(func.min(InboxEvent.received_at)).where(
            InboxEvent.state == InboxState.WAITING
        ),
        "chat_messages": select(func.min(OutboxMessage.created_at)).where(
            OutboxMessage.state == OutboxState.WAITING
        ),
    }
    return {name: _age(session.exec(query).one()) for name, query in oldest.items()}


def _age(since: datetime | None) -> float:
    return 0.0 if since is None else max(0.0, (datetime.now(UTC) - since).total_seconds())


def _say_snapshot(session: Session, board: _Board) -> None:
    newest = session.exec(
        select(func.max(Snapshot.sequence), func.max(Snapshot.published_at)).where(
            col(Snapshot.published_at).is_not(None)
        )
    ).one()
    board.say(
        "snapshot_sequence", "Number of the newest snapshot; 0 before the first.", newest[0] or 0
    )
    board.say(
        "snapshot_age_seconds", "Seconds since the newest snapshot went out.", _age(newest[1])
    )


def _say_disk(ground: Ground, board: _Board) -> None:
    """Say what is left where photos are kept on this machine; an object store tells for itself."""
    folder = folder_of(ground.settings.files_url)
    if folder is not None and folder.is_dir():
        board.say(
            "disk_free_bytes", "Free bytes where photos are kept.", shutil.disk_usage(folder).free
        )

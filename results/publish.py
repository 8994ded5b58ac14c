"""One snapshot: only what changed is written, and the pointer last; pages and files follow it."""

import os
import secrets
import socket
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, select

from models.database import Database
from models.store import audit, changes, lease, snapshots
from models.tables.election import Election
from models.tables.results import SnapshotState
from results import loose, release
from results.addresses import LATEST, Blob, canonical, json_blob, snapshot_path
from results.agreement import pause
from results.assets import public_assets
from results.building import Build, make_all
from results.edition import Originals
from results.errors import Overtaken
from results.issue import Issue
from results.pointer import SAY_EVERY, pointer_of, said_again, signature_of, signed
from results.previous import Previous, read_previous
from results.printer import Printer, see_one_state
from results.printing import unsigned_list
from results.reach import NOWHERE, Reach
from results.register import Register, read_register
from results.shelf import Shelf
from results.signing import SigningKey
from results.target import Target, open_target

LEASE: Final = timedelta(seconds=30)
"""A publisher that was not heard of for so long may be taken over."""

HOLDER: Final = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
"""Who this process is among publishers."""


@dataclass(frozen=True, slots=True)
class Published:
    """What went out."""

    sequence: int
    root_sha256: str
    constituencies: int
    """How many were written anew."""
    files: int
    """How many immutable files were new."""
    stopped: tuple[str, ...]
    """Codes of the constituencies that keep their last good figures."""


def publish(
    database: Database, store: Originals, target_url: str, key: SigningKey, at: datetime
) -> Published | None:
    """Release what is due and publish a snapshot if anything public changed since the last.

    Returns None where nothing changed, no election is loaded or the operator has paused.

    Raises:
        PublicationError: the published folder could not be read or written.
        LeaseLost: another publisher is at work.
    """
    return Press(database, store, open_target(target_url), key).publish(at)


class Press:
    """A publisher, and what it keeps between two snapshots."""

    def __init__(  # noqa: PLR0913 - what it is given is what it is made of
        self,
        database: Database,
        store: Originals,
        target: Target,
        key: SigningKey,
        *,
        reach: Reach = NOWHERE,
        holder: str = HOLDER,
        is_gone: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Take what to publish, to where, and how to tell that another publisher is dead."""
        self._database = database
        self._store = store
        self._target = target
        self._key = key
        self._reach = reach
        self._holder = holder
        self._is_gone = is_gone
        self._shelf = Shelf(target)
        self._register: Register | None = None

    def publish(self, at: datetime) -> Published | None:
        """Do what `publish` does: figures and pointer first, then the pages."""
        done = self.publish_figures(at)
        Printer(self._database, self._target, self._reach).print_pages(at)
        if previous := read_previous(self._target):
            self._sign_print(previous)
        return done

    def publish_figures(self, at: datetime) -> Published | None:
        """Publish the figures alone: manifests, records and the pointer to them."""
        token = self._hold(at)
        self._release_due(at)
        previous = read_previous(self._target)
        if previous:
            self._sign_print(previous)
            if previous.is_paused:
                return None
        if not self._is_due(previous):
            if previous:
                self._confirm(previous, at)
            return None
        with self._database.writing() as session:
            changes.take(session)
        with self._database.reading() as session:
            see_one_state(session)
            build = self._planned(session, previous, at)
            if build is None:
                return None
            root = make_all(session, build) | {"audit_head": audit.head(session)}
            session.expunge_all()  # names are kept, and printed from, when this session has ended
        return self._sent(token, build, root)

    def _hold(self, at: datetime) -> int:
        with self._database.writing() as session:
            other = lease.holder(session)
            gone = other is not None and other != self._holder and self._is_gone(other)
            return lease.acquire(session, self._holder, at, LEASE, takes_over=gone)

    def _release_due(self, at: datetime) -> None:
        with self._database.reading() as session:
            due = release.is_due(session, at)
        if due:
            with self._database.writing() as session:
                release.release_due(session, at)

    def _is_due(self, previous: Previous | None) -> bool:
        with self._database.reading() as session:
            if session.exec(select(Election)).first() is None:
                return False
            if previous is None or changes.are_waiting(session):
                return True
            marks = _marks(snapshots.marks(session), self._read_names(session))
            session.expunge_all()
            return bool(previous.root["marks"] != marks)

    def _planned(self, session: Session, previous: Previous | None, at: datetime) -> Build | None:
        register = self._read_names(session)
        newest = snapshots.newest(session)
        seen = previous.sequence if previous else 0
        last = newest.sequence if newest else 0
        if newest and newest.state is not SnapshotState.PUBLISHED:
            last = seen  # it was cut short: its number is taken up again, or is out already
        is_lost = previous is None or (newest is not None and last > seen)
        issue = Issue(max(seen, last) + 1, at, register, public_assets(), is_rebuilt=is_lost)
        marks = _marks(snapshots.marks(session), register)
        return Build(issue, previous, marks, self._target, self._shelf)

    def _read_names(self, session: Session) -> Register:
        self._register = read_register(session, self._register)
        return self._register

    def _sent(self, token: int, build: Build, root: dict[str, Any]) -> Published:
        page = json_blob(root)
        build.edition.add(page)
        build.edition.add(signature_of(root, page, self._key))
        absent = build.edition.absent(self._target)
        with self._database.writing() as session:
            lease.hold(session, token)
            self._begin(session, build, absent)
        new = build.edition.write_immutable(self._target, self._store, absent)
        self._move_on(token, build, root, page)
        self._shelf.forget_all_but({e["manifest"]["sha256"] for e in build.entries.values()})
        stopped = tuple(sorted(c for c, entry in build.entries.items() if entry["stopped"]))
        return Published(build.issue.sequence, page.sha256, len(build.news), new, stopped)

    def _begin(self, session: Session, build: Build, absent: Set[str]) -> None:
        """Note the stops and the snapshot before the first reader can see it.

        Files of an attempt that was cut short go, but those that this one makes again.
        """
        for constituency_id, stop in build.stops.items():
            pause(session, constituency_id, stop, build.issue.at)
        own = build.edition.paths()
        seen = build.previous.sequence if build.previous else 0
        if left := snapshots.take_loose(session, seen):
            with self._target.alone():
                self._unchanged(build.previous)
                loose.sweep(self._target, left, own, build.previous)
        snapshots.begin(session, build.issue.sequence, build.issue.at, absent | left & own)

    def _move_on(self, token: int, build: Build, root: dict[str, Any], page: Blob) -> None:
        """Put the pointer while nobody else can: the lease is held and the place is ours alone.

        Raises:
            Overtaken: the operator paused, or another publisher was faster; nothing went out.
        """
        issue, previous = build.issue, build.previous
        before = previous.pointer["root"]["sha256"] if previous else None
        with self._database.writing() as session:
            lease.hold(session, token)
            with self._target.alone():
                now = self._unchanged(previous)
                pointer = canonical(pointer_of(root, page, now.pointer if now else None, self._key))
                self._target.put(snapshot_path(issue.sequence), pointer)
                if now:
                    self._target.replace(LATEST, now.pointer_data, pointer)
                else:
                    self._target.put(LATEST, pointer)
            snapshots.finish(session, issue.sequence, page.sha256, before, issue.at)
            changes.drop_taken(session)

    def _unchanged(self, previous: Previous | None) -> Previous | None:
        """Return what is out, which the printer may have changed, but no publisher."""
        now = read_previous(self._target)
        if (now and now.sequence) != (previous and previous.sequence):
            raise Overtaken("another snapshot went out meanwhile")
        if now and now.is_paused:
            raise Overtaken("publication was paused meanwhile")
        return now

    def _sign_print(self, previous: Previous) -> None:
        """Name in the pointer what the printer has drawn since."""
        link = unsigned_list(previous, self._target, public_assets(self._reach))
        if link is not None:
            self._point(previous, lambda pointer: pointer | {"printed": link})

    def _confirm(self, previous: Previous, at: datetime) -> None:
        """Say once a minute that the newest snapshot still is the newest (R610)."""
        said = datetime.fromisoformat(previous.pointer["checked_at"])
        if at - said >= SAY_EVERY:
            self._point(previous, lambda pointer: said_again(pointer, at))

    def _point(
        self, previous: Previous, change: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> None:
        """Change what the pointer says beside the snapshot, while no publisher can move it on.

        A snapshot that went out meanwhile takes the change over where it still is true.
        """
        with self._database.writing() as session, self._target.alone():
            lease.keep_others_out(session)
            now = read_previous(self._target)
            if now and now.root["election"] == previous.root["election"]:
                pointer = canonical(signed(change(now.pointer), self._key))
                with suppress(Overtaken):  # by the operator's word; the next look says it again
                    self._target.replace(LATEST, now.pointer_data, pointer)


def _marks(by_id: dict[int, str], register: Register) -> dict[str, str]:
    return {c.code: by_id[c.id] for c in register.constituencies if c.id in by_id}

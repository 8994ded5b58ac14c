"""The printer: draws the pages that follow a snapshot, and sums the country anew beside it.

It holds no key and never writes the pointer: whoever takes it over can spoil pages, which
`khanaen verify` shows, but can sign nothing.
"""

from datetime import datetime

from sqlmodel import Session, select

from models.database import Database
from models.store import totals
from models.tables.election import Election
from results.agreement import DIFFERENT, pause
from results.assets import public_assets
from results.issue import Issue
from results.previous import read_previous
from results.printing import is_printed, print_snapshot
from results.reach import NOWHERE, Reach
from results.register import Register, read_register
from results.shelf import Shelf
from results.target import Target


class Printer:
    """Draws pages, and what it keeps between two snapshots."""

    def __init__(self, database: Database, target: Target, reach: Reach = NOWHERE) -> None:
        """Take the record, for names and the recount, the published place and its addresses."""
        self._reach = reach
        self._database = database
        self._target = target
        self._shelf = Shelf(target)
        self._register: Register | None = None

    def print_pages(self, at: datetime) -> int:
        """Draw the pages that lag behind the figures; return how many were drawn.

        Raises:
            PublicationError: a file that is out could not be read, or a page not be written.
        """
        previous = read_previous(self._target)
        assets = public_assets(self._reach)
        if previous is None or previous.is_paused or is_printed(previous, self._target, assets):
            return 0
        register = self._names()
        if register is None:
            return 0
        issue = Issue(
            previous.sequence,
            previous.published_at,
            register,
            assets,
            is_rebuilt=False,
            reach=self._reach,
        )
        return print_snapshot(issue, previous, self._shelf, self._target, at)

    def recount(self, at: datetime) -> int:
        """Sum the whole country anew and pause what differs (R607); return how many differ.

        It runs beside publication and mends nothing.
        """
        with self._database.reading() as session:
            see_one_state(session)
            found = totals.all_differences(session)
        for constituency_id in found:
            with self._database.writing() as session:
                pause(session, constituency_id, DIFFERENT, at)
        return len(found)

    def _names(self) -> Register | None:
        with self._database.reading() as session:
            if session.exec(select(Election)).first() is None:
                return None
            self._register = read_register(session, self._register)
            session.expunge_all()
            return self._register


def see_one_state(session: Session) -> None:
    """Let every query of this session see the same state; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

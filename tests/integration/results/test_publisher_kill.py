"""kill -9 of the publisher at any moment: who follows the pointer never sees anything amiss.

Ten kills here; with `KHANAEN_KILLS=100` before pytest it is a hundred.
"""

import os
import random
import signal
from pathlib import Path

from app.nation.onlooker import Onlooker
from models.database import Database
from results.publish import Press
from results.sources import FolderSource
from results.target import Folder
from results.verify import verify
from tests.integration.results.electorate import (
    BALLOTS,
    confirm_both,
    found,
    later,
    recall,
    unit_of,
)
from tests.integration.results.newsroom import KEY, Images

KILLS = int(os.environ.get("KHANAEN_KILLS", "10"))
UNITS = 40


def press(database: Database, folder: Path) -> Press:
    return Press(database, Images(), Folder(folder), KEY, is_gone=lambda _: True)


def publishing(url: str, folder: Path, minute: int) -> int:
    """Publish in a process of its own and return its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        press(Database(url), folder).publish(later(minute))
        code = 0
    finally:
        os._exit(code)
    return 0


def news(database: Database, minute: int) -> None:
    """Let a unit become complete, or be looked at again once all are."""
    number, again = (minute - 1) % UNITS + 1, minute > UNITS
    with database.writing() as session:
        if again:
            for ballot in BALLOTS:
                recall(session, unit_of(session, f"SM-1-U{number:03}"), ballot, later(minute))
        confirm_both(session, f"SM-1-U{number:03}", minute, seed=minute + again)


def test_the_pointer_never_leads_astray(database: Database, tmp_path: Path) -> None:
    folder, chance = tmp_path / "public", random.Random(7)
    with database.writing() as session:
        found(session, units=UNITS, sets=0, constituencies=2)
    press(database, folder).publish(later(0))
    onlooker, killed = Onlooker(folder), 0
    for minute in range(1, KILLS + 1):
        news(database, minute)
        database.close()  # no connection may be open on both sides of a fork
        pid = publishing(database.url, folder, minute)
        for _ in range(chance.randrange(60)):
            onlooker.look()
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        onlooker.look()
        assert onlooker.faults == []
    assert killed > KILLS // 4
    last = press(database, folder)
    last.publish(later(KILLS + 1))
    onlooker.look()
    assert onlooker.faults == []
    assert verify(FolderSource(folder), KEY.public).faults == []
    assert last.publish(later(KILLS + 2)) is None

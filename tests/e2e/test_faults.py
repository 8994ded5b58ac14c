"""A short night of kills, and a reckoning that notices when something is lost or doubled."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.faults.ledger import Ledger
from app.faults.play import Outcome, Wish, play
from app.faults.reckoning import reckon

pytestmark = pytest.mark.e2e

KILLS = 4


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    folder = tmp_path_factory.mktemp("faults") / "night"
    return play(Wish(folder, KILLS, units=1, seed=3, sending_s=300), lambda: None), folder


def test_a_night_of_kills_breaks_no_promise(outcome: tuple[Outcome, Path]) -> None:
    night, _ = outcome
    assert night.ledger.troubles == []
    assert sum(night.ledger.kills.values()) == KILLS
    assert night.counted["photo"] == len(night.ledger.receipts) == 6
    assert night.counted["decision"] >= sum(night.ledger.decisions.values()) >= 2
    assert night.counted["release"] == 1


def _forget(table: str) -> Callable[[sqlite3.Connection], None]:
    def act(opened: sqlite3.Connection) -> None:
        opened.execute(f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})")  # noqa: S608

    return act


def _double(table: str) -> Callable[[sqlite3.Connection], None]:
    """Write the first row once more, where no key stands in the way any longer."""

    def act(opened: sqlite3.Connection) -> None:
        opened.execute(f"CREATE TABLE again AS SELECT * FROM {table}")  # noqa: S608
        opened.execute(f"INSERT INTO again SELECT * FROM {table} LIMIT 1")  # noqa: S608
        opened.execute(f"DROP TABLE {table}")
        opened.execute(f"ALTER TABLE again RENAME TO {table}")

    return act


def _change_a_number(opened: sqlite3.Connection) -> None:
    number, text = opened.execute("SELECT id, counts FROM published_sheet LIMIT 1").fetchone()
    counts = json.loads(text)
    key = next(key for key in counts if key.startswith("row:"))
    changed = json.dumps(counts | {key: counts[key] + 1})
    opened.execute("UPDATE published_sheet SET counts = ? WHERE id = ?", (changed, number))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_forget("photo"), "photo lost"),
        (_double("photo"), "photo doubled"),
        (_double("page_reading"), "photo read twice"),
        (_forget("decision"), "decision lost"),
        (_double("decision"), "decision doubled"),
        (_double("published_sheet"), "published sheet doubled"),
        (_change_a_number, "!="),
    ],
)
def test_the_reckoning_notices(
    outcome: tuple[Outcome, Path],
    tmp_path: Path,
    harm: Callable[[sqlite3.Connection], None],
    told: str,
) -> None:
    night, folder = outcome
    record = tmp_path / "record.sqlite3"
    with (
        closing(sqlite3.connect(folder / "var" / "khanaen.sqlite3")) as source,
        closing(sqlite3.connect(record)) as target,
    ):
        source.backup(target)
        _drop_guards(target)
        harm(target)
        target.commit()
    promised = night.ledger
    ledger = Ledger(promised.sent, promised.receipts, promised.decisions)
    reckon(ledger, record, folder / "var" / "public", night.truth)
    assert any(told in trouble for trouble in ledger.troubles), ledger.troubles


def _drop_guards(opened: sqlite3.Connection) -> None:
    opened.execute("PRAGMA foreign_keys = OFF")
    guards = opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in guards:
        opened.execute(f'DROP TRIGGER "{name}"')

"""`khanaen publish --pause …`: one word of an operator, on one constituency."""

from datetime import UTC, datetime

import pytest
import typer
from typer.testing import CliRunner

from app.commands import publish
from models.database import Database
from models.states.constituency import ConstituencyState
from models.tables.geography import Constituency
from models.tables.people import Person, Role
from tests.integration.results.electorate import confirm_both, found


@pytest.fixture
def night(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("KHANAEN_DATABASE_URL", database.url)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with database.writing() as session:
        found(session, units=4)
        for n, role in ((2, Role.OPERATOR), (3, Role.REVIEWER)):
            name = role.value
            session.add(Person(id=n, key=name, role=role, name=name, username=name, created_at=at))
        confirm_both(session, "SM-1-U001", 1)
    return database


def say(*words: str) -> tuple[int, str]:
    cli = typer.Typer()
    publish.register(cli)
    done = CliRunner().invoke(cli, list(words))
    return done.exit_code, done.output


def state(database: Database) -> ConstituencyState:
    with database.reading() as session:
        return session.get_one(Constituency, 1).state


def test_pause_and_resume(night: Database) -> None:
    code, output = say("--pause", "SM-1", "--reason", "ไฟดับ", "--by", "operator")
    assert (code, state(night)) == (0, ConstituencyState.PAUSED), output
    assert say("--resume", "SM-1", "--by", "operator")[0] == 0
    assert state(night) is ConstituencyState.LIVE


@pytest.mark.parametrize(
    ("words", "exit_code", "name"),
    [
        (("--pause", "SM-1", "--by", "operator"), 2, "--reason"),
        (("--resume", "SM-1"), 2, "--by"),
        (("--pause", "SM-1", "--resume", "SM-1", "--by", "operator"), 2, "one word"),
        (("--pause", "SM-1", "--reason", "x", "--by", "reviewer"), 1, "NotOperator"),
        (("--pause", "SM-9", "--reason", "x", "--by", "operator"), 1, "NotFound"),
        (("--consolidate", "SM-1", "--by", "operator"), 1, "NotExplained"),
        (("--certify", "SM-1", "--by", "operator"), 1, "SecondPersonNeeded"),
        (
            ("--withdraw", "SM-1-U001", "--order", "x", "--reason", "x", "--by", "operator"),
            2,
            "--by",
        ),
    ],
)
def test_what_is_refused_changes_nothing(
    night: Database, words: tuple[str, ...], exit_code: int, name: str
) -> None:
    code, output = say(*words)
    assert (code, name in output) == (exit_code, True), output
    assert state(night) is ConstituencyState.LIVE


def test_a_unit_is_withdrawn(night: Database) -> None:
    words = ("--withdraw", "SM-1-U001", "--order", "revote", "--reason", "x", "--by", "operator")
    assert say(*words)[0] == 0
    with night.reading() as session:
        assert session.get_one(Constituency, 1).next_sequence == 2

"""`khanaen checks limits`: tolerances of the rules for this election, with their history."""

import pytest
import typer
from typer.testing import CliRunner

from app.commands import checks
from models.checks.thresholds import Thresholds
from models.database import Database
from models.store import audit, election
from models.store.limits import changes
from models.tables.people import Person, Role
from tests.fixtures.small_election import NIGHT, make_election


@pytest.fixture
def night(each_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("KHANAEN_DATABASE_URL", each_database.url)
    monkeypatch.setenv("COLUMNS", "160")
    with each_database.writing() as session:
        make_election(session)
        for n, role in ((12, Role.OPERATOR), (13, Role.REVIEWER)):
            session.add(Person(id=n, key=f"key-{role.value}", role=role, name=role.value,
                               username=role.value, created_at=NIGHT))  # fmt: skip
    return each_database


def say(*words: str) -> tuple[int, str]:
    cli = typer.Typer()
    checks.register(cli)
    done = CliRunner().invoke(cli, ["checks", "limits", *words])
    return done.exit_code, done.output


def test_a_tolerance_is_set_with_its_reason_and_its_history(night: Database) -> None:
    code, output = say("roll_gap", "25", "--by", "operator", "--reason", "ทะเบียนปรับวันสุดท้าย")
    assert code == 0, output
    assert "25 *" in output
    say("came_share", "0.02", "--by", "operator", "--reason", "ทดลอง")
    say("roll_gap", "15", "--by", "operator", "--reason", "กลับค่าเดิม")
    with night.reading() as session:
        assert election.thresholds(session) == Thresholds(came_share=0.02)
        made = [(c.name, c.before, c.after, c.reason, c.by) for c in changes(session)]
        assert audit.first_broken(session) is None
    assert made == [
        ("roll_gap", 15, 25, "ทะเบียนปรับวันสุดท้าย", "key-operator"),
        ("came_share", 0.01, 0.02, "ทดลอง", "key-operator"),
        ("roll_gap", 25, 15, "กลับค่าเดิม", "key-operator"),
    ]
    listed = say()[1]
    assert "ทะเบียนปรับวันสุดท้าย" in listed
    assert listed.index("ทดลอง") < listed.index("กลับค่าเดิม")


def test_what_cannot_be_set_says_why_and_changes_nothing(night: Database) -> None:
    right = ("--by", "operator", "--reason", "x")
    for words, says in (
        (("no_such", "1", *right), "no such tolerance"),
        (("roll_gap", "2.5", *right), "cannot be that"),
        (("roll_share", "1.5", *right), "cannot be that"),
        (("roll_gap", "25", "--by", "reviewer", "--reason", "x"), "no operator"),
        (("roll_gap", "25", "--by", "operator"), "--reason"),
        (("roll_gap", *right), "--reason"),
    ):
        code, output = say(*words)
        assert (code, says in output) == (2, True), (words, output)
    with night.reading() as session:
        assert election.thresholds(session) == Thresholds()
        assert changes(session) == []

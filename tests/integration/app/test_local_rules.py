"""Rules that an office wrote: set from a file, tried before, met by whoever looks at a sheet."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.commands import checks
from models.checks.local_rules import SETTING
from models.states.sheet import SheetState
from models.store import audit, election
from models.tables.audit import AuditEntry
from models.tables.people import Role
from models.tables.sheets import SheetFinding
from tests.fixtures.desk import DeskHouse
from tests.fixtures.looks import take

HEAD = "code,severity,ballot,must,sentence_th,sentence_en,tells_sender"
LINE = "L1,W,,บัตรเสีย < 0.03 * บัตรที่ใช้,เสีย {บัตรเสีย} ใบ,{invalid} invalid,0"
BAD = "L2,W,,บัตรเสีย ** 2 < 9,ก,a,0"


def written(folder: Path, *lines: str) -> str:
    folder.mkdir(exist_ok=True)
    file = folder / "rules.csv"
    file.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return str(file)


def say(*words: str) -> tuple[int, str]:
    cli = typer.Typer()
    checks.register(cli)
    done = CliRunner().invoke(cli, ["checks", "rules", *words])
    return done.exit_code, done.output


@pytest.fixture
def office(each_desk: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> DeskHouse:
    """A desk with an operator, whose record the command line finds."""
    monkeypatch.setenv("KHANAEN_DATABASE_URL", each_desk.database.url)
    monkeypatch.setenv("COLUMNS", "200")
    each_desk.person("operator", Role.OPERATOR)
    return each_desk


def test_a_rule_is_tried_set_and_met_at_the_desk(office: DeskHouse, tmp_path: Path) -> None:
    office.sheet(1)
    take(office.sign_in("rose")).send()
    file = written(tmp_path, LINE)
    code, tried = say(file)
    assert (code, "1 แผ่น" in tried) == (0, True), tried
    assert not office.all(SheetFinding)
    code, told = say(file, "--by", "operator", "--reason", "มติ กกต.เขต")
    assert (code, "ตั้งแล้ว 1 ข้อ" in told) == (0, True), told
    with office.database.reading() as session:
        assert [rule.code for rule in election.own_rules(session)] == ["L1"]
        assert audit.first_broken(session) is None
    [entry] = [e for e in office.all(AuditEntry) if e.action == "rules set"]
    assert entry.after is not None
    assert entry.after[SETTING] == {"L1": "W: บัตรเสีย < 0.03 * บัตรที่ใช้"}

    office.sheet(2)
    look = take(office.sign_in("rose"))
    answer = look.send()
    assert (answer.status_code, "เสีย 12 ใบ" in answer.text) == (422, True)
    look.again(answer).send(**{"reason:L1": "as_on_paper"})
    assert office.row(look.sheet_id).state is SheetState.CONFIRMED
    assert [(f.code, f.reason) for f in office.all(SheetFinding)] == [("L1", "as_on_paper")]


def test_what_cannot_be_set_says_why_and_changes_nothing(office: DeskHouse, tmp_path: Path) -> None:
    right = written(tmp_path, LINE)
    for words, code, says in (
        ((right, "--by", "rose", "--reason", "x"), 2, "operator"),
        ((right, "--by", "operator"), 2, "reason"),
        ((written(tmp_path / "bad", LINE, BAD),), 1, "rules.csv:3 must"),
        ((written(tmp_path / "twice", LINE, LINE),), 1, "L1 stands twice"),
    ):
        done = say(*words)
        assert (done[0], says in done[1]) == (code, True), done
    with office.database.reading() as session:
        assert election.own_rules(session) == ()

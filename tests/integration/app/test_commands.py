"""The commands of the running system, as an operator types them."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select
from typer.testing import CliRunner

from app.cli import build
from app.opening import Ground
from models.migrations import downgrade, upgrade
from models.tables.election import Election
from models.tables.photos import Channel, Photo
from tests.fixtures.pictures import picture

UNIT = "TKM0101-001"


@pytest.fixture
def as_installed(demo_ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Ground:
    for name, value in demo_ground.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    return demo_ground


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(), words)
    return done.exit_code, done.output


def test_photos_come_in_by_command(as_installed: Ground, tmp_path: Path) -> None:
    good, bad = tmp_path / "1.jpg", tmp_path / "2.jpg"
    good.write_bytes(picture())
    bad.write_text("no picture")
    code, said = run("send", str(good), "--unit", UNIT)
    assert (code, "ok" in said) == (0, True)
    code, said = run("send", str(bad), "--unit", UNIT)
    assert code == 1
    assert "ไม่ใช่ภาพ" in said
    with as_installed.database.reading() as session:
        photos = session.exec(select(Photo)).all()
        assert [p.channel for p in photos] == [Channel.COMMAND] * 2


@pytest.mark.usefixtures("as_installed")
def test_an_unknown_unit_is_said(tmp_path: Path) -> None:
    file = tmp_path / "1.jpg"
    file.write_bytes(picture())
    code, said = run("send", str(file), "--unit", "NOWHERE")
    assert code == 2
    assert "NOWHERE" in said


@pytest.mark.usefixtures("as_installed")
def test_the_doctor_finds_a_fit_machine() -> None:
    code, said = run("doctor")
    assert code == 0, said


@pytest.mark.usefixtures("as_installed")
def test_the_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHANAEN_DATABASE_URL", f"sqlite:///{tmp_path}/nothing.sqlite3")
    monkeypatch.setenv("KHANAEN_MIN_FREE_MB", "999999999")
    code, said = run("doctor")
    assert code == 1
    assert said.count("✗") == 2


def test_the_doctor_tells_a_record_of_another_program(as_installed: Ground) -> None:
    record = as_installed.database
    downgrade(record, "-1")
    code, said = run("doctor")
    assert (code, said.count("✗"), "khanaen codes" in said) == (1, 1, True), said
    upgrade(record)
    with record.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, said = run("doctor")
    assert (code, said.count("✗"), "khanaen restore" in said) == (1, 1, True), said


def test_no_rehearsal_in_a_real_election(as_installed: Ground) -> None:
    with as_installed.database.writing() as session:
        session.get_one(Election, 1).is_rehearsal = False
    code, said = run("rehearse", "--units", "1", "--to", "direct")
    assert code == 2
    assert "rehearsal" in said


def test_the_demo_is_for_this_machine_only() -> None:
    code, said = run("demo", "--host", "192.0.2.7")
    assert code == 2
    assert "--let-others-in" in said


def test_the_pages_need_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHANAEN_SECRET_KEY_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("KHANAEN_SECRET_KEY", "")
    code, said = run("serve")
    assert code == 2
    assert "KHANAEN_SECRET_KEY" in said

"""A copy is taken while the night goes on, and brought back on another machine."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import select
from typer.testing import CliRunner

from app.backup.copy_of import newest, read_copy
from app.backup.errors import BackupError, Damaged, NotEmpty
from app.backup.restoring import restore
from app.backup.taking import take
from app.cli import build
from app.opening import Ground, open_ground
from app.publisher import publish_once
from app.settings import Settings
from models.database import Database
from models.states.photo import PhotoState
from models.store import audit
from models.tables.photos import Channel, Photo
from results.signing import SigningKey
from results.sources import open_source
from results.verify import verify
from tests.fixtures.small_election import NIGHT, make_election


def _settings(folder: Path, database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        files_url=f"file://{folder}/files",
        publish_url=f"file://{folder}/public",
        secret_key=SecretStr("s" * 64),
        signing_key_file=folder / "signing.key",
    )


@pytest.fixture
def ground(each_database: Database, tmp_path: Path) -> Iterator[Ground]:
    with each_database.writing() as session:
        make_election(session, 2)
    opened = open_ground(_settings(tmp_path / "here", each_database.url))
    yield opened
    opened.close()


@pytest.fixture
def empty(ground: Ground, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Another machine: nothing is there yet."""
    there = tmp_path / "there"
    if ground.database.is_sqlite:
        yield _settings(there, f"sqlite:///{there}/khanaen.sqlite3")
        return
    server = request.getfixturevalue("postgresql_server")
    server.command("CREATE DATABASE restored")
    yield _settings(there, server.url("restored"))
    server.command("DROP DATABASE restored WITH (FORCE)")


def _keep_photo(ground: Ground, number: int) -> str:
    sha256 = ground.store.write(f"photo {number}".encode())
    with ground.database.writing() as session:
        photo = Photo(
            receipt=f"0000-{number:04}",
            unit_id=1,
            channel=Channel.WEB,
            sha256=sha256,
            bytes=7,
            received_at=NIGHT + timedelta(seconds=number),
            state=PhotoState.QUEUED,
        )
        session.add(photo)
        session.flush()
        assert photo.id is not None
        ground.queue.put_photo(session, photo.id)
        audit.append(session, at=NIGHT, actor="test", action="keep", subject=f"photo:{number}")
    return sha256


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _receipts(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as session:
        receipts = list(session.exec(select(Photo.receipt).order_by(Photo.receipt)))
    database.close()
    return receipts


def test_everything_comes_back(ground: Ground, empty: Settings, tmp_path: Path) -> None:
    kept = [_keep_photo(ground, n) for n in range(5)]
    SigningKey.new().write(ground.settings.signing_key_file)
    publish_once(ground, SigningKey.read(ground.settings.signing_key_file))
    copy = take(ground, tmp_path / "copies", datetime.now(UTC), _silent)
    assert (copy.election, copy.contents) == ("test", 5)
    back = restore(empty, tmp_path / "copies", None, _silent)
    assert back == copy
    assert _receipts(empty.database_url) == _receipts(ground.database.url)
    there = open_ground(empty)
    try:
        assert all(there.store.has(sha256) for sha256 in kept)
        assert there.queue.depth() == 5
        with there.database.reading() as session:
            assert audit.head(session) == copy.audit_head
    finally:
        there.close()
    assert verify(open_source(str(tmp_path / "there" / "public")), None).is_sound


def test_what_comes_in_meanwhile_harms_no_copy(
    ground: Ground, empty: Settings, tmp_path: Path
) -> None:
    _keep_photo(ground, 0)
    leaving = threading.Event()

    def receive() -> None:
        number = 1
        while not leaving.is_set() and number < 2000:
            _keep_photo(ground, number)
            number += 1

    door = threading.Thread(target=receive)
    door.start()
    try:
        for day in range(3):
            take(ground, tmp_path / "copies", NIGHT + timedelta(days=day), _silent)
    finally:
        leaving.set()
        door.join()
    restore(empty, tmp_path / "copies", None, _silent)
    receipts = _receipts(empty.database_url)
    assert receipts == _receipts(ground.database.url)[: len(receipts)]


def test_nothing_is_restored_over_a_record(ground: Ground, tmp_path: Path) -> None:
    _keep_photo(ground, 1)
    take(ground, tmp_path / "copies", NIGHT, _silent)
    with pytest.raises(NotEmpty):
        restore(ground.settings, tmp_path / "copies", None, _silent)
    assert _receipts(ground.database.url) == ["0000-0001"]


def test_a_damaged_copy_is_told(ground: Ground, empty: Settings, tmp_path: Path) -> None:
    sha256 = _keep_photo(ground, 1)
    place = tmp_path / "copies"
    take(ground, place, NIGHT, _silent)
    (place / "files" / sha256[:2] / sha256).unlink()
    with pytest.raises(Damaged, match="1 contents are missing"):
        restore(empty, place, None, _silent)
    record = newest(place) / read_copy(newest(place)).record
    record.write_bytes(record.read_bytes()[:-1] + b"x")
    with pytest.raises(Damaged, match="SHA-256 differs"):
        restore(empty, place, None, _silent)


def test_an_unfinished_copy_is_never_the_newest(ground: Ground, tmp_path: Path) -> None:
    place = tmp_path / "copies"
    take(ground, place, NIGHT, _silent)
    take(ground, place, NIGHT + timedelta(hours=1), _silent)
    (newest(place) / "backup.json").unlink()
    assert newest(place).name == NIGHT.strftime("%Y-%m-%dT%H-%M-%SZ")
    with pytest.raises(BackupError):
        newest(tmp_path / "nowhere")


def test_the_commands_say_what_they_did(
    ground: Ground, empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep_photo(ground, 1)
    run = CliRunner()
    for name, value in ground.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    made = run.invoke(build(), ["backup", str(tmp_path / "copies")])
    assert made.exit_code == 0, made.output
    note = json.loads((newest(tmp_path / "copies") / "backup.json").read_text())
    assert note["record_sha256"][:16] in made.output
    refused = run.invoke(build(), ["restore", str(tmp_path / "copies")])
    assert refused.exit_code == 2
    for name, value in empty.as_environment().items():
        monkeypatch.setenv(name, value)
    assert run.invoke(build(), ["restore", str(tmp_path / "copies")]).exit_code == 0
    assert _receipts(empty.database_url) == ["0000-0001"]

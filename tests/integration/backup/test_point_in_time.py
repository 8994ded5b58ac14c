"""PostgreSQL goes back to a moment between two backups, as docs/operate.md says."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.trial import free_port
from tests.fixtures.postgresql import as_user, binaries, unprivileged_user

_NO_SYNC = "fsync = off\nfull_page_writes = off\n"


class _Cluster:
    """A server of this test's own, with its log kept."""

    def __init__(self, folder: Path, user: str) -> None:
        found = binaries()
        assert found is not None
        self.bin, self.folder, self.user, self.port = found, folder, user, free_port()

    def run(self, tool: str, *arguments: str) -> None:
        as_user(self.user, [str(self.bin / tool), *arguments])

    def start(self, data: Path) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(data), "-w", "-l", log, "-o", options, "start")

    def stop(self, data: Path) -> None:
        self.run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")

    def ask(self, sentence: str) -> list[tuple[object, ...]]:
        address = f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute(sentence.encode())
            return found.fetchall() if found.description else []


@pytest.fixture
def cluster() -> Iterator[_Cluster]:
    if binaries() is None:
        pytest.skip("PostgreSQL's server is not installed: sudo apt-get install postgresql")
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="khanaen-pitr-"))
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    yield _Cluster(folder, user)
    shutil.rmtree(folder)


def _add(file: Path, text: str) -> None:
    with file.open("a") as opened:
        opened.write(text)


def test_the_record_goes_back_to_a_moment(cluster: _Cluster) -> None:
    data, base, archive = (cluster.folder / name for name in ("data", "base", "archive"))
    cluster.run(
        "initdb", "-D", str(data), f"--username={cluster.user}", "--auth=trust", "--no-sync"
    )
    as_user(cluster.user, ["mkdir", str(archive)])
    _add(
        data / "postgresql.conf",
        f"{_NO_SYNC}wal_level = replica\narchive_mode = on\n"
        f"archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'\n",
    )
    cluster.start(data)
    cluster.ask("CREATE TABLE sheet (n int)")
    cluster.run(
        "pg_basebackup", "-h", "127.0.0.1", "-p", str(cluster.port), "-D", str(base), "-c", "fast"
    )
    cluster.ask("INSERT INTO sheet VALUES (1)")
    [(moment,)] = cluster.ask("SELECT now()::text")
    cluster.ask("DELETE FROM sheet")
    cluster.ask("SELECT pg_switch_wal()")
    cluster.stop(data)
    _add(
        base / "postgresql.conf",
        f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\n"
        "recovery_target_action = 'promote'\narchive_mode = off\n",
    )
    as_user(cluster.user, ["touch", str(base / "recovery.signal")])
    cluster.start(base)
    try:
        assert cluster.ask("SELECT n FROM sheet") == [(1,)]
    finally:
        cluster.stop(base)

"""PostgreSQL goes back to a moment between two backups, as docs/operate.md says."""

from tests.fixtures.cluster import Cluster, add_settings
from tests.fixtures.postgresql import as_user


def test_the_record_goes_back_to_a_moment(cluster: Cluster) -> None:
    data, base, archive = (cluster.folder / name for name in ("data", "base", "archive"))
    as_user(cluster.user, ["mkdir", str(archive)])
    cluster.create(
        data,
        "wal_level = replica\narchive_mode = on\n"
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
    add_settings(
        base,
        f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\n"
        "recovery_target_action = 'promote'\narchive_mode = off\n",
    )
    as_user(cluster.user, ["touch", str(base / "recovery.signal")])
    cluster.start(base)
    try:
        assert cluster.ask("SELECT n FROM sheet") == [(1,)]
    finally:
        cluster.stop(base)

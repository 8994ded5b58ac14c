"""What machines ask: does it live, is it ready, how is it going."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import select

from app.opening import Ground
from app.publisher import publish_once
from app.readiness import readiness
from app.trial import free_port
from app.web import create_app
from models.database import Database
from models.states.photo import PhotoState
from models.store import beats
from models.tables.geography import ReportingUnit
from models.tables.photos import Channel, Photo
from results.signing import SigningKey


def test_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def said(client: TestClient) -> dict[str, str]:
    """Return what /readyz says of each thing that is not well."""
    answer = client.get("/readyz")
    ill = {what: one["says"] for what, one in answer.json().items() if not one["ok"]}
    assert answer.status_code == (503 if ill else 200)
    return ill


def client_of(ground: Ground) -> TestClient:
    return TestClient(create_app(ground), client=("127.0.0.1", 50000))


def beat(ground: Ground, at: datetime) -> None:
    with ground.database.writing() as session:
        beats.beat(session, "one", at)


def publish(ground: Ground) -> None:
    publish_once(ground, SigningKey.read(ground.settings.signing_key_file))


def test_it_is_ready_only_when_everything_is(client: TestClient, demo_ground: Ground) -> None:
    assert said(client) == {"worker": "none was heard in 6 s", "snapshot": "none is out yet"}
    beat(demo_ground, datetime.now(UTC))
    assert said(client) == {"snapshot": "none is out yet"}
    publish(demo_ground)
    assert said(client) == {}
    looked_at = {"database", "election", "worker", "clock", "store", "disk", "snapshot"}
    assert set(client.get("/readyz").json()) == looked_at


def test_a_silent_worker_does_not_count(client: TestClient, demo_ground: Ground) -> None:
    beat(demo_ground, datetime.now(UTC) - timedelta(minutes=1))
    assert "worker" in said(client)


def test_a_clock_behind_the_workers_is_told(client: TestClient, demo_ground: Ground) -> None:
    beat(demo_ground, datetime.now(UTC) + timedelta(hours=1))
    assert "behind the clock of a worker" in said(client)["clock"]


def test_a_publisher_that_fell_silent_is_told(client: TestClient, demo_ground: Ground) -> None:
    publish(demo_ground)
    pointer = demo_ground_pointer(demo_ground)
    spoken = json.loads(pointer.read_text())
    old = datetime.now(UTC) - timedelta(minutes=6)
    pointer.write_text(json.dumps(spoken | {"checked_at": old.isoformat()}))
    assert said(client)["snapshot"].startswith("the publisher is silent: number 1, 36")
    pointer.write_text(json.dumps(spoken | {"checked_at": old.isoformat(), "status": "paused"}))
    assert "snapshot" not in said(client)
    pointer.write_text("{")
    assert said(client)["snapshot"] == "fails: JSONDecodeError"


def demo_ground_pointer(ground: Ground) -> Path:
    return Path(ground.settings.publish_url.removeprefix("file://")) / "data" / "latest.json"


def test_it_is_not_ready_where_no_photo_can_be_kept(demo_ground: Ground) -> None:
    crowded = demo_ground.settings.model_copy(update={"min_free_mb": 10**9})
    assert "MiB free" in said(client_of(replace(demo_ground, settings=crowded)))["disk"]
    gone = demo_ground.settings.model_copy(update={"files_url": "file:///nowhere/at/all"})
    ill = said(client_of(replace(demo_ground, settings=gone)))
    assert ill["store"] == "the folder is not there, or not ours to write"


def test_a_record_that_does_not_answer_is_told_without_its_address(demo_ground: Ground) -> None:
    port = free_port()
    nobody = Database(f"postgresql+psycopg://somebody@127.0.0.1:{port}/night")
    ground = replace(demo_ground, database=nobody)
    client = client_of(ground)
    ill = said(client)
    assert {ill[w] for w in ("database", "election", "worker")} == {"fails: OperationalError"}
    assert str(port) not in client.get("/readyz").text
    page = client.get("/metrics").text
    assert 'khanaen_ready{what="database"} 0.0' in page
    assert 'khanaen_ready{what="disk"} 1.0' in page
    assert "khanaen_door_requests_total" in page
    nobody.close()


def test_a_store_that_hangs_is_told_in_time(demo_ground: Ground) -> None:
    is_over = threading.Event()

    class Hanging:
        def has(self, _sha256: str) -> bool:
            return is_over.wait(30)

    away = demo_ground.settings.model_copy(update={"files_url": "s3://photos"})
    hanging = replace(demo_ground, store=Hanging(), settings=away)  # type: ignore[arg-type]
    found = {one.what: one.found for one in readiness(hanging, answer_s=0.2)}
    is_over.set()
    assert found["store"] == "no answer in 0.2 s"


def test_doors_are_counted_without_addresses(client: TestClient) -> None:
    client.get("/send/kept-by/secret-words")
    client.post("/telegram", content=b"{}")
    client.get("/a/stranger/asks")
    page = client.get("/metrics").text
    assert 'khanaen_door_requests_total{answer="4xx",door="send"}' in page
    assert 'khanaen_door_seconds_count{door="telegram"}' in page
    assert 'khanaen_door_requests_total{answer="4xx",door="public"}' in page
    assert "secret" not in page
    assert "stranger" not in page


def test_metrics_tell_how_long_things_wait(client: TestClient, demo_ground: Ground) -> None:
    before = client.get("/metrics").text
    assert 'khanaen_oldest_seconds{queue="photos"} 0.0' in before
    assert "khanaen_snapshot_sequence 0.0" in before
    with demo_ground.database.writing() as session:
        unit = session.exec(select(ReportingUnit.id)).first()
        assert unit is not None
        session.add(
            Photo(
                receipt="0000-0000",
                unit_id=unit,
                channel=Channel.WEB,
                sha256="a" * 64,
                bytes=1,
                received_at=datetime.now(UTC) - timedelta(minutes=5),
                state=PhotoState.QUEUED,
            )
        )
    publish_once(demo_ground, SigningKey.read(demo_ground.settings.signing_key_file))
    after = client.get("/metrics").text
    age = next(line for line in after.splitlines() if 'oldest_seconds{queue="photos"}' in line)
    assert float(age.split()[1]) >= 300
    assert "khanaen_snapshot_sequence 1.0" in after
    assert "khanaen_disk_free_bytes" in after


def test_metrics_are_for_this_machine(client: TestClient, demo_ground: Ground) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "khanaen_workers 0.0" in answer.text
    elsewhere = TestClient(create_app(demo_ground), client=("192.0.2.7", 50000))
    assert elsewhere.get("/metrics").status_code == 403


def test_metrics_are_for_whoever_has_the_token(demo_ground: Ground) -> None:
    app = create_app(demo_ground)
    app.state.settings = demo_ground.settings.model_copy(
        update={"metrics_token": SecretStr("let-me-see")}
    )
    elsewhere = TestClient(app, client=("192.0.2.7", 50000))
    assert elsewhere.get("/metrics").status_code == 403
    bearer = {"authorization": "Bearer let-me-see"}
    assert elsewhere.get("/metrics", headers=bearer).status_code == 200

"""What machines ask: does it live, is it ready, how is it going."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import select

from app.opening import Ground
from app.publisher import publish_once
from app.web import create_app
from models.states.photo import PhotoState
from models.store import beats
from models.tables.geography import ReportingUnit
from models.tables.photos import Channel, Photo
from results.signing import SigningKey


def test_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_it_is_ready_only_when_everything_is(client: TestClient, demo_ground: Ground) -> None:
    assert client.get("/readyz").status_code == 503
    with demo_ground.database.writing() as session:
        beats.beat(session, "one", datetime.now(UTC))
    assert client.get("/readyz").json() == {
        "election": True,
        "worker": True,
        "snapshot": False,
        "disk": True,
    }
    key = SigningKey.read(demo_ground.settings.signing_key_file)
    publish_once(demo_ground, key)
    assert client.get("/readyz").status_code == 200


def test_a_silent_worker_does_not_count(client: TestClient, demo_ground: Ground) -> None:
    with demo_ground.database.writing() as session:
        beats.beat(session, "one", datetime.now(UTC) - timedelta(minutes=1))
    assert client.get("/readyz").json()["worker"] is False


def test_it_is_not_ready_where_no_photo_can_be_kept(demo_ground: Ground) -> None:
    crowded = demo_ground.settings.model_copy(update={"min_free_mb": 10**9})
    ground = replace(demo_ground, settings=crowded)
    answer = TestClient(create_app(ground)).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["disk"] is False


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

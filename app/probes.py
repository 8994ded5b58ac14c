"""Whether the system lives: /healthz, /readyz and /metrics tell machines the truth."""

import hmac
from datetime import UTC, datetime
from ipaddress import ip_address

import fsspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, select

from app.jobs.runner import SILENT_AFTER
from app.opening import Ground
from bot.doors import MEASURES
from models.store import beats, inbox, outbox
from models.tables.election import Election
from models.tables.photos import Photo
from models.tables.sheets import Sheet

router = APIRouter()


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Answer as long as this process does."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Answer 200 only when an election is loaded, a worker beats and a snapshot is out."""
    facts = readiness(request.app.state.ground)
    return JSONResponse(facts, status_code=200 if all(facts.values()) else 503)


def readiness(ground: Ground) -> dict[str, bool]:
    """Return what has to hold before people are let in."""
    try:
        with ground.database.reading() as session:
            is_loaded = session.get(Election, 1) is not None
            is_read = bool(beats.seen_since(session, datetime.now(UTC) - SILENT_AFTER))
    except SQLAlchemyError:
        is_loaded = is_read = False
    return {
        "election": is_loaded,
        "worker": is_read,
        "snapshot": _is_published(ground.settings.publish_url),
    }


def _is_published(url: str) -> bool:
    try:
        system, root = fsspec.core.url_to_fs(url)
        return bool(system.exists(f"{str(root).rstrip('/')}/data/latest.json"))
    except (OSError, ValueError, ImportError):
        return False


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer in Prometheus' format, to this machine or to whoever has the token."""
    if not _may_measure(request):
        return PlainTextResponse("forbidden\n", status_code=403)
    ground: Ground = request.app.state.ground
    with ground.database.reading() as session:
        registry = _measure(session, ground.queue.depth())
    measured = generate_latest(registry) + generate_latest(MEASURES)
    return Response(measured, media_type="text/plain; version=0.0.4")


def _may_measure(request: Request) -> bool:
    token = request.app.state.settings.metrics_token.get_secret_value()
    if token:
        brought = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(brought.encode(), token.encode())
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _measure(session: Session, waiting: int) -> CollectorRegistry:
    registry = CollectorRegistry()
    by_state = Gauge("khanaen_photos", "Photos by state.", ["state"], registry=registry)
    for state, count in session.exec(select(Photo.state, func.count()).group_by(col(Photo.state))):
        by_state.labels(state).set(count)
    sheets = Gauge("khanaen_sheets", "Sheets by state.", ["state"], registry=registry)
    for state, count in session.exec(select(Sheet.state, func.count()).group_by(col(Sheet.state))):
        sheets.labels(state).set(count)
    _measure_chat(session, registry)
    workers = Gauge("khanaen_workers", "Worker processes that beat.", registry=registry)
    workers.set(len(beats.seen_since(session, datetime.now(UTC) - SILENT_AFTER)))
    jobs = Gauge("khanaen_jobs_waiting", "Jobs that wait, 500 at most.", registry=registry)
    jobs.set(waiting)
    return registry


def _measure_chat(session: Session, registry: CollectorRegistry) -> None:
    events = Gauge("khanaen_chat_events", "Chat events by state.", ["state"], registry=registry)
    for state, count in inbox.count_by_state(session).items():
        events.labels(state).set(count)
    messages = Gauge("khanaen_chat_messages", "Messages by state.", ["state"], registry=registry)
    for word, count in outbox.count_by_state(session).items():
        messages.labels(word).set(count)

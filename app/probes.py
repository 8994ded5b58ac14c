"""Whether the system lives: /healthz, /readyz and /metrics tell machines the truth."""

import hmac
import os
import shutil
from datetime import UTC, datetime
from ipaddress import ip_address

import fsspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.jobs.runner import SILENT_AFTER
from app.measures import measure
from app.opening import Ground, folder_of
from bot.doors import MEASURES
from models.store import beats
from models.tables.election import Election

router = APIRouter()


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Answer as long as this process does."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Answer 200 only when all that a night needs is there; the body says what is not."""
    facts = readiness(request.app.state.ground)
    return JSONResponse(facts, status_code=200 if all(facts.values()) else 503)


def readiness(ground: Ground) -> dict[str, bool]:
    """Return what has to hold before people are let in."""
    try:
        with ground.database.reading() as session:
            is_loaded = session.get(Election, 1) is not None
            is_read = bool(beats.living(session, datetime.now(UTC), SILENT_AFTER))
    except SQLAlchemyError:
        is_loaded = is_read = False
    return {
        "election": is_loaded,
        "worker": is_read,
        "snapshot": _is_published(ground.settings.publish_url),
        "disk": _has_room(ground),
    }


def _has_room(ground: Ground) -> bool:
    """Tell whether photos can still be kept here; an object store is asked by `khanaen doctor`."""
    folder = folder_of(ground.settings.files_url)
    if folder is None:
        return True
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return False
    return os.access(folder, os.W_OK) and free >= ground.settings.min_free_mb * 1024 * 1024


def _is_published(url: str) -> bool:
    try:
        system, root = fsspec.core.url_to_fs(url)
        place = str(root).rstrip("/")
        # Pages follow the figures: somebody let in before them would find nothing at the front.
        return all(system.exists(f"{place}/{file}") for file in ("data/latest.json", "index.html"))
    except (OSError, ValueError, ImportError):
        return False


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Answer in Prometheus' format, to this machine or to whoever has the token."""
    if not _may_measure(request):
        return PlainTextResponse("forbidden\n", status_code=403)
    ground: Ground = request.app.state.ground
    with ground.database.reading() as session:
        registry = measure(session, ground)
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

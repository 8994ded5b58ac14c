"""Whether the system lives: /healthz, /readyz and /metrics tell machines the truth."""

import hmac
from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import ip_address
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.door_measures import DOORS
from app.measures import measure, measure_readiness
from app.opening import Ground
from app.readiness import readiness
from bot.doors import MEASURES

router = APIRouter()


_looking: Final = ThreadPoolExecutor(4, thread_name_prefix="probes")
"""Threads of their own: probes answer though every other is held up by a slow store."""


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """Answer as long as this process does."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """Answer 200 only when all that a night needs is there; the body says what was found."""
    looked = get_running_loop().run_in_executor(_looking, readiness, request.app.state.ground)
    found = await looked
    said = {one.what: {"ok": one.is_well, "says": one.found} for one in found}
    return JSONResponse(said, status_code=200 if all(one.is_well for one in found) else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Answer in Prometheus' format, to this machine or to whoever has the token."""
    if not _may_measure(request):
        return PlainTextResponse("forbidden\n", status_code=403)
    page = await get_running_loop().run_in_executor(_looking, _measured, request.app.state.ground)
    return Response(page, media_type="text/plain; version=0.0.4")


def _measured(ground: Ground) -> bytes:
    measured = [measure_readiness(readiness(ground)), MEASURES, DOORS]
    # Where the record does not answer, what this process itself knows is worth the more.
    with suppress(SQLAlchemyError), ground.database.reading() as session:
        measured.append(measure(session, ground))
    return b"".join(generate_latest(registry) for registry in measured)


def _may_measure(request: Request) -> bool:
    token = request.app.state.settings.metrics_token.get_secret_value()
    if token:
        brought = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(brought.encode(), token.encode())
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False

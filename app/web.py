"""The web application: one factory that puts the doors behind one address."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.demo_page import end_rehearsal
from app.demo_page import router as demo_router
from app.door_measures import DoorMeasures
from app.headers import BodyLimit, SafeHeaders
from app.lost import BrokenPages, answer_early, answer_lost
from app.opening import Ground, folder_of
from app.probes import router as probes_router

DOORS: Final = (
    "bot.telegram.routes",
    "bot.line.routes",
    "bot.web.routes",
    "bot.media",
    "review.routes",
)
"""In the order in which an address is looked for: first what has to answer at once."""


def create_app(ground: Ground) -> FastAPI:
    """Return the application over an opened ground.

    Doors find on `app.state`: `database`, `store`, `door` (for `intake.receive`) and `settings`.
    """
    app = FastAPI(
        title="Khanaen", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan
    )
    app.state.ground = ground
    app.state.database = ground.database
    app.state.store = ground.store
    app.state.door = ground.door
    app.state.settings = ground.settings
    app.add_middleware(BrokenPages)
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders, is_https=ground.settings.base_url.startswith("https://"))
    app.add_middleware(DoorMeasures)
    app.add_exception_handler(HTTPException, answer_lost)
    app.include_router(probes_router)
    if ground.settings.is_demo:
        app.include_router(demo_router)
    for door in DOORS:
        app.include_router(importlib.import_module(door).router)
    static = Path(str(resources.files("pages"))) / "static"
    app.mount("/static", _Lasting(directory=static), name="static")
    public = folder_of(ground.settings.publish_url)
    if public is not None:
        public.mkdir(parents=True, exist_ok=True)
        # Last: it answers everything that no door claims.
        app.mount("/", _Packed(_Published(directory=public, html=True)), name="public")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    end_rehearsal(app)


class _Lasting(StaticFiles):
    """Files whose address names their content, so that a browser need not ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


_TEXTS: Final = (".html", ".css", ".js", ".json", ".svg", ".csv", ".xml")


class _Packed:
    """Sends texts compressed, as the servers of docker/ do; pictures and fonts are so already.

    Only what is published: a page with a token in it must not be compressed beside what a
    stranger can choose.
    """

    def __init__(self, files: ASGIApp) -> None:
        """Wrap the published files."""
        self._files = files
        self._packing = GZipMiddleware(files, minimum_size=512, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file."""
        path = scope.get("path", "")
        is_text = path.endswith((*_TEXTS, "/"))
        await (self._packing if is_text else self._files)(scope, receive, send)


_BOARD: Final = frozenset({".", "index.html"})
_NOT_FOUND: Final = 404


class _Published(StaticFiles):
    """The published files; a browser asks each time whether they are still the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file, or with words while the first board is being printed."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != _NOT_FOUND or path not in _BOARD:
                raise
            return answer_early(Request(scope))
        response.headers["cache-control"] = "no-cache"
        return response

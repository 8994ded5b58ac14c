"""What makes /send an application on the phone: worker, page without a network, name."""

import hashlib
import json
from functools import cache
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from bot.web.senders import DOOR
from pages.environment import STATIC, static_path
from pages.languages import Language
from pages.phrases import say
from pages.visitors import AnyVisitor

router = APIRouter(route_class=DOOR.route_class())

SCRIPTS: Final = (
    "vendor/idb-keyval.js",
    "send-outbox.js",
    "send-check.js",
    "send-camera.js",
    "send.js",
)
"""In the order in which a page needs them."""

_SHELL: Final = (
    *SCRIPTS,
    "base.css",
    "forms.css",
    "send.css",
    "mark.svg",
)
_FONTS: Final = tuple(
    f"/static/vendor/sarabun-{script}-{weight}.woff2"
    for script in ("thai", "latin")
    for weight in (400, 600, 700)
)


@router.get("/send/offline")
def offline(request: Request) -> Response:
    """Return the page that opens without a network; it names nobody and no unit."""
    return DOOR.page(request, "offline.html", scripts=SCRIPTS)


@router.get("/send/worker.js")
def worker() -> Response:
    """Return the worker of these pages; a browser looks for a newer one by itself."""
    headers = {"Service-Worker-Allowed": "/send", "Cache-Control": "no-cache"}
    return Response(_worker(), media_type="text/javascript", headers=headers)


@router.get("/send/manifest.webmanifest")
def manifest(visitor: AnyVisitor) -> Response:
    """Return what a phone needs to put the page among its applications."""
    name = say("send.app_name", visitor.language)
    return JSONResponse(
        {
            "id": "/send",
            "name": name,
            "short_name": say("common.product", visitor.language),
            "lang": "th" if visitor.language is Language.TH else "en",
            "start_url": "/send",
            "scope": "/send",
            "display": "standalone",
            "background_color": "#faf9f6",
            "theme_color": "#0d5766",
            "icons": [
                _icon("send-icon-192.png", "192x192", "any"),
                _icon("send-icon-512.png", "512x512", "any"),
                _icon("send-icon-512.png", "512x512", "maskable"),
            ],
        },
        media_type="application/manifest+json",
    )


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static_path(name), "sizes": sizes, "type": "image/png", "purpose": purpose}


@cache
def _worker() -> str:
    """Return the worker with the addresses that it keeps; another edition when any changes."""
    kept = [*(static_path(name) for name in _SHELL), *_FONTS]
    page = "".join(say(f"send.{k}", Language.TH) for k in ("offline_title", "offline_text"))
    text = STATIC.joinpath("send-worker.js").read_text(encoding="utf-8")
    edition = hashlib.sha256(f"{kept}{page}{text}".encode()).hexdigest()[:10]
    return f"const SHELL = {json.dumps(kept)};\nconst EDITION = {json.dumps(edition)};\n{text}"

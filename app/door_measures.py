"""What passes each door of the web process: how many requests, how they ended, how long it took."""

import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DOORS: Final = CollectorRegistry()
"""Counted since this process began, for `/metrics`."""

_KNOWN: Final = frozenset(
    ("send", "line", "telegram", "review", "object", "media", "static", "data", "demo")
)
_PROBES: Final = frozenset(("healthz", "readyz", "metrics"))
_PUBLIC: Final = "public"
"""Everything else is a published file, or nothing; its address is never a label."""

_ENDED: Final = Counter(
    "khanaen_door_requests",
    "Requests by door and kind of answer; `lost` where none went out.",
    ["door", "answer"],
    registry=DOORS,
)
_TOOK: Final = Histogram(
    "khanaen_door_seconds",
    "Seconds from a request to the beginning of its answer.",
    ["door"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=DOORS,
)


def door_of(path: str) -> str:
    """Return the door that an address belongs to; of the whole address nothing else is kept."""
    first = path.lstrip("/").partition("/")[0]
    if first in _PROBES:
        return "probes"
    return first if first in _KNOWN else _PUBLIC


class DoorMeasures:
    """Counts what an application answers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application, outside of everything that may refuse."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and count how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        door, began, answers = door_of(scope["path"]), time.perf_counter(), ["lost"]

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                answers.append(f"{message['status'] // 100}xx")
                _TOOK.labels(door).observe(time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, send_counted)
        except Exception:
            answers.append("5xx")
            raise
        finally:
            _ENDED.labels(door, answers[-1]).inc()

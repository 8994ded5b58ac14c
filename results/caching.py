"""What an object store tells browsers and caches about a published file."""

import mimetypes
from typing import Final

from results.addresses import DATA, LATEST

_LASTING: Final = "public, max-age=31536000, immutable"
_KINDS: Final = {"parquet": "application/vnd.apache.parquet", "minisig": "text/plain"}


def cache_control(path: str) -> str:
    """Return how long caches may keep a file: those named by their hash for good.

    What a snapshot's number names is not among them: an attempt that was cut short leaves a file
    under the number that the next one takes up.
    """
    if path.startswith((f"{DATA}/", "assets/")):
        return _LASTING
    return "public, max-age=2" if path == LATEST else "public, max-age=15"


def kind_of(path: str) -> str:
    """Return what a browser is told that a file is; a packed page is no page."""
    kind, packing = mimetypes.guess_type(path)
    if packing:
        return f"application/{packing}"
    kind = kind or _KINDS.get(path.rpartition(".")[2], "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

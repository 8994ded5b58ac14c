"""Answers that carry a picture from the content store to somebody who may see it."""

from typing import Final

from fastapi import Response

from pages.wiring import Store

_BY_HEAD: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
)


def media_type(data: bytes) -> str:
    """Return the type of a picture by its content; what is no picture is no type of ours."""
    found = (kind for head, kind in _BY_HEAD if data.startswith(head))
    return next(found, "application/octet-stream")


def picture(store: Store, sha256: str) -> Response:
    """Return a stored picture. Its address never changes its content; only this browser keeps it.

    `no-store` on pages and `private` here: shared caches must not hold what needs a sign-in.
    """
    data = store.read(sha256)
    headers = {
        "Cache-Control": "private, max-age=3600, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=media_type(data), headers=headers)

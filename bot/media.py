"""Pictures in messages to LINE: only by a link that we signed, and only until it expires."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response

from intake.errors import NotKept
from pages.pictures import media_type
from pages.wiring import now, secret_of, store_of

router = APIRouter(include_in_schema=False)

LASTING: Final = timedelta(days=7)
"""A chat is scrolled back for days; longer than that nobody needs an old return."""

_NAME: Final = re.compile(r"([0-9a-f]{64})\.(?:jpg|png)")
_TYPES: Final = {"image/jpeg": "jpg", "image/png": "png"}
_SIGNED: Final = 32


def link_to(base_url: str, secret: bytes, sha256: str, data: bytes, at: datetime) -> str:
    """Return the address under which a stored picture can be fetched for a while.

    Empty where people do not reach us by https: LINE takes no other address.
    """
    ending = _TYPES.get(media_type(data))
    if ending is None or not base_url.startswith("https://"):
        return ""
    name, until = f"{sha256}.{ending}", int((at + LASTING).timestamp())
    return f"{base_url.rstrip('/')}/media/{name}?until={until}&sign={_sign(secret, name, until)}"


@router.get("/media/{name}")
def give(request: Request, name: str, until: int = 0, sign: str = "") -> Response:
    """Return a picture: 404 for any address that we did not sign, 410 once it is over."""
    found = _NAME.fullmatch(name)
    wanted = _sign(secret_of(request), name, until)
    if found is None or not hmac.compare_digest(sign.encode(), wanted.encode()):
        raise HTTPException(404)
    if now(request) >= datetime.fromtimestamp(until, UTC):
        raise HTTPException(410)
    try:
        data = store_of(request).read(found[1])
    except NotKept:
        raise HTTPException(404) from None
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(data, media_type=media_type(data), headers=headers)


def _sign(secret: bytes, name: str, until: int) -> str:
    made = hmac.new(secret, f"media:{name}:{until}".encode(), hashlib.sha256)
    return made.hexdigest()[:_SIGNED]

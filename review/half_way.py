"""Between password and second factor: a signed word in the form, good for some minutes."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

_LASTING: Final = timedelta(minutes=10)


def half_way(secret: bytes, person_id: int, browser: str, at: datetime) -> str:
    """Return the word that says whose password fitted in this browser, and until when."""
    until = int((at + _LASTING).timestamp())
    return f"{person_id}.{until}.{_sign(secret, f'{person_id}.{until}', browser)}"


def person_half_way(secret: bytes, word: str, browser: str, at: datetime) -> int | None:
    """Return whose password fitted, None where the word is foreign, changed or too old."""
    said, _, signature = word.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _sign(secret, said, browser).encode()):
        return None
    person_id, _, until = said.partition(".")
    return int(person_id) if at.timestamp() <= int(until) else None


def _sign(secret: bytes, said: str, browser: str) -> str:
    return hmac.new(secret, f"half way:{said}:{browser}".encode(), hashlib.sha256).hexdigest()

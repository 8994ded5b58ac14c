"""Receipt numbers: short, readable aloud, hard to mistype and not to be guessed."""

import secrets
from typing import Final

from sqlmodel import Session

from models.store import photos

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""

_DRAWN: Final = 7


def draw_receipt() -> str:
    """Return a fresh number such as `7QK2-9F4B`; the last character checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_DRAWN))
    return _written(body + _check(body))


def fresh_receipt(session: Session) -> str:
    """Return a number that no photo of the record bears."""
    number = draw_receipt()
    while photos.has_receipt(session, number):
        number = draw_receipt()
    return number


def tidy_receipt(text: str) -> str | None:
    """Return the number that a person typed in its one spelling, or None if it cannot be one."""
    typed = text.upper().replace("-", "").replace(" ", "")
    typed = typed.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(typed) != _DRAWN + 1 or any(c not in ALPHABET for c in typed):
        return None
    return _written(typed) if _check(typed[:-1]) == typed[-1] else None


def _check(body: str) -> str:
    """Odd weights, so that one wrong character and most swaps of neighbours are noticed."""
    total = sum((2 * i + 1) * ALPHABET.index(c) for i, c in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def _written(body: str) -> str:
    return f"{body[:4]}-{body[4:]}"

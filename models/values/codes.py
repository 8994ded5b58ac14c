"""Enrolment codes as people copy them from paper: ten random characters and a check character."""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""

_DRAWN: Final = 10
_MODULUS: Final = 37
"""Crockford's check modulus: a prime above 32 notices every single wrong character and swap."""
_GROUPS: Final = ((0, 4), (4, 8), (8, 11))
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def draw_code() -> str:
    """Return a fresh code in its tidy spelling: eleven characters of the alphabet.

    Bodies whose check character would be a sign that phone keyboards hide are drawn again.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(_DRAWN))
        check = _remainder(body)
        if check < len(ALPHABET):
            return body + ALPHABET[check]


def written_code(code: str) -> str:
    """Return a tidy code in groups, as it is printed: `7QK2-9F4B-M3X`."""
    return "-".join(code[start:end] for start, end in _GROUPS)


def tidy_code(text: str) -> str | None:
    """Return what a person typed in the tidy spelling, or None if it cannot be a code."""
    typed = "".join(text.split()).translate(_THAI_DIGITS).upper().translate(_READ_AS)
    if len(typed) != _DRAWN + 1 or any(c not in ALPHABET for c in typed):
        return None
    return typed if _remainder(typed[:-1]) == ALPHABET.index(typed[-1]) else None


def _remainder(body: str) -> int:
    value = 0
    for character in body:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value % _MODULUS

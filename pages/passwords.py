"""Passwords: kept only as argon2 hashes."""

from functools import cache

from pwdlib import PasswordHash


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """A hash that no password fits, so that an unknown name takes as long as a wrong password."""
    return _hasher().hash("no person has this password")


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Tell whether a password fits; without a hash it never does, in the same time."""
    fit = _hasher().verify(password, password_hash or _nobody())
    return fit and password_hash is not None

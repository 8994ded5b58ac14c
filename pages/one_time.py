"""One-time codes of a phone (RFC 6238) and recovery codes on paper."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pages.formats import plain_digits

_STEP_S: Final = 30
_DRIFT: Final = 1
"""Steps that a phone's clock may be off, either way."""

_RECOVERY_CODES: Final = 10
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's letters: none looks like another."""

_ISSUER: Final = "Khanaen"


def new_secret() -> str:
    """Return a fresh secret for a phone, in base32."""
    return pyotp.random_base32()


def seal(secret: bytes, text: str) -> str:
    """Return a phone's secret encrypted under the installation's key."""
    return _box(secret).encrypt(text.encode()).decode()


def unseal(secret: bytes, sealed: str) -> str:
    """Return what `seal` encrypted."""
    return _box(secret).decrypt(sealed.encode()).decode()


def address_of(phone_secret: str, username: str) -> str:
    """Return the address that an authenticator reads from a QR code."""
    return pyotp.TOTP(phone_secret).provisioning_uri(name=username, issuer_name=_ISSUER)


def step_of(phone_secret: str, typed: str, at: datetime) -> int | None:
    """Return the half-minute whose code was typed, None where it fits none near `at`."""
    code = plain_digits(typed).replace(" ", "").strip()
    now = int(at.timestamp()) // _STEP_S
    codes = pyotp.TOTP(phone_secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if hmac.compare_digest(codes.at(step * _STEP_S).encode(), code.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes as people write them down: `4f7k2-9mzqx`."""
    return [f"{_letters()}-{_letters()}" for _ in range(_RECOVERY_CODES)]


def recovery_hmac(secret: bytes, typed: str) -> str:
    """Return what is kept of a recovery code."""
    plain = typed.lower().replace("-", "").replace(" ", "").strip()
    return hmac.new(secret, f"recovery:{plain}".encode(), hashlib.sha256).hexdigest()


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(5))


def _box(secret: bytes) -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"khanaen second factor").derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))

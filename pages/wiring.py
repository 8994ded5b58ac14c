"""What the application hands to its doors, taken from `app.state`."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Protocol, cast

from fastapi import Request

from models.database import Database
from pages.enrolment.ways import Entrances


class Store(Protocol):
    """The content store, as far as doors read from it."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes under a hash."""


def database_of(request: Request) -> Database:
    """Return the record."""
    return cast(Database, request.app.state.database)


def store_of(request: Request) -> Store:
    """Return the content store."""
    return cast(Store, request.app.state.store)


def secret_of(request: Request) -> bytes:
    """Return the secret key of this installation."""
    secret = request.app.state.settings.secret_key
    plain: str = secret.get_secret_value() if hasattr(secret, "get_secret_value") else secret
    return plain.encode()


class Accounts(Protocol):
    """The settings that say how this installation is reached."""

    @property
    def base_url(self) -> str:
        """Address of the web pages."""

    @property
    def telegram_bot_name(self) -> str:
        """User name of the Telegram bot, or nothing."""

    @property
    def line_account_id(self) -> str:
        """Basic ID of the LINE account, or nothing."""


def entrances_in(settings: Accounts) -> Entrances:
    """Return how people reach an installation with a code."""
    return Entrances(settings.base_url, settings.telegram_bot_name, settings.line_account_id)


def entrances_of(request: Request) -> Entrances:
    """Return how people reach this installation with a code."""
    return entrances_in(cast(Accounts, request.app.state.settings))


def board_of(request: Request) -> str:
    """Return the address of the published pages, empty where this application hands them out."""
    return str(getattr(request.app.state.settings, "board_url", "") or "").rstrip("/")


def is_https(request: Request) -> bool:
    """Tell whether people reach us by https, so that cookies must not travel without it."""
    base: str = str(getattr(request.app.state.settings, "base_url", "") or "")
    return base.startswith("https://") or request.url.scheme == "https"


def now(request: Request) -> datetime:
    """Return the time; a test sets its own clock on `app.state`."""
    clock = getattr(request.app.state, "clock", None)
    return cast(datetime, clock()) if clock is not None else datetime.now(UTC)


def fingerprint(secret: bytes, kind: str, value: str) -> str:
    """Return a short keyed hash, so that the log tells visitors apart without naming them."""
    made = hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
    return f"{kind}:{made[:24]}"

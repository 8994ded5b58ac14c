"""What a night that is only played needs on this machine: a free port, and settings of its own."""

import secrets
import socket
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from app.settings import Settings


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def trial_settings(folder: Path, port: int, **others: str | float | SecretStr) -> Settings:
    """Return settings that keep everything in `folder` and listen to this machine alone.

    Args:
        folder: where record, files, public pages and keys lie.
        port: where the web process listens.
        others: further settings by their names; those given here come before a fresh secret key.
    """
    own: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "base_url": f"http://127.0.0.1:{port}",
        "database_url": f"sqlite:///{folder}/khanaen.sqlite3",
        "files_url": f"file://{folder}/files",
        "publish_url": f"file://{folder}/public",
        "secret_key": SecretStr(secrets.token_hex(32)),
        "signing_key_file": folder / "signing.key",
        "demo_file": folder / "demo.json",
    }
    return Settings(**(own | others))

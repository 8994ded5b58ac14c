"""Everything that the demo stands on, made where it is missing and used again where it is not."""

import secrets
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from app.demo.sign_ins import DemoSheet, make_demo_sheet
from app.election.demo import demo_folder, demo_times
from app.election.load import Progress, load_folder
from app.opening import prepare_database
from app.settings import Settings
from intake.store import open_store
from results.signing import SigningKey

_DEMO_ANSWER_WAIT_S: Final = 120.0
"""A visitor wants to see the review soon; a committee gets ten minutes."""


def demo_settings(settings: Settings, host: str, port: int) -> Settings:
    """Return the settings of the demo: what the environment says, else a folder `var`."""
    own: dict[str, object] = {"host": host, "port": port, "is_demo": True}
    if "base_url" not in settings.model_fields_set:
        own["base_url"] = f"http://{_in_address(host)}:{port}"
    if "second_factor" not in settings.model_fields_set:
        # Everybody's password is printed: a phone would protect nothing and keep visitors out.
        own["second_factor"] = "offered"
    if "log_format" not in settings.model_fields_set:
        own["log_format"] = "text"
    if "answer_wait_s" not in settings.model_fields_set:
        own["answer_wait_s"] = _DEMO_ANSWER_WAIT_S
    if not settings.secret_key.get_secret_value():
        own["secret_key"] = SecretStr(_new_secret(settings.secret_key_file))
    return settings.model_copy(update=own)


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def set_up(settings: Settings, progress: Progress) -> DemoSheet:
    """Make database, key and sign-ins, or find them there.

    Raises:
        OtherElection: the database holds another election.
    """
    database = prepare_database(settings.database_url)
    try:
        load_folder(database, demo_folder(), progress, times=demo_times(datetime.now(UTC)))
        open_store(settings.files_url)
        if not settings.signing_key_file.exists():
            settings.signing_key_file.parent.mkdir(parents=True, exist_ok=True)
            SigningKey.new().write(settings.signing_key_file)
        if settings.demo_file.exists():
            return DemoSheet.read(settings.demo_file)
        secret = settings.secret_key.get_secret_value().encode()
        sheet = make_demo_sheet(database, secret, datetime.now(UTC))
        sheet.write(settings.demo_file)
        return sheet
    finally:
        database.close()


def _new_secret(file: Path) -> str:
    secret = secrets.token_hex(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(secret, encoding="ascii")
    return secret


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host

"""Settings of an installation: the only place that reads the environment (docs/settings.md)."""

import os
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.logs import LogFormat

PREFIX: Final = "KHANAEN_"

_HARMLESS: Final = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH"),
    *("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"),
)


def _here(name: str) -> str:
    return str(Path.cwd() / "var" / name)


class Settings(BaseSettings):
    """What may differ between installations; each field is `KHANAEN_` and its name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address that the web process listens on.")
    port: int = Field(8000, description="Port that the web process listens on.")
    base_url: str = Field(
        "http://127.0.0.1:8000", description="Address under which people reach the web pages."
    )
    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{_here('khanaen.sqlite3')}",
        description="SQLAlchemy address of the record: `sqlite:///…` or `postgresql+psycopg://…`.",
    )
    files_url: str = Field(
        default_factory=lambda: f"file://{_here('files')}",
        description="Content store of photos: `file:///absolute/folder` or an fsspec address.",
    )
    publish_url: str = Field(
        default_factory=lambda: f"file://{_here('public')}",
        description="Where published files go: `file:///absolute/folder` or an fsspec address.",
    )
    board_url: str = Field(
        "",
        description="Address under which people read the published pages, for the pictures of "
        "shared links; empty takes `KHANAEN_BASE_URL`.",
    )
    objection_url: str = Field(
        "",
        description="Address of the form for a wrong number, which the pages of units link to; "
        "empty takes `/object` under `KHANAEN_BASE_URL`.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""), description="Key for enrolment codes and sessions; 32 random bytes or more."
    )
    secret_key_file: Path = Field(
        default_factory=lambda: Path(_here("secret.key")),
        description="File with that key, read where `KHANAEN_SECRET_KEY` is empty.",
    )
    signing_key_file: Path = Field(
        default_factory=lambda: Path(_here("signing.key")),
        description="File of the Ed25519 key that signs snapshots.",
    )
    mirror_url: str = Field(
        "",
        description="Shared drive that holds the newest CSV files under fixed names: a folder or "
        "an fsspec address; empty for none.",
    )
    publish_every_s: float = Field(
        3.0, gt=0, description="Seconds between two looks at what has to be published."
    )
    answer_wait_s: float = Field(
        600.0,
        ge=0,
        description="Seconds that a read-back waits for the committee's answer before its sheet "
        "goes to the reviewers all the same.",
    )
    worker_procs: int = Field(2, ge=1, description="Worker processes; no more than cores.")
    worker_memory_mb: int = Field(
        4096,
        ge=0,
        description="Address space in MiB of a worker's child that decodes and reads pictures; "
        "0 sets no limit.",
    )
    read_limit_s: float = Field(
        20.0,
        gt=0,
        description="CPU seconds that one picture may cost; what takes longer goes to people.",
    )
    shares_from: int = Field(
        20,
        ge=0,
        description="Public units of a constituency from which on its shares help to choose "
        "between doubtful readings of a row, never to accept one; 0 leaves them out.",
    )
    min_free_mb: int = Field(
        500, ge=0, description="Free disk space in MiB below which `khanaen doctor` complains."
    )
    second_factor: Literal["required", "offered"] = Field(
        "required",
        description="Whether supervisors and operators must sign in with a code of their phone "
        "besides the password; `offered` leaves it to them.",
    )
    log_format: LogFormat = Field(
        "json",
        description="How processes write their log to standard error: a JSON object a line, or "
        "`text` for a person; `khanaen demo` takes `text`.",
    )
    oidc_issuer: str = Field(
        "",
        description="Address of an OpenID Connect provider whose people may sign in to `/review`, "
        "as its discovery names itself; empty leaves the button out.",
    )
    oidc_client_id: str = Field(
        "", description="Our client id at that provider; empty leaves the button out."
    )
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Our secret at that provider; empty where PKCE alone is enough."
    )
    oidc_name: str = Field(
        "OpenID", description="Name of the provider on the button, such as `ThaID`."
    )
    oidc_scope: str = Field(
        "openid email", description="What is asked of the provider; begins with `openid`."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="Bearer token for `/metrics` from other machines; empty allows loopback only.",
    )
    telegram_token: SecretStr = Field(
        SecretStr(""), description="Token of the Telegram bot; empty leaves Telegram out."
    )
    telegram_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret that Telegram brings in its header to `/telegram`; empty closes it.",
    )
    telegram_api_base: str = Field(
        "https://api.telegram.org/bot", description="Address of the Bot API; ends in `/bot`."
    )
    telegram_file_base: str = Field(
        "https://api.telegram.org/file/bot",
        description="Address of the Bot API's files; ends in `/file/bot`.",
    )
    telegram_bot_name: str = Field(
        "", description="User name of the Telegram bot, for QR codes on printed slips."
    )
    line_channel_secret: SecretStr = Field(
        SecretStr(""),
        description="Channel secret by which LINE signs what it sends to `/line`; empty closes it.",
    )
    line_channel_token: SecretStr = Field(
        SecretStr(""),
        description="Channel access token of the LINE account; empty leaves LINE out.",
    )
    line_account_id: str = Field(
        "", description="Basic ID of the LINE account (`@…`), for QR codes on printed slips."
    )
    public_telegram_token: SecretStr = Field(
        SecretStr(""),
        description="Token of a Telegram bot of the public's own, which answers questions and "
        "takes no pictures; empty lets the other bot do both.",
    )
    public_telegram_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret that Telegram brings to `/telegram/public`; empty closes it.",
    )
    public_telegram_bot_name: str = Field(
        "", description="User name of the public's Telegram bot, which the other one names."
    )
    public_line_channel_secret: SecretStr = Field(
        SecretStr(""),
        description="Channel secret by which LINE signs what it sends to `/line/public`; empty "
        "closes it.",
    )
    public_line_channel_token: SecretStr = Field(
        SecretStr(""),
        description="Channel access token of a LINE account of the public's own; empty lets the "
        "other account do both.",
    )
    public_line_account_id: str = Field(
        "", description="Basic ID of the public's LINE account (`@…`), which the other one names."
    )
    line_quota_reserve: int = Field(
        300,
        ge=0,
        description="LINE pushes of a month that are kept for what has to be done at a unit: "
        "retakes, returns, doubtful read-backs.",
    )
    line_api_base: str = Field(
        "https://api.line.me", description="Address of LINE's Messaging API, without a path."
    )
    line_data_api_base: str = Field(
        "https://api-data.line.me", description="Address of LINE's contents, without a path."
    )
    is_demo: bool = Field(
        default=False, description="Whether the page `/demo` with sign-ins and rehearsal is shown."
    )
    demo_file: Path = Field(
        default_factory=lambda: Path(_here("demo.json")),
        description="File with the demo's sign-ins and codes, written by `khanaen demo`.",
    )

    def as_environment(self) -> dict[str, str]:
        """Return this process's environment with these settings in it, for child processes."""
        own = {}
        for name, value in self:
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            own[PREFIX + name.upper()] = text
        return {**os.environ, **own}


def bare_environment() -> dict[str, str]:
    """Return what a child that decodes strangers' bytes may know: no setting and no secret."""
    return {name: os.environ[name] for name in _HARMLESS if name in os.environ}


def load_settings() -> Settings:
    """Read the settings of this process."""
    settings = Settings()
    if settings.secret_key.get_secret_value() or not settings.secret_key_file.exists():
        return settings
    secret = settings.secret_key_file.read_text(encoding="ascii").strip()
    return settings.model_copy(update={"secret_key": SecretStr(secret)})

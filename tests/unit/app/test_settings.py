"""Settings come from the environment, and travel whole to child processes."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.settings import Settings, load_settings


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHANAEN_PORT", "8123")
    monkeypatch.setenv("KHANAEN_DATABASE_URL", "postgresql+psycopg://somewhere/night")
    settings = load_settings()
    assert settings.port == 8123
    assert settings.database_url == "postgresql+psycopg://somewhere/night"


def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHANAEN_PORT", "eighty")
    with pytest.raises(ValidationError):
        load_settings()


def test_a_child_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(port=8123, secret_key=SecretStr("s" * 40), is_demo=True)
    for name, value in given.as_environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == given


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(Settings(secret_key=SecretStr("hush")))


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.key"
    file.write_text("from the file\n", encoding="ascii")
    monkeypatch.setenv("KHANAEN_SECRET_KEY_FILE", str(file))
    assert load_settings().secret_key.get_secret_value() == "from the file"
    monkeypatch.setenv("KHANAEN_SECRET_KEY", "from the environment")
    assert load_settings().secret_key.get_secret_value() == "from the environment"

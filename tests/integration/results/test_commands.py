"""`khanaen publish` at a desk: keys, and the operator's word without a database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import build
from results.addresses import LATEST
from results.signing import PublicKey, SigningKey
from tests.integration.results.newsroom import KEY, Newsroom


@pytest.fixture
def desk(night: Newsroom, tmp_path: Path) -> dict[str, str]:
    """The environment of an operator who has the key and the folder, and no database."""
    KEY.write(tmp_path / "signing.key")
    return {
        "KHANAEN_PUBLISH_URL": night.folder.as_uri(),
        "KHANAEN_SIGNING_KEY_FILE": str(tmp_path / "signing.key"),
        "KHANAEN_DATABASE_URL": "sqlite:////nowhere/khanaen.sqlite3",
    }


def command(*words: str, env: dict[str, str] | None = None) -> int:
    return CliRunner().invoke(build(), ["publish", *words], env=env).exit_code


def test_a_new_key_is_never_written_over_another(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "night.key"
    assert command("--new-key", str(file)) == 0
    key = SigningKey.read(file)
    assert file.stat().st_mode & 0o077 == 0
    assert PublicKey.from_text(file.with_suffix(".pub").read_text()) == key.public
    assert command("--new-key", str(file)) == 2
    assert SigningKey.read(file) == key


def test_a_public_key_that_newsrooms_have_is_not_written_over(tmp_path: Path) -> None:
    given = tmp_path / "night.pub"
    given.write_text("what was handed out")
    assert command("--new-key", str(tmp_path / "night.key")) == 2
    assert command("--new-key", str(tmp_path / "other.pub")) == 2
    assert given.read_text() == "what was handed out"
    assert sorted(tmp_path.iterdir()) == [given]


def test_the_operator_pauses_and_goes_on(night: Newsroom, desk: dict[str, str]) -> None:
    words = ("--status", "paused", "--reason", "ไฟฟ้าดับ", "--reason-en", "power cut")
    assert command(*words, env=desk) == 0
    pointer = json.loads((night.folder / LATEST).read_bytes())
    assert pointer["status"] == "paused"
    assert pointer["reason"] == {"th": "ไฟฟ้าดับ", "en": "power cut"}
    assert command("--status", "live", env=desk) == 0
    assert json.loads((night.folder / LATEST).read_bytes())["status"] == "live"


@pytest.mark.parametrize("words", [("--status", "paused"), ("--status", "gone")])
def test_a_pause_needs_a_reason(desk: dict[str, str], words: tuple[str, ...]) -> None:
    assert command(*words, env=desk) == 2

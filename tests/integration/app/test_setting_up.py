"""The demo's ground: made where it is missing, used again where it is not."""

from pydantic import SecretStr

from app.demo.setting_up import demo_settings as with_demo
from app.demo.setting_up import is_loopback, set_up
from app.settings import Settings


def test_what_is_there_is_used_again(demo_settings: Settings) -> None:
    key = demo_settings.signing_key_file.read_bytes()
    first = set_up(demo_settings, lambda *_: None)
    assert set_up(demo_settings, lambda *_: None) == first
    assert demo_settings.signing_key_file.read_bytes() == key
    assert demo_settings.demo_file.stat().st_mode & 0o077 == 0


def test_everybody_has_a_place_in_words(demo_settings: Settings) -> None:
    sheet = set_up(demo_settings, lambda *_: None)
    assert len({p.username for p in sheet.people}) == len(sheet.people)
    reviewers = [p for p in sheet.people if p.role == "reviewer"]
    assert all("ศูนย์รวมคะแนน" in p.place for p in reviewers)


def test_a_secret_is_made_once(demo_settings: Settings) -> None:
    file = demo_settings.demo_file.with_name("secret.key")
    bare = demo_settings.model_copy(update={"secret_key": SecretStr(""), "secret_key_file": file})
    made = with_demo(bare, "127.0.0.1", 8000).secret_key.get_secret_value()
    assert len(made) == 64
    assert file.read_text(encoding="ascii") == made
    assert file.stat().st_mode & 0o077 == 0


def test_only_this_machine_is_loopback() -> None:
    assert all(is_loopback(h) for h in ("127.0.0.1", "::1", "localhost", "127.8.0.1"))
    assert not any(is_loopback(h) for h in ("0.0.0.0", "192.0.2.7", "example.org", "::"))  # noqa: S104 - asked about, not bound

"""Set-up's own small parts, and what it says where it cannot go on."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / "scripts"


def _run(word: str, path: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, SCRIPTS / "set_up.py", word],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_without_apt_is_told_which_package_is_missing() -> None:
    told = _run("run", "/nowhere")
    assert told.returncode == 1
    assert "tesseract-ocr missing" in told.stderr
    assert "no apt-get" in told.stderr
    assert "sudo apt-get install tesseract-ocr" in told.stderr


def test_an_unknown_scope_is_refused() -> None:
    told = _run("everything", "/usr/bin")
    assert told.returncode == 2
    assert "run, all" in told.stderr


def test_a_stamp_holds_until_its_inputs_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    from set_up_stamps import fingerprint, is_stamped, put_stamp  # noqa: PLC0415 (not a package)

    lock, stamp = tmp_path / "lock", tmp_path / "stamps" / "lock"
    lock.write_text("a==1")
    assert not is_stamped(stamp, fingerprint([lock]))
    put_stamp(stamp, fingerprint([lock]))
    assert is_stamped(stamp, fingerprint([lock]))
    lock.write_text("a==2")
    assert not is_stamped(stamp, fingerprint([lock]))


def test_every_pin_carries_a_hash() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        lines = lock.read_text().splitlines()
        pins = [number for number, line in enumerate(lines) if "==" in line and line[0] != " "]
        assert pins
        assert all("--hash=sha256:" in lines[number + 1] for number in pins), lock.name


def test_the_browser_libraries_are_exact() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')

"""The content store: whole or not at all."""

import hashlib
import os
from pathlib import Path

import pytest

from intake.errors import Corrupted, NotKept
from intake.store import FolderStore, ObjectStore, Store, open_store


@pytest.fixture(params=["folder", "objects"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(f"file://{tmp_path}/files")
    return open_store(f"memory://{tmp_path.name}")


def test_bytes_come_back_under_their_hash(store: Store) -> None:
    sha256 = store.write(b"photo")
    assert sha256 == hashlib.sha256(b"photo").hexdigest()
    assert store.read(sha256) == b"photo"
    assert store.has(sha256)


def test_every_content_is_named_once(store: Store) -> None:
    kept = {store.write(data) for data in (b"one", b"two", b"two", b"three")}
    assert sorted(store.names()) == sorted(kept)


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    assert store.write(b"photo") == store.write(b"photo")


def test_what_was_never_kept_is_said(store: Store) -> None:
    missing = hashlib.sha256(b"missing").hexdigest()
    assert not store.has(missing)
    with pytest.raises(NotKept):
        store.read(missing)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63 + "/", "g" * 10])
def test_no_other_name_reaches_a_file(store: Store, name: str) -> None:
    with pytest.raises(NotKept):
        store.read(name)


def test_an_address_chooses_the_kind(tmp_path: Path) -> None:
    assert isinstance(open_store(f"file://{tmp_path}/a%20b"), FolderStore)
    assert (tmp_path / "a b").is_dir()
    assert isinstance(open_store("memory://bucket/prefix"), ObjectStore)


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    sha256 = store.write(b"photo")
    (tmp_path / sha256[:2] / sha256).write_bytes(b"phota")
    with pytest.raises(Corrupted):
        store.read(sha256)


def test_a_write_is_synced_before_its_name_and_its_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    FolderStore(tmp_path / "files").write(b"photo")
    assert steps[-3:] == ["file", "rename", "folder"]


def test_a_broken_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / hashlib.sha256(b"photo").hexdigest()[:2]).mkdir()
    with pytest.raises(OSError, match="No space"):
        store.write(b"photo")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []

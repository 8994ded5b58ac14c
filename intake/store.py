"""The content store: bytes under their own SHA-256, written once, never changed.

A local folder is written by temporary file, fsync, rename and fsync of the folder, so that after
a power cut a content is there whole or not at all. Other addresses go through fsspec.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import fsspec

from intake.errors import Corrupted, NotKept, StoreAway

_HASH: Final = 64
"""Hexadecimal digits of a SHA-256."""

_PROBE: Final = b"khanaen"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})

_TRIES: Final = 2
_S3_BOUNDS: Final = {
    "config_kwargs": {
        "connect_timeout": 3,
        "read_timeout": 5,
        "retries": {"total_max_attempts": 1},
    }
}
"""Twice five seconds of silence are an error. Two libraries would else try 25 times, 15 s each, and
a store that stalls would hold up every thread of the web process for minutes."""


class Store(Protocol):
    """Keeps bytes under the hash of their content."""

    def write(self, data: bytes) -> str:
        """Keep `data` durably and return its SHA-256; what is kept already costs nothing."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a hash.

        Raises:
            NotKept: no such content.
            Corrupted: the bytes do not fit the hash.
        """

    def has(self, sha256: str) -> bool:
        """Tell whether the content is kept."""

    def names(self) -> Iterator[str]:
        """Give the hash of every content, in no order; what is being written is not among them."""


def open_store(url: str) -> Store:
    """Open the store at an absolute `file:///` address or any that fsspec knows (`s3://…`)."""
    parts = urlsplit(url)
    if parts.scheme in {"", "file"}:
        return FolderStore(Path(unquote(parts.path)))
    return ObjectStore(url)


def is_away(store: Store, trouble: Exception) -> bool:
    """Tell whether the whole store is in trouble, or only the one content that met with it.

    A full disk is; else a few bytes are written and read back.
    """
    if isinstance(trouble, OSError) and trouble.errno in _FULL:
        return True
    try:
        check(store)
    except Exception:  # noqa: BLE001 - whatever its client raises
        return True
    return False


def check(store: Store) -> None:
    """Write a few bytes and read them back.

    Raises:
        Exception: whatever the store's client raises; Corrupted, NotKept, StoreAway among them.
    """
    store.read(store.write(_PROBE))


class FolderStore:
    """A store in a local folder: `ab/abcd…`."""

    def __init__(self, root: Path) -> None:
        """Take the folder, which is made where it is missing."""
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def write(self, data: bytes) -> str:
        """Keep `data` durably and return its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(self.root)
        draft = path.with_name(f".{uuid4().hex}")
        try:
            _write_synced(draft, data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a hash (see `Store.read`)."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotKept(sha256) from None
        return _checked(data, sha256)

    def has(self, sha256: str) -> bool:
        """Tell whether the content is kept."""
        return self._path(sha256).exists()

    def names(self) -> Iterator[str]:
        """Give the hash of every content (see `Store.names`)."""
        return (path.name for path in self.root.glob("??/*") if len(path.name) == _HASH)

    def _path(self, sha256: str) -> Path:
        return self.root / _key(sha256)


class ObjectStore:
    """A store on any file system of fsspec; an object is there whole or not at all."""

    def __init__(self, url: str) -> None:
        """Take the address of the bucket and an optional prefix."""
        system: Any
        options = _S3_BOUNDS if urlsplit(url).scheme in {"s3", "s3a"} else {}
        system, root = fsspec.core.url_to_fs(url, **options)
        if options:
            system.retries = _TRIES
        self._system = system
        self._root = str(root).rstrip("/")

    def write(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256.

        Raises:
            StoreAway: the store answers, and does not hold what it was given.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self._holds(sha256, len(data)):
            self._system.pipe_file(self._path(sha256), data)
            if not self._holds(sha256, len(data)):
                raise StoreAway("it says to have kept what it does not hold")
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a hash (see `Store.read`)."""
        try:
            data: bytes = self._system.cat_file(self._path(sha256))
        except FileNotFoundError:
            raise NotKept(sha256) from None
        return _checked(data, sha256)

    def has(self, sha256: str) -> bool:
        """Tell whether the content is kept."""
        return bool(self._system.exists(self._path(sha256)))

    def names(self) -> Iterator[str]:
        """Give the hash of every content (see `Store.names`)."""
        found = (str(path).rsplit("/", 1)[-1] for path in self._system.find(self._root))
        return (name for name in found if len(name) == _HASH)

    def _holds(self, sha256: str, size: int) -> bool:
        """Tell whether so many bytes are kept there: something in between may say yes to all."""
        try:
            return bool(self._system.info(self._path(sha256))["size"] == size)
        except FileNotFoundError:
            return False

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{_key(sha256)}"


def _key(sha256: str) -> str:
    if len(sha256) != _HASH or not sha256.isalnum():
        raise NotKept(sha256)
    return f"{sha256[:2]}/{sha256}"


def _checked(data: bytes, sha256: str) -> bytes:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Corrupted(sha256)
    return data


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

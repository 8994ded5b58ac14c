"""The place that the public reads from: a folder, or any store that fsspec can write to."""

import ctypes
import fcntl
import os
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

import fsspec
from fsspec.exceptions import FSTimeoutError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from results.addresses import LATEST, PRINTED
from results.caching import cache_control, kind_of
from results.errors import Overtaken, PublicationError

_T = TypeVar("_T")

_S3: Final = ("s3", "s3a")
_GCS: Final = ("gs", "gcs")
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


def is_lead(path: str) -> bool:
    """Tell whether readers or the next publisher find other files by this one."""
    return path in (LATEST, PRINTED) or path.startswith("data/snapshots/")


class Target(Protocol):
    """Files by path. A reader sees a file whole, as it was or as it is, never half."""

    writers: int
    """How many files are worth writing at the same time."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""

    def size(self, path: str) -> int | None:
        """Return the size of a file in bytes, or None where there is none."""

    def holds(self, path: str, data: bytes) -> bool:
        """Tell whether an immutable file is there, whole."""

    def put(self, path: str, data: bytes) -> None:
        """Write a file, replacing what was there at once."""

    def replace(self, path: str, was: bytes, data: bytes) -> None:
        """Write a file in the place of what was read.

        Raises:
            Overtaken: another has changed it since, as far as the place can tell.
        """

    def sweep(self, paths: Collection[str], keep: Collection[str]) -> None:
        """Delete those of some files that are not to be kept, and halves beside any of them."""

    def settle(self) -> None:
        """Wait until all that was put outlives a power cut."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep others from changing the pointer meanwhile, as far as the place can."""


class Folder:
    """A folder of this machine."""

    writers = 1

    def __init__(self, root: Path) -> None:
        """Take the folder; it is made with the first file."""
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def size(self, path: str) -> int | None:
        """Return the size of a file in bytes, or None where there is none."""
        try:
            return (self.root / path).stat().st_size
        except FileNotFoundError:
            return None

    def holds(self, path: str, data: bytes) -> bool:
        """Tell whether a file is there with these bytes.

        A power cut can leave a file of the right length with nothing in it.
        """
        return self.size(path) == len(data) and self.read(path) == data

    def put(self, path: str, data: bytes) -> None:
        """Write beside and rename, so that no reader sees half a file.

        What others are found by is on the disk before its name leads to it.
        """
        file = self.root / path
        beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            beside.write_bytes(data)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
        if is_lead(path):
            _flush(beside)
        os.replace(beside, file)  # noqa: PTH105 - the atomic one
        if is_lead(path):
            _flush(file.parent)

    def replace(self, path: str, was: bytes, data: bytes) -> None:
        """Write a file in the place of what was read; who does so holds the folder alone."""
        if self.read(path) != was:
            raise Overtaken(f"{path} was changed meanwhile")
        self.put(path, data)

    def sweep(self, paths: Collection[str], keep: Collection[str]) -> None:
        """Delete those of some files that are not to be kept, and halves beside any of them."""
        own: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            folder, _, name = path.rpartition("/")
            own[folder].add(name)
        for folder, names in own.items():
            place = self.root / folder
            for file in list(place.iterdir()) if place.is_dir() else ():
                name = file.name
                is_half = name.startswith(".")
                if is_half:
                    name = name[1:].rpartition(".")[0]
                if name in names and (is_half or f"{folder}/{name}" not in keep):
                    file.unlink(missing_ok=True)

    def settle(self) -> None:
        """Flush the file system once for all files: fsync of each costs twenty times as much."""
        if not self.root.exists():
            return
        descriptor = os.open(self.root, os.O_RDONLY)
        try:
            if _LIBC.syncfs(descriptor):
                raise PublicationError(f"{self.root}: {os.strerror(ctypes.get_errno())}")
        finally:
            os.close(descriptor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a lock that ends with the process, so that a killed publisher leaves none."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Store:
    """An object store behind fsspec, where a put is seen whole by its nature."""

    writers = 16

    def __init__(self, url: str) -> None:
        """Take an fsspec address such as `s3://bucket/folder`."""
        self._files: Any
        self._files, self._root = fsspec.core.url_to_fs(url)
        self._protocol = url.partition(":")[0]

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""
        try:
            return bytes(self._files.cat_file(self._place(path)))
        except FileNotFoundError:
            return None

    def size(self, path: str) -> int | None:
        """Return the size of a file in bytes, or None where there is none."""
        try:
            return int(self._files.info(self._place(path))["size"])
        except FileNotFoundError:
            return None

    def holds(self, path: str, data: bytes) -> bool:
        """Tell whether a file of this length is there; a store never holds half of one."""
        return self.size(path) == len(data)

    def put(self, path: str, data: bytes) -> None:
        """Write a file, with the words by which caches and browsers go where the store takes them.

        Raises:
            PublicationError: the store did not take it, after tries.
        """
        try:
            self._tried(path, data)
        except (OSError, FSTimeoutError) as trouble:
            raise PublicationError(f"{path} could not be written: {trouble}") from trouble

    def replace(self, path: str, was: bytes, data: bytes) -> None:
        """Write a file in the place of what was read; S3 refuses where another was faster.

        Raises:
            Overtaken: another has changed it since.
            PublicationError: the store did not take it.
        """
        place = self._place(path)
        is_s3 = self._protocol in _S3
        only = {"IfMatch": self._files.info(place, refresh=True)["ETag"]} if is_s3 else {}
        if self.read(path) != was:
            raise Overtaken(f"{path} was changed meanwhile")
        try:
            self._tried(path, data, **only)
        except (OSError, FSTimeoutError) as trouble:
            now = self.read(path)
            if now == was:
                raise PublicationError(f"{path} could not be written: {trouble}") from trouble
            if now != data:  # ours may be there, and only the answer have been lost
                raise Overtaken(f"{path} was changed meanwhile") from trouble

    def sweep(self, paths: Collection[str], keep: Collection[str]) -> None:
        """Delete those of some files that are not to be kept; a store holds no halves."""
        gone = sorted(set(paths) - set(keep))
        done_at_once(self, [partial(self._remove, path) for path in gone])

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(self._place(path))

    def settle(self) -> None:
        """Do nothing: a store answers a put when it keeps the file."""

    @retry(
        retry=retry_if_exception_type((OSError, FSTimeoutError)),
        stop=stop_after_attempt(4),
        wait=wait_exponential(0.2),
        reraise=True,
    )
    def _tried(self, path: str, data: bytes, **only: str) -> None:
        self._files.pipe_file(self._place(path), data, **self._words(path), **only)

    def _words(self, path: str) -> dict[str, Any]:
        kind, kept = kind_of(path), cache_control(path)
        if self._protocol in _S3:
            return {"CacheControl": kept, "ContentType": kind}
        if self._protocol in _GCS:  # without a word its caches keep a public file for an hour
            return {"fixed_key_metadata": {"cache_control": kept}, "content_type": kind}
        return {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do nothing: a store has no locks; the lease keeps publishers apart."""
        yield

    def _place(self, path: str) -> str:
        return f"{self._root}/{path}"


def open_target(url: str) -> Target:
    """Return the target at an address: a path, `file:///…` or any other address of fsspec.

    Raises:
        PublicationError: no file system is known for the address.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "file"):
        return Folder(Path(unquote(parts.path)))
    try:
        return Store(url)
    except (ValueError, ImportError) as trouble:
        raise PublicationError(f"no store for {parts.scheme} addresses: {trouble}") from trouble


def put_once(target: Target, path: str, data: bytes) -> bool:
    """Write an immutable file unless it is there whole already; tell whether it was written."""
    if target.holds(path, data):
        return False
    target.put(path, data)
    return True


def done_at_once(target: Target, tasks: Sequence[Callable[[], _T]]) -> list[_T]:
    """Do what writes to a target, as many at a time as the place rewards."""
    if target.writers == 1:
        return [task() for task in tasks]
    with ThreadPoolExecutor(target.writers) as pool:
        return list(pool.map(_call, tasks))


def _flush(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _call(task: Callable[[], _T]) -> _T:
    return task()

"""Where a published root is read from when it is verified: a folder, or an address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import httpx

from results.errors import PublicationError


class Source(Protocol):
    """A published root as a reader has it."""

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""

    def paths(self) -> Iterator[str]:
        """Give every file that lies there, as far as the place can tell."""


class FolderSource:
    """A folder, for example a copy that was carried home."""

    def __init__(self, root: Path) -> None:
        """Take the folder that holds `index.html` and `data/`."""
        self._root = root

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""
        try:
            return (self._root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def paths(self) -> Iterator[str]:
        """Give every file in the folder."""
        for file in sorted(self._root.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(self._root).as_posix()


class AddressSource:
    """A web address; it cannot say what else lies there."""

    def __init__(self, address: str) -> None:
        """Take the address of the board."""
        self._address = address.rstrip("/")
        self._client = httpx.Client(timeout=30, follow_redirects=True)

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where the server says that there is none.

        Raises:
            PublicationError: the server cannot be reached or fails.
        """
        try:
            answer = self._client.get(f"{self._address}/{quote(path)}")
        except httpx.HTTPError as trouble:
            raise PublicationError(f"cannot reach {self._address}: {trouble}") from trouble
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.is_error:
            raise PublicationError(f"{path}: the server answers {answer.status_code}")
        return answer.content

    def paths(self) -> Iterator[str]:
        """Give nothing."""
        yield from ()


def open_source(root: str) -> Source:
    """Return the source at a folder, a `file://` address or a web address.

    Raises:
        PublicationError: there is no such folder.
    """
    parts = urlsplit(root)
    if parts.scheme in {"http", "https"}:
        return AddressSource(root)
    folder = Path(parts.path if parts.scheme == "file" else root)
    if not folder.is_dir():
        raise PublicationError(f"there is no folder {root}")
    return FolderSource(folder)

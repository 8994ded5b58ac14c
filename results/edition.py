"""The files of one snapshot on their way out, in the order in which readers may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from results.addresses import Blob, digest, path_for
from results.errors import PublicationError
from results.target import Target, put_once


class Originals(Protocol):
    """The content store that holds the public images."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a hash."""


@dataclass
class Edition:
    """Immutable files, which go first, and files with fixed names, which follow the pointer."""

    immutable: dict[str, bytes] = field(default_factory=dict)
    copies: dict[str, bytes] = field(default_factory=dict)
    images: set[str] = field(default_factory=set)

    def add(self, blob: Blob) -> dict[str, Any]:
        """Take an immutable file; return how others name it."""
        self.immutable[blob.path] = blob.data
        return blob.link()

    def copy(self, path: str, data: bytes) -> str:
        """Take a file with a fixed name; return its hash."""
        self.copies[path] = data
        return digest(data)

    def show(self, record: dict[str, Any]) -> None:
        """Take the public images that a unit's record names."""
        self.images.update(
            page["image"]["sha256"]
            for sheet in record["ballots"].values()
            for page in sheet["pages"]
            if page["image"]
        )

    def write_immutable(self, target: Target, store: Originals) -> int:
        """Write what no reader can see yet; return how many files were new."""
        images = (self._image(target, store, sha256) for sha256 in sorted(self.images))
        files = (put_once(target, path, data) for path, data in self.immutable.items())
        return sum(files) + sum(images)

    def write_new_names(self, target: Target) -> None:
        """Write files under names that nobody links to yet, so that none is ever missing."""
        for path in [p for p in self.copies if target.size(p) is None]:
            target.put(path, self.copies.pop(path))

    def write_copies(self, target: Target) -> None:
        """Bring the fixed names to this snapshot, deeper pages before those that link to them."""
        for path in sorted(self.copies, key=_depth, reverse=True):
            target.put(path, self.copies[path])

    @staticmethod
    def _image(target: Target, store: Originals, sha256: str) -> bool:
        path = path_for(sha256, "jpg")
        if target.size(path):
            return False
        data = store.read(sha256)
        if digest(data) != sha256:
            raise PublicationError(f"the store holds other bytes than {sha256}")
        target.put(path, data)
        return True


def _depth(path: str) -> tuple[int, bool]:
    return path.count("/"), not path.endswith("index.html")


def linked(paths: Iterable[str], edition: Edition) -> dict[str, str]:
    """Return path → hash of files with fixed names that the edition holds."""
    return {path: digest(edition.copies[path]) for path in sorted(paths)}

"""The files of one snapshot on their way out, in the order in which readers may see them."""

import gzip
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol

from results.addresses import Blob, digest, path_for
from results.errors import PublicationError
from results.target import Target, done_at_once, put_once

PACKED: Final = ".gz"
"""What nginx finds a packed file by (`gzip_static`)."""
_TIGHT: Final = 6


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
    numbered: dict[str, bytes] = field(default_factory=dict)
    """Files named by the snapshot's number: an attempt that was cut short may have left another."""

    def add(self, blob: Blob) -> dict[str, Any]:
        """Take an immutable file; return how others name it."""
        self.immutable[blob.path] = blob.data
        return blob.link()

    def number(self, blob: Blob) -> dict[str, Any]:
        """Take a file that is named by the snapshot's number; return how others name it."""
        self.numbered[blob.path] = blob.data
        return blob.link()

    def copy(self, path: str, data: bytes) -> str:
        """Take a file with a fixed name; return its hash."""
        self.copies[path] = data
        return digest(data)

    def pack(self, path: str, data: bytes) -> dict[str, str]:
        """Take a page packed beside itself, so that a server need not; return path → hash."""
        packed = f"{path}{PACKED}"
        return {packed: self.copy(packed, gzip.compress(data, _TIGHT, mtime=0))}

    def show(self, record: dict[str, Any]) -> None:
        """Take the public images that a unit's record names."""
        self.images.update(
            page["image"]["sha256"]
            for sheet in record["ballots"].values()
            for page in sheet["pages"]
            if page["image"]
        )

    def paths(self) -> set[str]:
        """Return where everything lies that goes before the pointer."""
        images = (path_for(sha256, "jpg") for sha256 in self.images)
        return {*self.immutable, *self.numbered, *images}

    def absent(self, target: Target) -> set[str]:
        """Return the paths of those at which nothing lies yet."""
        paths = sorted(self.paths())
        sizes = done_at_once(target, [partial(target.size, path) for path in paths])
        return {path for path, size in zip(paths, sizes, strict=True) if size is None}

    def write_immutable(self, target: Target, store: Originals, absent: Collection[str]) -> int:
        """Write what no reader can see yet, to stay; return how many files were new.

        At the `absent` paths nothing lies, so that nothing needs to be looked for there.
        """
        images = [partial(self._image, target, store, sha256) for sha256 in sorted(self.images)]
        files = [
            partial(_put if path in absent else put_once, target, path, data)
            for path, data in self.immutable.items()
        ]
        for path, data in self.numbered.items():
            target.put(path, data)
        new = len(self.numbered) + sum(done_at_once(target, [*files, *images]))
        target.settle()
        return new

    def write_copies(self, target: Target) -> None:
        """Bring the fixed names to this snapshot, deeper pages before those that link to them."""
        for depth in sorted({_depth(path) for path in self.copies}, reverse=True):
            level = [path for path in self.copies if _depth(path) == depth]
            done_at_once(target, [partial(target.put, path, self.copies[path]) for path in level])

    @staticmethod
    def _image(target: Target, store: Originals, sha256: str) -> bool:
        path = path_for(sha256, "jpg")
        held = target.read(path) if target.size(path) else None
        if held is not None and digest(held) == sha256:
            return False
        data = store.read(sha256)
        if digest(data) != sha256:
            raise PublicationError(f"the store holds other bytes than {sha256}")
        target.put(path, data)
        return True


def _put(target: Target, path: str, data: bytes) -> bool:
    target.put(path, data)
    return True


_ORDER: Final = ("u/", "c/")
"""Pages that others link to are written first."""


def _depth(path: str) -> int:
    """Return how deep a page lies: units, constituencies, other folders, the nation, the board."""
    path = path.removesuffix(PACKED)
    for place, folder in enumerate(_ORDER):
        if f"/{path}".find(f"/{folder}") >= 0:
            return len(_ORDER) + 2 - place
    if path.endswith("index.html"):
        return 0
    return 1 + ("/" in path.removeprefix("en/"))

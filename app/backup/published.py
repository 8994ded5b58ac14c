"""Published files, copied so that a copy shows one snapshot whole: its pointer comes last."""

from collections.abc import Callable
from typing import Any

import fsspec

from results.addresses import DATA, LATEST

Show = Callable[[str, int, int], None]


class _Tree:
    """Files below an address of fsspec."""

    def __init__(self, url: str) -> None:
        self._system: Any
        self._system, root = fsspec.core.url_to_fs(url)
        self._root = str(root).rstrip("/")

    def paths(self) -> list[str]:
        """Return the paths below the root; a file that is being written is not among them."""
        if not self._system.exists(self._root):
            return []
        found = (str(path)[len(self._root) :].lstrip("/") for path in self._system.find(self._root))
        return sorted(path for path in found if not path.rsplit("/", 1)[-1].startswith("."))

    def size(self, path: str) -> int | None:
        place = self._place(path)
        return int(self._system.size(place)) if self._system.exists(place) else None

    def read(self, path: str) -> bytes:
        return bytes(self._system.cat_file(self._place(path)))

    def write(self, path: str, data: bytes) -> None:
        place = self._place(path)
        self._system.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
        self._system.pipe_file(place, data)

    def _place(self, path: str) -> str:
        return f"{self._root}/{path}"


def copy_published(source_url: str, target_url: str, show: Show) -> int:
    """Copy what the target lacks; return how many files were there.

    The pointer is read first and written last: files never vanish, so that all it names is there.
    """
    source, target = _Tree(source_url), _Tree(target_url)
    pointer = source.read(LATEST) if source.size(LATEST) is not None else None
    paths = [path for path in source.paths() if path != LATEST]
    for done, path in enumerate(paths, start=1):
        # What lies there by its hash never changes; everything else is copied each time.
        if not path.startswith(f"{DATA}/") or source.size(path) != target.size(path):
            target.write(path, source.read(path))
        show("public", done, len(paths))
    if pointer is not None:
        target.write(LATEST, pointer)
    return len(paths) + (pointer is not None)

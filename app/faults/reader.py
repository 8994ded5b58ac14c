"""A reader of the public board, who asks for the pointer all night and follows it."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.faults.ledger import Ledger
from results.addresses import LATEST, digest

_EVERY_S: Final = 0.05


@dataclass(slots=True)
class Reader:
    """Never sees a missing file, a mixed set, or a sequence that goes back."""

    public: Path
    ledger: Ledger
    over: threading.Event
    sequence: int = 0

    def run(self) -> None:
        """Look until the night is over."""
        while not self.over.wait(_EVERY_S):
            self.look()

    def look(self) -> None:
        """Read the pointer and everything that its root names."""
        try:
            pointer = json.loads((self.public / LATEST).read_bytes())
        except FileNotFoundError:
            if self.sequence:
                self.ledger.complain("the pointer is gone")
            return
        except ValueError:
            self.ledger.complain("the pointer is half written")
            return
        self.ledger.polls += 1
        if pointer["sequence"] < self.sequence:
            self.ledger.complain(f"snapshot {pointer['sequence']} after {self.sequence}")
        if pointer["sequence"] != self.sequence:
            self.sequence = int(pointer["sequence"])
            self._follow(pointer["root"])

    def _follow(self, link: dict[str, Any]) -> None:
        root = self._read(link)
        if root is None:
            return
        for inner in _links(json.loads(root)):
            self._read(inner)

    def _read(self, link: dict[str, Any]) -> bytes | None:
        try:
            data: bytes = (self.public / link["path"]).read_bytes()
        except FileNotFoundError:
            self.ledger.complain(f"snapshot {self.sequence} names {link['path']}, which is missing")
            return None
        if digest(data) != link["sha256"]:
            self.ledger.complain(f"snapshot {self.sequence}: {link['path']} is another file")
            return None
        return data


def _links(value: object) -> list[dict[str, Any]]:
    """Return everything inside a JSON value that names a file by path and hash."""
    if isinstance(value, dict):
        if isinstance(value.get("path"), str) and isinstance(value.get("sha256"), str):
            return [value]
        return [link for inner in value.values() for link in _links(inner)]
    if isinstance(value, list):
        return [link for inner in value for link in _links(inner)]
    return []

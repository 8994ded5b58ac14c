"""What the outside world was told during a night: the promises that have to be kept."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Written by many threads; read when the night is over."""

    sent: set[tuple[int, str]] = field(default_factory=set)
    """Unit and hash of every photo that was tried, acknowledged or not."""
    receipts: set[tuple[int, str]] = field(default_factory=set)
    """Unit and hash of the photos whose sender got an answer that they are kept."""
    decisions: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Sheet and user name of every decision that was answered as taken."""
    kills: Counter[str] = field(default_factory=Counter)
    polls: int = 0
    copies: int = 0
    """Copies of the record taken while everything stood still, each opened and looked at."""
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def try_photo(self, unit_id: int, sha256: str) -> None:
        """Note that a photo is on its way."""
        with self.lock:
            self.sent.add((unit_id, sha256))

    def promise_photo(self, unit_id: int, sha256: str) -> None:
        """Note that the sender was told that a photo is kept."""
        with self.lock:
            self.receipts.add((unit_id, sha256))

    def promise_decision(self, sheet_id: int, username: str) -> None:
        """Note that a reviewer was told that a decision is taken."""
        with self.lock:
            self.decisions[sheet_id, username] += 1

    def complain(self, what: str) -> None:
        """Note something that must not happen."""
        with self.lock:
            self.troubles.append(what)

"""How much memory the processes of a night take at most, by kind."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import psutil

from app.processes import ProcessGroup

_CAGE: Final = "app.cage.inside"
_MIB: Final = 1024 * 1024


@dataclass(slots=True)
class Scales:
    """The heaviest that one process of each kind was seen, in MiB.

    What processes share is counted in part (PSS) and in whole (RSS).
    """

    group: ProcessGroup
    pss_mb: dict[str, int] = field(default_factory=dict)
    rss_mb: dict[str, int] = field(default_factory=dict)

    def look(self) -> None:
        """Weigh every process that lives now."""
        for kind, process in self._living():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                found = process.memory_full_info()
                self._note(self.pss_mb, kind, found.pss)
                self._note(self.rss_mb, kind, found.rss)

    def to_data(self) -> dict[str, dict[str, int]]:
        """Return the figures by kind."""
        return {k: {"pss": self.pss_mb[k], "rss": self.rss_mb[k]} for k in sorted(self.pss_mb)}

    def _note(self, most: dict[str, int], kind: str, taken: int) -> None:
        most[kind] = max(most.get(kind, 0), taken // _MIB)

    def _living(self) -> Iterator[tuple[str, psutil.Process]]:
        for child in self.group.children:
            if child.process is None or child.process.poll() is not None:
                continue
            with suppress(psutil.NoSuchProcess):
                top = psutil.Process(child.process.pid)
                yield child.name.split(" ")[0], top
                yield from (("cage", p) for p in top.children() if _CAGE in p.cmdline())

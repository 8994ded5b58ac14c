"""Why an election is not loaded.

LoadError
├── FolderRefused    the folder is broken: every fault with file, line, column and reason
└── OtherElection    the database already holds another election
"""

from dataclasses import dataclass

from models.values.findings import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a folder; line and column are None where they do not apply."""

    file: str
    line: int | None
    column: str | None
    reason: Message

    def __str__(self) -> str:
        """Say where and what, e.g. `units.csv:12 number: not a whole number`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        column = f" {self.column}" if self.column else ""
        return f"{place}{column}: {self.reason.en}"


class LoadError(Exception):
    """Base of every refusal to load an election."""


class FolderRefused(LoadError):
    """The folder is broken; nothing was changed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Take every fault that was found, in the order of files and lines."""
        super().__init__("; ".join(str(f) for f in faults[:3]))
        self.faults = faults


class OtherElection(LoadError):
    """The database already holds an election that was loaded from other data."""

    def __init__(self, code: str) -> None:
        """Name the election that is there."""
        super().__init__(f"the database holds the election {code}, loaded from other data")
        self.code = code

"""What can go wrong before codes are printed.

CodesError
├── UnknownPlace   a code of the selection names no centre, constituency or unit
└── NoElection     there is no election to print codes for
"""


class CodesError(Exception):
    """Base of what printing codes raises."""


class UnknownPlace(CodesError):
    """A code of the selection names nothing."""

    def __init__(self, code: str) -> None:
        """Name the code that was typed."""
        super().__init__(code)
        self.code = code


class NoElection(CodesError):
    """The record holds no election."""

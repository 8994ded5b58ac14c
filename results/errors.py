"""What can go wrong when results are released, published or verified.

ResultsError
├── FiguresDiffer      running totals and a full recomputation are not equal (R607)
├── KeyUnreadable      a key file is not one of ours
└── PublicationError   the published folder could not be read or written
"""

from collections.abc import Mapping


class ResultsError(Exception):
    """Base of every failure of release, publication and verification."""


class FiguresDiffer(ResultsError):
    """Running totals and a full recomputation are not equal; nothing is repaired by itself."""

    def __init__(self, constituency: str, differences: Mapping[str, int]) -> None:
        """Name the constituency and, by field, how far the running total is off."""
        super().__init__(f"{constituency}: {len(differences)} totals differ")
        self.constituency = constituency
        self.differences = dict(differences)


class KeyUnreadable(ResultsError):
    """A key file is not one of ours."""


class PublicationError(ResultsError):
    """The published folder could not be read or written."""

"""What can go wrong when results are released, published or verified.

ResultsError
├── KeyUnreadable      a key file is not one of ours
└── PublicationError   the published folder could not be read or written
"""


class ResultsError(Exception):
    """Base of every failure of release, publication and verification."""


class KeyUnreadable(ResultsError):
    """A key file is not one of ours."""


class PublicationError(ResultsError):
    """The published folder could not be read or written."""

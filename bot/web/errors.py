"""What the page /send may refuse beyond the record's own refusals.

SendError
├── NothingSaid   an answer that says nothing: no number where one was promised
└── NoCount       an answer with something else than a count in it
"""


class SendError(Exception):
    """Base of the page's refusals."""


class NothingSaid(SendError):
    """A correction without a number in it."""


class NoCount(SendError):
    """A correction in which something typed is no count; taking the rest would lose it."""

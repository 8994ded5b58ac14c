"""What the page /send may refuse beyond the record's own refusals.

SendError
└── NothingSaid   an answer that says nothing: no number where one was promised
"""


class SendError(Exception):
    """Base of the page's refusals."""


class NothingSaid(SendError):
    """A correction without a number in it."""

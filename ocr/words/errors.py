"""What can go wrong with the reader of words itself; unreadable words are no error.

WordsError
└── WeightsError    the network's file is missing or is not the one its description names
"""


class WordsError(Exception):
    """The reader of words cannot work."""


class WeightsError(WordsError):
    """The network's file is missing or is not the one its description names."""

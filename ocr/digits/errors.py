"""What can go wrong with the strip reader itself; an unreadable strip is no error.

DigitsError
└── WeightsError    the network's file is missing or is not the one its description names
"""


class DigitsError(Exception):
    """The strip reader cannot work."""


class WeightsError(DigitsError):
    """The network's file is missing or is not the one its description names."""

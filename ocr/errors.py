"""Errors of reading pictures.

OcrError
├── NotAnImage      the bytes are no picture that can be decoded: the sender is told so
└── WeightsError    a network's file is missing or is not the one its description names

A blurred page, a page of another form or a cat are no errors: they are scans with problems.
"""


class OcrError(Exception):
    """Reading a picture failed."""


class NotAnImage(OcrError):
    """The bytes cannot be decoded as a picture within the limits."""


class WeightsError(OcrError):
    """A network's file is missing or is not the one its description names."""

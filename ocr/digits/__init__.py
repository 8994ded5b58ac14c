"""Handwritten digits: cut strips become candidate numbers with probabilities."""

from ocr.digits.alphabet import Script
from ocr.digits.reader import read_strips
from ocr.digits.reading import StripReading

__all__ = ["Script", "StripReading", "read_strips"]

"""Handwriting drawn by our own strokes; no letter of any real person or font is in it.

    from ocr.hand import Writer
    writer = Writer(seed=7)              # one hand: slant, size, pen, spacing, habits
    ink = writer.number("123")           # or number("123", script="thai"); ink.text == "123"
    ink = writer.words(123, "คะแนน")      # หนึ่งร้อยยี่สิบสามคะแนน
    ink = writer.ticked(ink)             # also slashed, fenced, struck(wrong, right), dash()
    picture = ink.alpha(em_px=28)        # uint8 (height, width), 0 paper, 255 ink
    picture = draw(ink, 28, (5, 30), (64, 256))   # the same on a canvas, origin at pixel (x, y)

1 em is the height of a digit; y 0 is its top and 1 its base. A string of three digits takes well
under a millisecond. For training, make a new `Writer` for every few strings.
"""

from ocr.hand.ink import Ink, Stroke, draw, joined
from ocr.hand.style import Style, style_of
from ocr.hand.writer import Writer
from ocr.number_words import SUFFIXES, spelled_digits, thai_words

__all__ = [
    "SUFFIXES",
    "Ink",
    "Stroke",
    "Style",
    "Writer",
    "draw",
    "joined",
    "spelled_digits",
    "style_of",
    "thai_words",
]

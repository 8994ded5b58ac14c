"""Banks of single digits drawn by our own strokes, in the place of the public sets."""

import numpy as np

from ocr.digits.alphabet import Script
from ocr.hand import Writer
from ocr.train.datasets import DigitImages
from ocr.train.glyphs import GlyphBank, bank_of
from ocr.train.samples import Source, drawn_banks


def set_bank(script: Script) -> GlyphBank:
    images = np.full((40, 28, 28), 255, np.uint8)
    labels = np.arange(40) % 10
    for i, digit in enumerate(labels):
        ink = Writer(i).number(str(digit), script.value).alpha(20)[:28, :28]
        images[i, : ink.shape[0], : ink.shape[1]] = 255 - ink
    return bank_of(DigitImages(images, labels.astype(np.int64), np.arange(40) // 10), script)


def small_source() -> Source:
    few = dict.fromkeys(Script, 3)
    return Source({script: set_bank(script) for script in Script}, drawn_banks(few))

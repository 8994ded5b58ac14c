"""Training samples: views of written numbers with their classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import Script, class_of
from ocr.digits.view import ink_of, view_of
from ocr.train.glyphs import GlyphBank
from ocr.train.marks import with_marks, with_struck_figure
from ocr.train.strings import Figure, by_hand, compose, random_digits
from ocr.train.wear import Grey, worn_strip

THAI_SHARE: Final = 0.35
"""Thai digits are fewer and alike; on forms they are rare."""

HAND_SHARE: Final = {Script.ARABIC: 0.5, Script.THAI: 0.25}
"""Share of strings written by our own strokes, which know how Thai people write 1 and 4."""

STRUCK_SHARE: Final = 0.012
"""More of them teach the net to drop barred and crossing digits."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A view (32 rows, up to 160 columns of ink) and the classes written in it."""

    view: NDArray[np.uint8]
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A cut strip with the number that stands in it."""

    strip: Grey
    digits: tuple[int, ...]
    script: Script


@dataclass(frozen=True, slots=True)
class Source:
    """Where written numbers come from: single digits, and with `hand` our own strokes too."""

    banks: Mapping[Script, GlyphBank]
    hand: bool = True

    def figure(self, script: Script, rng: np.random.Generator) -> Figure:
        """Return a random number written in `script`."""
        digits = random_digits(rng)
        if self.hand and rng.random() < HAND_SHARE[script]:
            return by_hand(digits, script, rng)
        return compose(self.banks[script], digits, rng)


def written(source: Source, script: Script, rng: np.random.Generator) -> Written:
    """Return one strip as the reader would cut it."""
    figure = source.figure(script, rng)
    if rng.random() < STRUCK_SHARE:
        figure = with_struck_figure(figure, source.figure(script, rng), rng)
    strip = worn_strip(with_marks(figure, rng), figure.box, rng)
    return Written(strip, figure.digits, script)


def sample(source: Source, rng: np.random.Generator) -> Sample:
    """Return one training sample."""
    script = Script.THAI if rng.random() < THAI_SHARE else Script.ARABIC
    one = written(source, script, rng)
    pad = float(rng.uniform(0, 0.12)) if rng.random() < 0.5 else 0.0
    view = view_of(ink_of(one.strip), pad, float(rng.uniform(0.9, 1.5)))
    return Sample(view, tuple(class_of(d, one.script) for d in one.digits))

"""Training samples: views of written numbers with their classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.digits.alphabet import STRUCK, Script, class_of
from ocr.digits.view import ink_of, view_of
from ocr.train.drawn_digits import WRITERS, drawn_bank
from ocr.train.glyphs import GlyphBank
from ocr.train.marks import marks_around
from ocr.train.strings import Figure, compose, random_digits
from ocr.train.struck import ALONE, struck, with_struck
from ocr.train.wear import Grey, worn_strip

THAI_SHARE: Final = 0.3
"""Thai digits are fewer and alike; on forms they are rare."""

DRAWN_SHARE: Final = {Script.ARABIC: 0.5, Script.THAI: 0.25}
"""Share of strings in digits of our own strokes, which know how Thai people write 1 and 4."""

STRUCK_SHARE: Final = 0.05

Banks = Mapping[Script, GlyphBank]


@dataclass(frozen=True, slots=True)
class Sample:
    """A view (32 rows, up to 160 columns of ink) and the classes written in it."""

    view: NDArray[np.uint8]
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A cut strip with what stands in it; `struck` where a figure before it was struck out.

    A struck-out figure that nothing replaces has no digits.
    """

    strip: Grey
    digits: tuple[int, ...]
    script: Script
    struck: bool = False

    @property
    def classes(self) -> tuple[int, ...]:
        """Return the classes that the network is to read."""
        before = (STRUCK,) if self.struck else ()
        return (*before, *(class_of(d, self.script) for d in self.digits))


@dataclass(frozen=True, slots=True)
class Source:
    """Where written numbers come from: single digits of people, and with `drawn` our own too."""

    banks: Banks
    drawn: Banks | None = None

    def figure(self, script: Script, rng: np.random.Generator) -> Figure:
        """Return a random number written in `script`."""
        ours = self.drawn is not None and rng.random() < DRAWN_SHARE[script]
        banks = self.drawn if ours and self.drawn else self.banks
        return compose(banks[script], random_digits(rng), rng)


def drawn_banks(writers: Mapping[Script, int] = WRITERS) -> dict[Script, GlyphBank]:
    """Return digits of our own strokes in each script, by so many hands."""
    return {script: drawn_bank(script, writers[script]) for script in Script}


def written(source: Source, script: Script, rng: np.random.Generator) -> Written:
    """Return one strip as the reader would cut it."""
    figure = source.figure(script, rng)
    if rng.random() >= STRUCK_SHARE:
        strip = worn_strip(figure, marks_around(figure, rng), rng)
        return Written(strip, figure.digits, script)
    if rng.random() < ALONE:
        gone = Figure(struck(figure, rng), (), script, figure.box)
        return Written(worn_strip(gone, marks_around(gone, rng), rng), (), script, struck=True)
    both = with_struck(figure, source.figure(script, rng), rng)
    strip = worn_strip(both, marks_around(both, rng), rng)
    return Written(strip, figure.digits, script, struck=True)


def sample(source: Source, rng: np.random.Generator) -> Sample:
    """Return one training sample."""
    script = Script.THAI if rng.random() < THAI_SHARE else Script.ARABIC
    one = written(source, script, rng)
    pad = float(rng.uniform(0, 0.2)) if rng.random() < 0.7 else 0.0
    view = view_of(ink_of(one.strip), pad, float(rng.uniform(1.1, 1.9)))
    return Sample(view, one.classes)

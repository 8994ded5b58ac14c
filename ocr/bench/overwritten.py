"""How many figures written over another are seen, and how many clean ones pass for such.

`python -m ocr.bench.overwritten` draws numbers by hands of the stroke generator, half of them with
one digit written over another, worn and photographed as in training, and reads them.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.bench.rates import Rate
from ocr.digits import StripReading, read_strips
from ocr.digits.alphabet import Script
from ocr.digits.counters import is_overwritten
from ocr.hand import Ink, Writer, joined
from ocr.train.strings import Figure, random_digits
from ocr.train.wear import worn_strip

FIRST_SEED: Final = 910_000
EM_PX: Final = 44
MARGIN_PX: Final = 20
LONGEST: Final = 3
SURE: Final = 0.99
_GAP, _ASIDE = 0.08, 0.05
_INKED: Final = 60


class Drawn(NamedTuple):
    """A strip with the number that counts in it."""

    strip: NDArray[np.uint8]
    value: int
    reading: StripReading

    @property
    def is_seen(self) -> bool:
        """Tell whether a figure written over another is seen in it."""
        return is_overwritten(self.strip, self.reading)

    @property
    def is_surely_wrong(self) -> bool:
        """Tell whether another number is read in it, and that for sure."""
        sure = self.reading.candidates and self.reading.candidates[0][1] >= SURE
        return bool(sure) and self.reading.value != self.value


def drawn(count: int, *, over: bool) -> list[Drawn]:
    """Return so many read strips, with one digit written over another or clean."""
    strips = [_strip(FIRST_SEED + 2 * i + over, over=over) for i in range(count)]
    readings = read_strips([strip for strip, _ in strips], Script.ARABIC)
    return [Drawn(*strip, reading) for strip, reading in zip(strips, readings, strict=True)]


def _strip(seed: int, *, over: bool) -> tuple[NDArray[np.uint8], int]:
    rng = np.random.default_rng([seed, 7])
    digits = random_digits(rng)[:LONGEST]
    place = int(rng.integers(len(digits))) if over else None
    alpha = _written(Writer(seed), digits, place, rng).alpha(EM_PX, margin_px=MARGIN_PX)
    ink = np.ascontiguousarray(alpha, np.uint8)
    rows, columns = np.nonzero(ink > _INKED)
    box = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
    figure = Figure(ink, digits, Script.ARABIC, box)
    return worn_strip(figure, np.zeros_like(ink), rng), int("".join(map(str, digits)))


def _written(
    writer: Writer, digits: Sequence[int], place: int | None, rng: np.random.Generator
) -> Ink:
    """Return the digits side by side; the one at `place` stands over another."""
    parts: list[Ink] = []
    for index, digit in enumerate(digits):
        layers = [digit]
        if index == place:
            layers.append(int(rng.choice([d for d in range(10) if d != digit])))
        x = max((part.width for part in parts), default=-_GAP) + _GAP
        for layer in layers:
            ink = writer.number(str(layer))
            aside = rng.normal(0, _ASIDE, 2) if layer != digit else (0.0, 0.0)
            parts.append(ink.moved(x - ink.box[0] + float(aside[0]), float(aside[1])))
    return joined(parts)


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(prog="python -m ocr.bench.overwritten", description=__doc__)
    parser.add_argument("--each", type=int, default=500, help="strips of each kind")
    each = parser.parse_args().each
    clean, over = drawn(each, over=False), drawn(each, over=True)
    wrong = [one for one in over if one.is_surely_wrong]
    lines = {
        "seen of those written over another": Rate.of(one.is_seen for one in over),
        f"seen of those of them read wrongly at {SURE} or more": Rate.of(o.is_seen for o in wrong),
        "clean ones that pass for such": Rate.of(one.is_seen for one in clean),
    }
    sys.stdout.write("".join(f"{name}: {rate}\n" for name, rate in lines.items()))


if __name__ == "__main__":
    main()

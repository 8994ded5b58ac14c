"""The style of one hand: everything that stays the same while one person writes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

BLUE: Final = (36, 44, 140)
"""RGB of a blue ball pen on white paper."""
BLACK: Final = (28, 28, 34)


@dataclass(frozen=True, slots=True)
class Style:
    """How a person writes; lengths in em, angles as shear."""

    slant: float
    aspect: float
    size: float
    size_wobble: float
    drift: float
    pen: float
    pressure: float
    wobble: float
    gap: float
    gap_wobble: float
    touch: float
    loops: float
    loop_size: float
    letter_scale: float
    retrace: float
    colour: tuple[int, int, int]


def style_of(rng: np.random.Generator) -> Style:
    """Return a person's style, drawn from the range that real sheets show."""
    blue = rng.random() < 0.75
    base = np.asarray(BLUE if blue else BLACK)
    colour = np.clip(base + rng.integers(-14, 26, 3), 0, 255)
    return Style(
        slant=float(rng.normal(0.12, 0.14)),
        aspect=float(rng.uniform(0.78, 1.12)),
        size=float(rng.uniform(0.85, 1.25)),
        size_wobble=float(rng.uniform(0.02, 0.09)),
        drift=float(rng.normal(0, 0.03)),
        pen=float(rng.uniform(0.055, 0.115)),
        pressure=float(rng.uniform(0.05, 0.3)),
        wobble=float(rng.uniform(0.008, 0.028)),
        gap=float(rng.normal(0.2, 0.07)),
        gap_wobble=float(rng.uniform(0.02, 0.08)),
        touch=float(rng.beta(1, 12)),
        loops=float(rng.beta(0.8, 0.8)),
        loop_size=float(rng.uniform(0.6, 1.25)),
        letter_scale=float(rng.uniform(0.62, 0.85)),
        retrace=float(rng.beta(1, 40)),
        colour=(int(colour[0]), int(colour[1]), int(colour[2])),
    )

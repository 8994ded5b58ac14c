"""Under which conditions a page is photographed: named presets and the dials behind them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Ground(StrEnum):
    """What lies around the paper."""

    WHITE = "white"
    DESK = "desk"
    GUTTER = "gutter"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Dials of a photograph; strengths are 0 (none) to about 1 unless a unit is named.

    `turn_deg` turns the whole picture and may be 90, 180 or 270; `tilt_deg` is the largest small
    slant. `margin` is the room around the paper and `cut_top` the part of the page lost at the top,
    both as shares of its height. `blur_px` and `motion_px` are for a photo of 1280 px, larger ones
    blur as much more. `exif_turn` keeps the pixels lying and says so in the file's EXIF.
    """

    ground: Ground = Ground.WHITE
    turn_deg: int = 0
    tilt_deg: float = 0.0
    perspective: float = 0.0
    curl: float = 0.0
    margin: float = 0.0
    cut_top: float = 0.0
    shadow: float = 0.0
    glare: float = 0.0
    dim: float = 0.0
    tint: float = 0.0
    blur_px: float = 0.0
    motion_px: float = 0.0
    noise: float = 0.0
    show_through: float = 0.0
    whiten: float = 0.0
    grey: bool = False
    finger: bool = False
    quality: int = 90
    exif_turn: bool = False


PRESETS: Final[dict[str, Conditions]] = {
    "flat": Conditions(tilt_deg=0.4, noise=0.1, quality=92),
    "scanner": Conditions(
        tilt_deg=1.0, perspective=0.15, curl=0.3, shadow=0.25, whiten=0.8, noise=0.2, quality=85
    ),
    "desk": Conditions(
        ground=Ground.DESK,
        tilt_deg=4.0,
        perspective=0.4,
        curl=0.3,
        margin=0.05,
        shadow=0.35,
        tint=0.4,
        blur_px=0.4,
        noise=0.35,
        quality=82,
    ),
    "shadow": Conditions(
        ground=Ground.DESK,
        tilt_deg=3.0,
        perspective=0.4,
        curl=0.5,
        margin=0.04,
        shadow=0.9,
        dim=0.25,
        tint=0.6,
        blur_px=0.4,
        noise=0.5,
        quality=80,
    ),
    "hard": Conditions(
        ground=Ground.DESK,
        tilt_deg=9.0,
        perspective=0.9,
        curl=0.9,
        margin=0.06,
        shadow=0.8,
        glare=0.5,
        dim=0.3,
        tint=0.8,
        blur_px=0.7,
        motion_px=2.0,
        noise=0.8,
        show_through=0.5,
        finger=True,
        quality=70,
    ),
    "gutter": Conditions(
        ground=Ground.GUTTER,
        tilt_deg=1.2,
        curl=0.4,
        margin=0.03,
        shadow=0.15,
        show_through=0.5,
        whiten=0.9,
        noise=0.2,
        grey=True,
        quality=85,
    ),
    "sideways": Conditions(
        ground=Ground.DESK,
        turn_deg=90,
        tilt_deg=3.0,
        perspective=0.3,
        curl=0.3,
        margin=0.05,
        shadow=0.35,
        blur_px=0.3,
        noise=0.3,
        quality=85,
    ),
    "cut_top": Conditions(
        ground=Ground.DESK,
        tilt_deg=2.0,
        perspective=0.3,
        curl=0.5,
        margin=0.02,
        cut_top=0.1,
        shadow=0.3,
        whiten=0.4,
        noise=0.3,
        quality=82,
    ),
}
"""The conditions that rehearsals, tests and benches speak of by name."""

"""The lines on which the committee signs, and the lines for a reason: do they bear ink."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from models.values.forms import Form
from models.values.reading import Signatures
from ocr.page.cells import Stack
from ocr.page.counts import BESIDE, line_stack
from ocr.page.frame import GEOMETRY_SCALE, Frame
from ocr.page.head import Anchor, Head, Place, match_head
from ocr.page.images import Grey
from ocr.page.ink import PAPER, ink_mask, threshold_of, whitened
from ocr.page.layout import signing_layout
from ocr.page.leaders import Leaders
from ocr.page.lines import Bend
from ocr.page.marks import DottedLine
from ocr.page.strips import inked_widths

_SIGN_ROOM, _REASON_ROOM, _CLEAR_OF_PRINT = 40, 26, 4
_PEN = 165
"""Noise of a dim photo is lighter than this on whitened paper, a pen is not."""
_SENTENCE = 150
"""A reason is a sentence: its letters cover at least this many columns of a line."""
_LETTER_HEIGHT, _LETTER_WIDTH = 11, 400
"""Letters are at least so high and no wider; scanner streaks and the frame of the lines are not."""
_OVER_DOTS = 6
_SIGNATURE = 26
"""A signature is at least this wide; a bracket or letter of print at the line's end is not."""
_PALEST_SIGNING, _PALEST_REASON = 150, 170
"""Where the dots of the lines are paler than this, a pen may be too pale to be seen as well.

Measured: real scans 12 to 104, photos on a desk or in shadow 121 to 148, blurred ones from 153.
"""
_DOTS, _DARK_SHARE = 4, 3
_SHORTEST = 40.0
"""A signature line is at least this long, in geometry pixels."""


@dataclass(frozen=True, slots=True)
class Signed:
    """How many lines are signed, and whether a reason is written; None where it cannot be seen."""

    signatures: Signatures | None
    reason_written: bool | None


def match_signing(leaders: Leaders, form: Form, anchor: Anchor) -> Head:
    """Lay the signature block of a form over the dotted lines of a page."""
    return match_head(leaders, signing_layout(form), anchor)


def read_signatures(frame: Frame, form: Form, places: Mapping[str, Place], bend: Bend) -> Signed:
    """Count the signature lines that bear ink, and look at the lines for a reason.

    While a signature line is not in the picture, or so blurred that a pen would not show, nobody
    can say that it is not signed.
    """
    block = form.signatures
    signs = _after_print(places, block.chair, block.members)
    reasons = _alike([p for name, p in places.items() if name.startswith("reason:")])
    inked = _inked(frame, signs, bend) if len(signs) == block.expected else None
    signed = None if inked is None else Signatures(inked, block.expected)
    return Signed(signed, _is_written(frame, reasons, bend) if reasons else None)


def _after_print(places: Mapping[str, Place], chair: int, members: int) -> list[Place]:
    """Return the signature lines found, each from where the dots of its column begin.

    A signature may hide the first dots of its own line, and "(ลงชื่อ)" is printed before them.
    """
    found = [places[f"sign:{k}"] for k in range(chair) if f"sign:{k}" in places]
    for column in (range(chair + side, chair + members, 2) for side in (0, 1)):
        here = [p for k in column if (p := places.get(f"sign:{k}")) is not None]
        if here:
            left = min(p.dots for p in here)
            found += [replace(p, left=min(left, p.right - _SHORTEST)) for p in here]
    return found


def _alike(lines: list[Place]) -> list[Place]:
    """Return lines of one block, all as long as the longest: writing hides dots of some."""
    left = min((p.dots for p in lines), default=0.0)
    right = max((p.right for p in lines), default=0.0)
    return [replace(p, left=left, right=right) for p in lines]


def _inked(frame: Frame, places: list[Place], bend: Bend) -> int | None:
    """Return how many dotted lines bear ink; None where some seem empty and may not be."""
    stack, row = _line_pictures(frame, places, bend, _SIGN_ROOM)
    lines = [DottedLine(row, 0, int(stack.pictures.shape[2])) for _ in places]
    inked = sum(width >= _SIGNATURE for width in inked_widths(stack, lines, _PEN))
    hidden = inked < len(places) and _paleness(stack, row) > _PALEST_SIGNING
    return None if hidden else inked


def _is_written(frame: Frame, places: list[Place], bend: Bend) -> bool | None:
    """Tell whether a sentence stands on dotted lines; None where it may be too pale to be seen."""
    stack, row = _line_pictures(frame, places, bend, _REASON_ROOM)
    count, height, width = stack.pictures.shape
    white = stack.pictures.reshape(count * height, width)
    mask = ink_mask(white, min(threshold_of(white), _PEN)).reshape(count, height, width)
    rows = slice(row - _REASON_ROOM, row - _OVER_DOTS)
    written = max(_covered(one[rows]) for one in mask) > _SENTENCE
    return None if not written and _paleness(stack, row) > _PALEST_REASON else written


def _paleness(stack: Stack, row: int) -> float:
    """Return how pale the dots of most lines are, 0 to 255."""
    dots = stack.pictures[:, row - _DOTS : row + _DOTS + 1]
    return float(np.median(np.percentile(dots.reshape(len(dots), -1), _DARK_SHARE, axis=1)))


def _covered(mask: Grey) -> int:
    """Return how many columns the letters in a mask cover."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    columns = np.zeros(mask.shape[1], bool)
    for x, _, w, h, _ in stats[1:].tolist():
        if h >= _LETTER_HEIGHT and w <= _LETTER_WIDTH:
            columns[x : x + w] = True
    return int(columns.sum())


def _line_pictures(frame: Frame, places: list[Place], bend: Bend, room: int) -> tuple[Stack, int]:
    """Cut the strips of dotted lines on white paper; only `room` pixels above each line are kept.

    Print stands close above some lines.
    """
    levels = [p.level for p in places]
    stack, row = line_stack(frame, levels, [(p.left, p.right) for p in places], bend)
    count, height, width = stack.pictures.shape
    white = whitened(stack.pictures.reshape(count * height, width))
    stack = replace(stack, pictures=white.reshape(count, height, width))
    for picture, place in zip(stack.pictures, places, strict=True):
        end = BESIDE + round((place.right - place.left) / GEOMETRY_SCALE)
        _keep_only(picture, slice(row - room, None), slice(BESIDE, end))
    return stack, row


def _keep_only(picture: Grey, rows: slice, columns: slice) -> None:
    """Paint everything but a part of a white picture with paper."""
    inner = columns.start + _CLEAR_OF_PRINT, columns.stop - _CLEAR_OF_PRINT
    part = picture[rows, inner[0] : inner[1]].copy()
    picture[:] = PAPER
    picture[rows, inner[0] : inner[1]] = part

"""The lines on which the committee signs, and the lines for a reason: do they bear ink."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.values.forms import Form
from models.values.reading import Ink, Signatures
from ocr.page.counts import BESIDE, line_stack
from ocr.page.frame import GEOMETRY_SCALE, Frame
from ocr.page.head import Anchor, Head, Place, match_head
from ocr.page.images import Grey
from ocr.page.layout import signing_layout
from ocr.page.leaders import Leaders
from ocr.page.lines import Bend
from ocr.page.marks import DottedLine
from ocr.page.strips import read_lines

_SIGN_ROOM, _REASON_ROOM, _CLEAR_OF_PRINT = 40, 26, 4
_PEN = 165
"""Noise of a dim photo is lighter than this on whitened paper, a pen is not."""
_SENTENCE = 200
"""A reason is a sentence: writing on its lines runs at least this many page pixels."""


@dataclass(frozen=True, slots=True)
class Signed:
    """How many lines are signed, and whether a reason is written; None where no line was found."""

    signatures: Signatures
    reason_written: bool | None


def match_signing(leaders: Leaders, form: Form, anchor: Anchor) -> Head:
    """Lay the signature block of a form over the dotted lines of a page."""
    return match_head(leaders, signing_layout(form), anchor)


def read_signatures(frame: Frame, form: Form, places: Mapping[str, Place], bend: Bend) -> Signed:
    """Count the signature lines that bear ink, and look at the lines for a reason."""
    signs = [places[n] for n in _names("sign:", form.signatures.expected) if n in places]
    reasons = [p for name, p in places.items() if name.startswith("reason:")]
    inked = sum(width > 0 for width in _ink_widths(frame, signs, bend, _SIGN_ROOM))
    written = max(_ink_widths(frame, reasons, bend, _REASON_ROOM)) > _SENTENCE if reasons else None
    return Signed(Signatures(inked, form.signatures.expected), written)


def _names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{k}" for k in range(count)]


def _ink_widths(frame: Frame, places: list[Place], bend: Bend, room: int) -> list[int]:
    """Return for each dotted line how far the writing on it runs, in page pixels; 0 for none.

    Only `room` pixels above the line are looked at: print stands close above some lines.
    """
    if not places:
        return []
    levels = [p.level for p in places]
    stack, row = line_stack(frame, levels, [(p.left, p.right) for p in places], bend)
    width = int(stack.pictures.shape[2])
    for picture, place in zip(stack.pictures, places, strict=True):
        end = BESIDE + round((place.right - place.left) / GEOMETRY_SCALE)
        _keep_only(picture, slice(row - room, None), slice(BESIDE, end))
    lines = [DottedLine(row, 0, width) for _ in places]
    written = read_lines(stack, lines, _PEN)
    return [0 if w.ink is Ink.BLANK else w.box[2] - w.box[0] for w in written]


def _keep_only(picture: Grey, rows: slice, columns: slice) -> None:
    """Paint everything but a part of a picture with its own paper."""
    inner = columns.start + _CLEAR_OF_PRINT, columns.stop - _CLEAR_OF_PRINT
    part = picture[rows, inner[0] : inner[1]].copy()
    picture[:] = np.percentile(part, 75) if part.size else 255
    picture[rows, inner[0] : inner[1]] = part

"""Counts of a page's head, cut from the dotted lines on which they are written."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.values.forms import Form
from ocr.page.cells import Stack, sample_stack, steps
from ocr.page.frame import GEOMETRY_SCALE, PAGE_HEIGHT, Frame
from ocr.page.head import Place
from ocr.page.images import Floats
from ocr.page.layout import layout_of
from ocr.page.lines import Bend
from ocr.page.marks import DottedLine
from ocr.page.strips import Written, read_lines

_ABOVE, _BELOW = 50, 18
"""Writing is looked for this far above and below its dotted line, in page pixels."""
BESIDE = 14
"""Strips reach this far beyond both ends of their dotted line, in page pixels."""
_FURTHER = 30
"""A strip that ends within a figure is cut again, this much longer."""
_LATE = 6
"""Dots that begin this much later than on the lines around follow a longer printed label."""
_CLEAR_ABOVE = 40
"""The public block begins this far above its first line, in page pixels."""
_NAMES_BELOW = 26
"""Where place names stand on the line before, their writing reaches this far below its dots."""
_JITTER, _PRINT_AFTER = 14.0, 1
_EDGE = 4
_ALIKE = 0.026
"""Leaders described within this share of the page stand below one another."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadCount:
    """A count of the head: what is written and the cell it stands in."""

    name: str
    written: Written
    stack: Stack
    index: int


def read_counts(
    frame: Frame, form: Form, page: int, places: Mapping[str, Place], bend: Bend
) -> list[HeadCount]:
    """Read the counts of a page's head whose dotted lines were found."""
    found: list[HeadCount] = []
    for names in _columns(form, page):
        here = [n for n in names if n in places]
        if not here:
            continue
        left = min(places[n].left for n in here)
        right = max(places[n].right for n in here)
        counts = _read(frame, {n: places[n] for n in here}, (left, right), bend)
        found.extend(_again(c, frame, places[c.name], (left, right), bend) for c in counts)
    return found


def _read(
    frame: Frame, places: Mapping[str, Place], reach: tuple[float, float], bend: Bend, more: int = 0
) -> list[HeadCount]:
    """Read the counts of lines that stand below one another, from strips `more` longer."""
    longer = reach[0], reach[1] + more * GEOMETRY_SCALE
    levels = [p.level for p in places.values()]
    stack, row = line_stack(frame, levels, [longer] * len(levels), bend)
    written = read_lines(stack, [_line(row, p, reach) for p in places.values()])
    return [HeadCount(n, w, stack, k) for k, (n, w) in enumerate(zip(places, written, strict=True))]


def _again(
    count: HeadCount, frame: Frame, place: Place, reach: tuple[float, float], bend: Bend
) -> HeadCount:
    """Return a count read from a longer strip where its own ends within a figure.

    Figures may hide the last dots of their line, which then seems to end before them.
    """
    if not count.written.is_cut:
        return count
    return _read(frame, {count.name: place}, reach, bend, _FURTHER)[0]


def _line(row: int, place: Place, reach: tuple[float, float]) -> DottedLine:
    """Return the dotted line of a strip that was cut for all lines of a column.

    Lines of one column may begin and end a little apart: print follows where a line's own dots end.
    """
    late_px = (place.dots - reach[0]) / GEOMETRY_SCALE
    start = BESIDE + round(late_px) - _EDGE if late_px > _LATE else 0
    end = place.right if place.right > reach[1] - _JITTER else reach[1]
    return DottedLine(row, start, BESIDE + round((end - reach[0]) / GEOMETRY_SCALE) + _PRINT_AFTER)


def _columns(form: Form, page: int) -> list[list[str]]:
    """Group the counts of a page by where their leaders stand from left to right."""
    counted = {c.name: c.has_words for c in form.counts}
    groups: list[tuple[tuple[float, float], list[str]]] = []
    for leader in layout_of(form, page).leaders:
        if leader.name not in counted:
            continue
        for (left, right), names in groups:
            if not counted[leader.name] or not counted[names[0]]:
                continue
            if abs(left - leader.left) < _ALIKE and abs(right - leader.right) < _ALIKE:
                names.append(leader.name)
                break
        else:
            groups.append(((leader.left, leader.right), [leader.name]))
    return [names for _, names in groups]


def line_stack(
    frame: Frame, levels: list[float], reaches: list[tuple[float, float]], bend: Bend
) -> tuple[Stack, int]:
    """Cut the strips around dotted lines, straightened, at page scale and of equal width.

    Returns them and the row of their dots.
    """
    longest = max(right - left for left, right in reaches)
    width = round(longest / GEOMETRY_SCALE) + 2 * BESIDE
    height = _ABOVE + _BELOW + 2 * _EDGE
    along = (steps(width) - BESIDE) * GEOMETRY_SCALE
    down = (steps(height) - _EDGE - _ABOVE) * GEOMETRY_SCALE
    points = np.stack(
        [
            _points(bend, level, left + along, down)
            for level, (left, _) in zip(levels, reaches, strict=True)
        ]
    )
    return sample_stack(frame, points, (width, height), _EDGE), _EDGE + _ABOVE


def _points(bend: Bend, level: float, x: Floats, down: Floats) -> Floats:
    y = bend.across(x, np.asarray(level))[None, :] + down[:, None]
    xs = np.broadcast_to(x[None, :], y.shape)
    return (np.stack([xs, y], axis=-1) + 0.5) / GEOMETRY_SCALE - 0.5


def count_block(
    form: Form, page: int, places: Mapping[str, Place], bend: Bend, reach: tuple[float, float]
) -> Floats | None:
    """Return the outline of all counts of a page's head and their labels, in page pixels.

    `reach` is the left and right of the table, in geometry pixels: labels begin within it.

    The block holds the lines of counts and nothing above them: the lines where place names are
    written stay out.
    """
    counted = [c.name for c in form.counts if c.page == page and c.name in places]
    if not counted:
        return None
    lines = [places[n] for n in counted] + [
        places[f"{n}.words"] for n in counted if f"{n}.words" in places
    ]
    left = min(reach[0], *(p.left for p in lines))
    right = max(reach[1], *(p.right for p in lines))
    x = np.linspace(left, right, 5)
    clear = _clear_above(form, page) * GEOMETRY_SCALE
    top = bend.across(x, np.asarray(min(p.level for p in lines))) - clear
    bottom = bend.across(x, np.asarray(max(p.level for p in lines))) + _BELOW * GEOMETRY_SCALE
    points = np.concatenate([np.column_stack([x, top]), np.column_stack([x, bottom])[::-1]])
    return np.asarray((points + 0.5) / GEOMETRY_SCALE - 0.5)


def _clear_above(form: Form, page: int) -> float:
    """Return how far above its first line the block may begin, in page pixels."""
    counted = {f"{c.name}{end}" for c in form.counts for end in ("", ".words")}
    leaders = layout_of(form, page).leaders
    first = min(e.y for e in leaders if e.name in counted)
    before = [e.y for e in leaders if e.y < first]
    if not before:
        return _CLEAR_ABOVE
    return min(_CLEAR_ABOVE, (first - max(before)) * PAGE_HEIGHT - _NAMES_BELOW)

"""A page as it was found in a photo: straightened, its table and its dotted lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.values.forms import Form
from ocr.page.decode import Photo
from ocr.page.frame import GEOMETRY_SCALE, Frame, whole_photo
from ocr.page.grid import Grid
from ocr.page.images import Grey
from ocr.page.leaders import Leaders, leaders_in
from ocr.page.lines import relief_of
from ocr.page.paper import Paper, find_paper
from ocr.page.recognise import Recognised, recognise
from ocr.page.straight import straightened, upside_down
from ocr.page.table import find_grid, is_whole
from ocr.page.turn import Slopes, half_turned, paper_frame, slopes_of, turned_frame

_LEAST_SIDE, _LONGEST = 48, 6
"""A picture smaller or longer than this shows no page."""
_SURE = 0.6
"""From this fit on no other frame is tried."""
_AS_MANY = 0.8
_STANDS = 0.75
"""A page without a table that fits less may stand on its head."""
_LEVEL = 2.0
"""A page that slopes by less than this many degrees is found without turning."""
CLEAR_OF_TABLE = 9
"""Dotted lines stand at least this far above the table, in geometry pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundPage:
    """Everything that geometry says about a photo of a page.

    `view` is the page at geometry scale, `relief` its `relief_of`.
    """

    photo: Photo
    frame: Frame
    view: Grey
    relief: Grey
    grid: Grid | None
    leaders: Leaders
    known: Recognised | None


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A frame looked at: the page drawn in it, its table, and how much it looks like a form."""

    frame: Frame
    view: Grey
    relief: Grey
    grid: Grid | None


def find_page(photo: Photo, forms: Sequence[Form]) -> FoundPage:
    """Find the page in a photo and lay the descriptions of forms against it.

    The photo is looked at in the frames that it may have until a description fits well; else the
    frame with the best fit is taken, and without any fit the one with the longest dotted lines.
    """
    best: FoundPage | None = None
    if min(photo.grey.shape) < _LEAST_SIDE or max(photo.grey.shape) > _LONGEST * min(
        photo.grey.shape
    ):
        return _nothing(photo)
    paper = find_paper(photo.grey)
    for frame in _frames(photo.grey, paper):
        page = _upright(_laid_out(photo, _look(frame), forms), forms)
        if best is None or _worth(page) > _worth(best):
            best = page
        if _is_sure(page, paper):
            break
    return best or _nothing(photo)


def laid_under(page: FoundPage, code: str | None, forms: Sequence[Form]) -> FoundPage:
    """Lay a page under the form that its print names, where another one fitted as well.

    The lines of two forms' heads may lie alike while they count different things. A page that the
    named form does not fit at all stays as it was.
    """
    if code is None or page.known is None or page.known.form.code == code:
        return page
    named = [form for form in forms if form.code == code]
    known = recognise(page.frame, page.grid, page.leaders, named)
    return page if known is None else replace(page, known=known, grid=known.grid or page.grid)


def _is_sure(page: FoundPage, paper: Paper | None) -> bool:
    """Tell whether a page fits so well that no other frame is tried.

    On a desk a page whose table was missed may look a little like one of signatures.
    """
    score = page.known.score if page.known is not None else 0.0
    return score >= (_SURE if page.grid is not None or paper is None else _STANDS)


def _upright(page: FoundPage, forms: Sequence[Form]) -> FoundPage:
    """Turn a page without a table upside down where its dotted lines fit better so."""
    score = page.known.score if page.known else 0.0
    if page.grid is not None or score >= _STANDS:
        return page
    frame = half_turned(page.frame)
    leaders = page.leaders.half_turned((page.view.shape[1], page.view.shape[0]))
    known = recognise(frame, None, leaders, forms)
    if known is None or known.score <= score:
        return page
    view = np.ascontiguousarray(page.view[::-1, ::-1])
    relief = np.ascontiguousarray(page.relief[::-1, ::-1])
    return FoundPage(page.photo, frame, view, relief, None, leaders, known)


def _nothing(photo: Photo) -> FoundPage:
    """Return a page in which nothing was found."""
    frame = Frame(photo.grey, np.eye(3), photo.grey.shape[1], photo.grey.shape[0])
    blank = np.full((8, 8), 255, np.uint8)
    relief = np.zeros_like(blank)
    return FoundPage(photo, frame, blank, relief, None, leaders_in(blank, relief), None)


def _frames(photo: Grey, paper: Paper | None) -> Iterator[Frame]:
    """Return the frames that a page may have in a photo, the likeliest first."""
    if paper is not None and paper.is_sure:
        yield paper_frame(photo, paper.corners)
    else:
        yield whole_photo(photo)
    slopes = slopes_of(photo)
    if paper is not None or abs(slopes.rows) >= _LEVEL or abs(slopes.columns) >= _LEVEL:
        yield turned_frame(photo, slopes)
    if paper is not None and paper.is_sure:
        yield turned_frame(photo, Slopes(slopes.rows + 90, slopes.columns + 90))
    elif paper is not None:
        yield paper_frame(photo, paper.corners)


def _laid_out(photo: Photo, look: _Look, forms: Sequence[Form]) -> FoundPage:
    leaders = _leaders(look)
    known = recognise(look.frame, look.grid, leaders, forms)
    grid = known.grid if known is not None and known.grid is not None else look.grid
    return FoundPage(photo, look.frame, look.view, look.relief, grid, leaders, known)


def _worth(page: FoundPage) -> tuple[float, float]:
    """Return how well a page fits a description, then how much dotted line it shows."""
    runs = page.leaders.runs
    return page.known.score if page.known else 0.0, float((runs[:, 2] - runs[:, 1]).sum())


def _look(frame: Frame) -> _Look:
    """Draw a page and find its table; set the page upright and straight by it."""
    look = _look_at(frame)
    grid = look.grid
    if grid is None:
        return look
    if upside_down(grid):
        look = _again(look, half_turned(frame))
    straight = straightened(look.frame, look.grid) if look.grid is not None else None
    return look if straight is None else _again(look, straight)


def _again(look: _Look, frame: Frame) -> _Look:
    """Look once more in what should be a better frame; keep the first look if it is not.

    Where the page was small in the first look, dotted lines may have passed for ruled ones: a table
    that is whole now may have fewer lines.
    """
    again = _look_at(frame)
    if again.grid is None:
        return look
    rows, columns = (look.grid.intervals, len(look.grid.columns)) if look.grid else (0, 0)
    enough = is_whole(again.grid) or again.grid.intervals >= _AS_MANY * rows
    return again if enough and len(again.grid.columns) >= columns else look


def _look_at(frame: Frame) -> _Look:
    view = frame.view(GEOMETRY_SCALE)
    relief = relief_of(view)
    return _Look(frame, view, relief, find_grid(view, relief))


def _leaders(look: _Look) -> Leaders:
    """Return the leaders of a page, above its table if it has one: its upper line is none."""
    if look.grid is None:
        return leaders_in(look.view, look.relief)
    top = look.grid.row_at(0, np.arange(look.view.shape[1], dtype=np.float64))
    lowest = int(np.clip(top.max(), 1, look.view.shape[0]))
    return leaders_in(look.view[:lowest], look.relief[:lowest], top - CLEAR_OF_TABLE)

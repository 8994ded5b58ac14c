"""A page as it was found in a photo: straightened, its table and its dotted lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.values.forms import Form
from ocr.page.decode import Photo
from ocr.page.frame import GEOMETRY_SCALE, Frame, whole_photo
from ocr.page.grid import Grid
from ocr.page.images import Grey
from ocr.page.leaders import Leaders, find_leaders
from ocr.page.paper import find_paper
from ocr.page.recognise import Recognised, recognise
from ocr.page.straight import straightened, upside_down
from ocr.page.table import find_grid
from ocr.page.turn import half_turned, paper_frame, text_angle, turned_frame


_PAPER_SURE = 0.5
_LEVEL = 2.0
"""A page that slopes by less than this many degrees is found without turning."""
_CLEAR_OF_TABLE = 9
"""Dotted lines stand at least this far above the table, in geometry pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundPage:
    """Everything that geometry says about a photo of a page; `view` is at geometry scale."""

    photo: Photo
    frame: Frame
    view: Grey
    grid: Grid | None
    leaders: Leaders
    known: Recognised | None


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A frame looked at: the page drawn in it, its table, and how much it looks like a form."""

    frame: Frame
    view: Grey
    grid: Grid | None


def find_page(photo: Photo, forms: Sequence[Form]) -> FoundPage:
    """Find the page in a photo and lay the descriptions of forms against it."""
    look = _best_look(photo.grey)
    leaders = find_leaders(look.view) if look.grid is None else _above(look.grid, look.view)
    known = recognise(look.frame, look.grid, leaders, forms)
    return FoundPage(photo, look.frame, look.view, look.grid, leaders, known)


def _best_look(photo: Grey) -> _Look:
    """Look at a photo in the frames that it may have until one shows a table.

    A page without a table keeps the frame of its paper, else the one along its lines of print.
    """
    paper = find_paper(photo)
    first = whole_photo(photo)
    if paper is not None and paper.score >= _PAPER_SURE:
        first = paper_frame(photo, paper.corners)
    look = _look(first)
    if look.grid is not None:
        return look
    angle = text_angle(photo)
    if paper is None and abs(angle) < _LEVEL:
        return look
    other = _look(turned_frame(photo, angle))
    return other if other.grid is not None or paper is None else look


def _look(frame: Frame) -> _Look:
    """Draw a page and find its table; set the page upright and straight by it."""
    view = frame.view(GEOMETRY_SCALE)
    grid = find_grid(view)
    if grid is None:
        return _Look(frame, view, None)
    if upside_down(grid):
        return _once_more(half_turned(frame), grid)
    straight = straightened(frame, grid)
    return _once_more(straight, grid) if straight is not None else _Look(frame, view, grid)


def _once_more(frame: Frame, before: Grid) -> _Look:
    """Look again in a better frame, without turning again."""
    view = frame.view(GEOMETRY_SCALE)
    grid = find_grid(view)
    straight = straightened(frame, grid) if grid is not None and upside_down(before) else None
    if straight is not None:
        frame, view = straight, straight.view(GEOMETRY_SCALE)
        grid = find_grid(view)
    return _Look(frame, view, grid)


def _above(grid: Grid, view: Grey) -> Leaders:
    """Return the leaders above the table; its own upper line is none."""
    ends = np.array([grid.edges[0], grid.edges[-1]])
    lowest = int(np.clip(grid.row_at(0, ends).max(), 1, view.shape[0]))
    leaders = find_leaders(view[:lowest])
    return leaders.above(grid.row_at(0, leaders.runs[:, 1:].mean(axis=1)) - _CLEAR_OF_TABLE)

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
from ocr.page.recognise import Recognised, recognise
from ocr.page.table import find_grid


@dataclass(frozen=True, slots=True, eq=False)
class FoundPage:
    """Everything that geometry says about a photo of a page; `view` is at geometry scale."""

    photo: Photo
    frame: Frame
    view: Grey
    grid: Grid | None
    leaders: Leaders
    known: Recognised | None


def find_page(photo: Photo, forms: Sequence[Form]) -> FoundPage:
    """Find the page in a photo and lay the descriptions of forms against it."""
    frame = whole_photo(photo.grey)
    view = frame.view(GEOMETRY_SCALE)
    grid = find_grid(view)
    leaders = find_leaders(view if grid is None else view[: _head_end(grid, view)])
    known = recognise(frame, grid, leaders, forms)
    return FoundPage(photo, frame, view, grid, leaders, known)


def _head_end(grid: Grid, view: Grey) -> int:
    """Return the lowest row of the view that lies above the whole table."""
    ends = np.array([grid.edges[0], grid.edges[-1]])
    return int(np.clip(grid.row_at(0, ends).max(), 1, view.shape[0]))

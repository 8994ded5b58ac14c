"""How good a photo of a page is, in figures, and what the sender should be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from models.values.reading import Problem
from ocr.page.frame import Frame, apply
from ocr.page.grid import Grid
from ocr.page.images import Grey, grey_levels

SMALL_PX = 640
"""A page of fewer photo pixels across loses thin digits (READING: below 960 px of height)."""
_BLURRED = 0.13
_DARK = 70
_EVERY = 6
_LEAST_PRINT = 20
"""Grey levels between paper and ink below which a page has no print to judge."""
_GLARE_SHARE, _BURNT, _PAPER_IS_WHITE = 0.02, 242, 235
_GLARE_BLOCK = 48
"""A block of this many pixels of a table always holds a ruled line, unless light ate it."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of a page's picture, as they go into the scan, and the problems they mean."""

    figures: Mapping[str, float]
    problems: tuple[Problem, ...]


def judge(frame: Frame, view: Grey, grid: Grid | None, scale: int) -> Quality:
    """Judge a page drawn at the geometry scale; `scale` is how far the photo was reduced."""
    page_px = _page_width(frame) * scale
    paper, ink = _light(view)
    figures = {
        "page_px": round(page_px, 1),
        "sharpness": round(sharpness(view), 4),
        "paper": round(paper, 1),
        "contrast": round(paper - ink, 1),
        **_glare(view, grid, paper),
    }
    problems = []
    if page_px < SMALL_PX:
        problems.append(Problem.SMALL)
    if figures["sharpness"] < _BLURRED and paper - ink >= _LEAST_PRINT:
        problems.append(Problem.BLURRED)
    if paper < _DARK:
        problems.append(Problem.DARK)
    if figures["glare"] > _GLARE_SHARE:
        problems.append(Problem.GLARE)
    return Quality(figures, tuple(problems))


def sharpness(view: Grey) -> float:
    """Return how steep the steepest print is, as a share of its contrast per pixel."""
    thin = view[::_EVERY]
    white, dark = grey_levels(thin[:, ::_EVERY], 0.75, 0.02)
    if white - dark < _LEAST_PRINT:
        return 0.0
    steps = cv2.absdiff(thin[:, 1:], thin[:, :-1]).astype(np.uint8, copy=False)
    return grey_levels(steps, 0.995)[0] / (white - dark)


def _page_width(frame: Frame) -> float:
    """Return the page's width in photo pixels."""
    middle = frame.height / 2
    ends = apply(frame.to_photo, np.array([[0.0, middle], [frame.width, middle]]))
    return float(np.hypot(*(ends[1] - ends[0])))


def _light(view: Grey) -> tuple[float, float]:
    """Return the grey of the paper and of the ink."""
    paper, ink = grey_levels(view[::_EVERY, ::_EVERY], 0.7, 0.01)
    return paper, ink


def _glare(view: Grey, grid: Grid | None, paper: float) -> dict[str, float]:
    """Return the share of the table that light has burnt out, where the paper is not all white.

    Where there is any, `glare_x` and `glare_y` say in what part of the page (shares from the top
    left) its middle lies.
    """
    if grid is None or paper >= _PAPER_IS_WHITE:
        return {"glare": 0.0}
    left, right = (max(0, int(v)) for v in grid.edges[[0, -1]])
    top, bottom = (max(0, int(row.level)) for row in (grid.rows[0], grid.rows[-1]))
    burnt = _darkest_of_blocks(view[top:bottom, left:right]) >= _BURNT
    if not burnt.any():
        return {"glare": 0.0}
    down, across = (places.mean() + 0.5 for places in np.nonzero(burnt))
    return {
        "glare": round(float(burnt.mean()), 4),
        "glare_x": round(float(left + across * _GLARE_BLOCK) / view.shape[1], 3),
        "glare_y": round(float(top + down * _GLARE_BLOCK) / view.shape[0], 3),
    }


def _darkest_of_blocks(table: Grey) -> Grey:
    """Return the darkest grey of each whole block of a picture."""
    down, across = (side // _GLARE_BLOCK for side in table.shape)
    if not down or not across:
        return np.zeros((1, 1), np.uint8)
    whole = table[: down * _GLARE_BLOCK, : across * _GLARE_BLOCK]
    darkest = whole.reshape(down, _GLARE_BLOCK, -1).min(axis=1)
    return np.asarray(darkest.reshape(down, across, _GLARE_BLOCK).min(axis=2), np.uint8)

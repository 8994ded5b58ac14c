"""How good a photo of a page is, in figures, and what the sender should be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from models.values.reading import Problem
from ocr.page.frame import Frame, apply
from ocr.page.images import Floats, Grey

SMALL_PX = 900
"""A page narrower than this many photo pixels loses thin digits (READING: below 960 px a side)."""
_BLURRED = 0.13
_DARK = 70
_GLARE_SHARE = 0.02
_GLARE = 252
_PAPER_IS_WHITE = 235
_OUT_OF_PICTURE = 0.015
_EVERY = 6
_LEAST_PRINT = 20
"""Grey levels between paper and ink below which a page has no print to judge."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of a page's picture, as they go into the scan, and the problems they mean."""

    figures: Mapping[str, float]
    problems: tuple[Problem, ...]


def judge(frame: Frame, view: Grey, scale: int) -> Quality:
    """Judge a page drawn at the geometry scale; `scale` is how far the photo was reduced."""
    page_px = _page_width(frame) * scale
    paper, ink = _light(view)
    figures = {
        "page_px": round(page_px, 1),
        "sharpness": round(sharpness(view), 4),
        "paper": round(paper, 1),
        "contrast": round(paper - ink, 1),
        "glare": round(_glare(view, paper), 4),
    }
    problems = []
    if page_px < SMALL_PX * frame.width / 1654 * 0.7:
        problems.append(Problem.SMALL)
    if figures["sharpness"] < _BLURRED:
        problems.append(Problem.BLURRED)
    if paper < _DARK:
        problems.append(Problem.DARK)
    if figures["glare"] > _GLARE_SHARE:
        problems.append(Problem.GLARE)
    return Quality(figures, tuple(problems))


def sharpness(view: Grey) -> float:
    """Return how steep the steepest print is, as a share of its contrast per pixel."""
    thin = view[::_EVERY]
    white, dark = np.percentile(thin[:, ::_EVERY], (75, 2))
    if white - dark < _LEAST_PRINT:
        return 0.0
    steps = np.abs(np.diff(thin.astype(np.int16), axis=1))
    return float(np.percentile(steps, 99.5)) / float(white - dark)


def _page_width(frame: Frame) -> float:
    """Return the page's width in photo pixels."""
    middle = frame.height / 2
    ends = apply(frame.to_photo, np.array([[0.0, middle], [frame.width, middle]]))
    return float(np.hypot(*(ends[1] - ends[0])))


def _light(view: Grey) -> tuple[float, float]:
    """Return the grey of the paper and of the ink."""
    paper, ink = np.percentile(view[::_EVERY, ::_EVERY], (70, 1))
    return float(paper), float(ink)


def _glare(view: Grey, paper: float) -> float:
    """Return the share of the page that is burnt out though the paper around is not white."""
    if paper >= _PAPER_IS_WHITE:
        return 0.0
    small = cv2.resize(view, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    return float((small >= _GLARE).mean())


def sides_cut(corners: Floats, size: tuple[int, int]) -> tuple[Problem, ...]:
    """Return which sides of the table lie outside of the photo or on its very edge.

    `corners` holds points of the table's outline in photo pixels, `size` is width and height.
    """
    width, height = size
    slack = _OUT_OF_PICTURE * min(size)
    found = []
    if corners[:, 1].min() < -slack:
        found.append(Problem.CUT_TOP)
    if corners[:, 1].max() > height + slack:
        found.append(Problem.CUT_BOTTOM)
    if corners[:, 0].min() < -slack:
        found.append(Problem.CUT_LEFT)
    if corners[:, 0].max() > width + slack:
        found.append(Problem.CUT_RIGHT)
    return tuple(found)

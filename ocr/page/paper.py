"""The sheet of paper in a photo: its four corners, where a desk or a dark border shows around it.

The paper is the large bright quadrangle inside the sharpest closed outline. No single threshold
finds it under a shadow, so several are tried, of brightness and of the outline's sharpness, and the
candidate with the straightest and sharpest border wins.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.images import Floats, Grey, Picture, grey_levels, shrunk

_SIZE = 320
"""Longer side of the thumbnail in which the paper is looked for."""
_LEVELS = (0.25, 0.4, 0.5, 0.6, 0.75)
"""Thresholds as shares of the way from the darkest to the brightest large area."""
_OUTLINES = (0.35, 0.5, 0.7)
"""How sharp an outline must be, of the sharpest edges: shadows end softer than paper does."""
_OUTLINE_GAP, _EDGE_WIDTH = 5, 3.0
"""Pixels over which an outline may be broken, and how wide an edge is drawn."""
_THUMB = 25
"""What sticks out of an outline and is no wider than this holds the sheet."""
_LEAST_AREA = 0.2
_FILLS = 0.965
"""A quadrangle that fills more of the photo than this is the photo itself."""
_LEAST_SOLID = 0.93
_LEAST_EDGE = 0.3
_LEAST_CONTRAST = 40
_RIM, _NEUTRAL, _STEEPEST = 3, 0.5, 0.98
_INNER, _BESIDE, _FEW, _ALIKE = (0.12, 0.88), 14.0, 12, 0.2
_CLEAR, _VAGUE, _LIKE_A4 = 0.5, 0.35, (1.2, 1.65)
_RIM_SHARE, _RIM_BRIGHT = 0.01, 0.88


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """The paper's corners in photo pixels, clockwise from the top left, and how sure they are."""

    corners: Floats
    score: float

    @property
    def is_sure(self) -> bool:
        """Tell whether to trust the outline; a vague one only if it is shaped like A4.

        Shadows and glare make outlines that cut a sheet in two.
        """
        sides = np.linalg.norm(np.roll(self.corners, -1, axis=0) - self.corners, axis=1)
        ratio = float((sides[1] + sides[3]) / max(float(sides[0] + sides[2]), 1.0))
        like_a4 = _LIKE_A4[0] < max(ratio, 1 / max(ratio, 0.01)) < _LIKE_A4[1]
        return self.score >= (_VAGUE if like_a4 else _CLEAR)


def find_paper(photo: Grey) -> Paper | None:
    """Return the sheet of paper, or None where the photo shows nothing but paper."""
    if _is_all_paper(photo):
        return None
    thumb = shrunk(photo, _SIZE)
    closed = cv2.morphologyEx(thumb, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    plain = cv2.medianBlur(closed, 5).astype(np.uint8, copy=False)
    dark, bright = grey_levels(plain, 0.03, 0.97)
    if bright - dark < _LEAST_CONTRAST:
        return None
    steep = _steepness(plain)
    found = [_quadrangle(plain, dark + level * (bright - dark), steep) for level in _LEVELS]
    found += [_outlined(steep, sharp) for sharp in _OUTLINES]
    best = max((p for p in found if p is not None), key=lambda p: p.score, default=None)
    if best is None:
        return None
    ratio = np.array([photo.shape[1] / thumb.shape[1], photo.shape[0] / thumb.shape[0]])
    return Paper((best.corners + 0.5) * ratio - 0.5, best.score)


def _is_all_paper(photo: Grey) -> bool:
    """Tell whether the photo's rim is as bright as its middle: a scan shows no desk."""
    step = max(1, min(photo.shape) // 200)
    thin = photo[::step, ::step]
    depth = max(1, round(_RIM_SHARE * min(thin.shape)))
    rim = (thin[:depth], thin[-depth:], thin[:, :depth], thin[:, -depth:])
    (paper,) = grey_levels(thin, 0.75)
    return all(grey_levels(side, 0.2)[0] > _RIM_BRIGHT * paper for side in rim)


def _steepness(plain: Grey) -> Floats:
    """Return how steep the brightness is, from 0 to 1 of the steepest edges."""
    across = cv2.Sobel(plain, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(plain, cv2.CV_32F, 0, 1, ksize=3)
    steep = cv2.magnitude(across, down)
    place = int(_STEEPEST * steep.size)
    top = max(float(np.partition(steep, place, axis=None)[place]), 1.0)
    return np.asarray(np.minimum(cv2.dilate(steep, np.ones((3, 3))) / top, 1.0), np.float64)


def _quadrangle(plain: Grey, threshold: float, steep: Floats) -> Paper | None:
    """Return the quadrangle around the largest area brighter than a threshold."""
    above = (plain > threshold).astype(np.uint8)
    bright = cv2.morphologyEx(above, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contour = _largest(bright)
    if contour is None:
        return None
    corners = _around(contour, steep.size)
    corners = None if corners is None else _snapped(corners, contour.reshape(-1, 2))
    return None if corners is None else _judged(contour, corners, steep.size, _edge(corners, steep))


def _outlined(steep: Floats, sharp: float) -> Paper | None:
    """Return the quadrangle around the largest area inside a sharp, closed outline.

    A curled sheet's sides are not straight: how sharp they are is asked where they run.
    """
    edges = (steep > sharp).astype(np.uint8)
    gap = np.ones((_OUTLINE_GAP, _OUTLINE_GAP), np.uint8)
    outline = _largest(cv2.morphologyEx(edges, cv2.MORPH_CLOSE, gap))
    contour = None if outline is None else _largest(_without_fingers(outline, edges.shape))
    corners = None if contour is None else _around(contour, steep.size)
    if contour is None or corners is None:
        return None
    # Not snapped: lines through the waves of a curled sheet miss its corners by more.
    inner = corners.mean(axis=0) + (corners - corners.mean(axis=0)) * _within(contour)
    x, y = contour.reshape(-1, 2).T
    return _judged(contour, inner, steep.size, float(steep[y, x].mean()))


def _without_fingers(outline: Picture, shape: tuple[int, ...]) -> Grey:
    """Return the area inside an outline without what sticks out of it: a thumb holds the sheet."""
    area = np.zeros(shape, np.uint8)
    cv2.drawContours(area, [outline], 0, 1, cv2.FILLED)
    thumb = np.ones((_THUMB, _THUMB), np.uint8)
    return cv2.morphologyEx(area, cv2.MORPH_OPEN, thumb).astype(np.uint8, copy=False)


def _within(contour: Picture) -> float:
    """Return by how much an outline is larger than what it encloses: edges were drawn thick."""
    return 1 - _EDGE_WIDTH / float(np.sqrt(cv2.contourArea(contour)))


def _largest(mask: Picture) -> Picture | None:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(contours, key=cv2.contourArea) if contours else None


def _around(contour: Picture, size: int) -> Floats | None:
    """Return the four corners of a large, solid area in a picture of so many pixels."""
    hull = cv2.convexHull(contour)
    area = float(cv2.contourArea(hull))
    if area < _LEAST_AREA * size or cv2.contourArea(contour) < _LEAST_SOLID * area:
        return None
    return _four_corners(hull)


def _judged(contour: Picture, corners: Floats, size: int, edge: float) -> Paper | None:
    """Return a quadrangle as paper unless it is the photo itself, too round or too soft."""
    enclosed = float(cv2.contourArea(corners.astype(np.float32)))
    area = float(cv2.contourArea(cv2.convexHull(contour)))
    solid = area / max(enclosed, area)
    if enclosed > _FILLS * size or solid < _LEAST_SOLID or edge < _LEAST_EDGE:
        return None
    return Paper(_clockwise(corners), solid * edge)


def _four_corners(hull: Picture) -> Floats | None:
    """Simplify a hull to its four corners."""
    length = cv2.arcLength(hull, closed=True)
    for share in (0.02, 0.03, 0.045, 0.06, 0.08):
        corners = cv2.approxPolyDP(hull, share * length, closed=True)
        if len(corners) == 4:  # noqa: PLR2004 - a sheet of paper
            return corners.reshape(4, 2).astype(np.float64)
    return None


def _snapped(corners: Floats, contour: Picture) -> Floats | None:
    """Return the corners where straight lines through the contour's four sides meet.

    Corners of a simplified outline cut through a curled sheet or lie beside it.
    """
    lines = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (b - a) / max(float(np.hypot(*(b - a))), 1.0)
        off = contour - a
        share = off @ along / max(float(np.hypot(*(b - a))), 1.0)
        beside = np.abs(off @ np.array([-along[1], along[0]]))
        near = (share > _INNER[0]) & (share < _INNER[1]) & (beside < _BESIDE)
        if near.sum() < _FEW:
            return corners
        found = cv2.fitLine(contour[near].astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
        lines.append(found.ravel().astype(np.float64))
    meets = [_meeting(lines[k - 1], lines[k]) for k in range(4)]
    return None if any(m is None for m in meets) else np.array(meets, np.float64)


def _meeting(first: Floats, second: Floats) -> Floats | None:
    """Return where two lines (direction, point) meet, None where they run alike."""
    axes = np.column_stack([first[:2], -second[:2]])
    if abs(float(np.linalg.det(axes))) < _ALIKE:
        return None
    steps = np.linalg.solve(axes, second[2:] - first[2:])
    return np.asarray(first[2:] + steps[0] * first[:2])


def _edge(corners: Floats, steep: Floats) -> float:
    """Return the mean steepness along a quadrangle's sides; the photo's own border is neutral."""
    height, width = steep.shape
    values = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = a + np.linspace(0.05, 0.95, 40)[:, None] * (b - a)
        x = np.clip(np.round(points[:, 0]).astype(int), 0, width - 1)
        y = np.clip(np.round(points[:, 1]).astype(int), 0, height - 1)
        inside = (x >= _RIM) & (y >= _RIM) & (x < width - _RIM) & (y < height - _RIM)
        values.append(np.where(inside, steep[y, x], _NEUTRAL).mean())
    return float(min(np.mean(values), 1.5 * min(values) + 0.1))


def _clockwise(corners: Floats) -> Floats:
    """Order corners clockwise from the top left one."""
    middle = corners.mean(axis=0)
    angle = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angle)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.asarray(np.roll(ordered, -first, axis=0))

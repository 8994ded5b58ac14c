"""The page's own coordinates, laid over the photo it stands on.

A frame knows how a point of the straightened page (page pixels: 1654 to the width of an A4 sheet,
so 200 to the inch) maps to a point of the photo. Pixel centres have whole coordinates, as in
OpenCV, so a picture at half size lies at `x / 2 - 0.25`: forgetting that shifts every cell.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.page.images import Floats, Grey, Matrix

PAGE_WIDTH = 1654
PAGE_HEIGHT = 2339
GEOMETRY_SCALE = 0.5
"""The table and the leaders are looked for at this size: the same lines, a third of the time."""

_HALF_PIXEL, _SAME = 0.5, 1e-3
_ALIASES = 1.6
"""Photos with more pixels than this to one of the view are made smaller first."""


def scaling(scale: float) -> Matrix:
    """Return the map from a picture drawn at `scale` back to full coordinates."""
    shift = 0.5 / scale - 0.5
    return np.array([[1 / scale, 0, shift], [0, 1 / scale, shift], [0, 0, 1.0]])


def apply(matrix: Matrix, xy: Floats) -> Floats:
    """Map points, shape (..., 2), through a homography."""
    flat = np.ascontiguousarray(xy, np.float64).reshape(-1, 1, 2)
    return np.asarray(cv2.perspectiveTransform(flat, matrix), np.float64).reshape(xy.shape)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A photo and the map from page pixels to its pixels."""

    photo: Grey
    to_photo: Matrix
    width: int
    height: int

    def view(self, scale: float, box: tuple[float, float, float, float] | None = None) -> Grey:
        """Draw a region of the page at a scale of page pixels, white outside of the photo.

        `box` is (x0, y0, x1, y1) in page pixels, by default the whole page.
        """
        x0, y0, x1, y1 = box if box is not None else (0, 0, self.width, self.height)
        size = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
        shift = np.array([[1, 0, x0], [0, 1, y0], [0, 0, 1.0]])
        photo, matrix = self._halved(self.to_photo @ shift @ scaling(scale))
        if _is_plain(photo, matrix, size):
            picture = cv2.resize(photo, size, interpolation=cv2.INTER_LINEAR)
            return picture.astype(np.uint8, copy=False)
        return cv2.warpPerspective(
            photo,
            matrix,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=255,
        ).astype(np.uint8, copy=False)

    def _halved(self, matrix: Matrix) -> tuple[Grey, Matrix]:
        """Return the photo halved until nothing aliases, and the map onto it.

        Halving costs a thirtieth of shrinking by any other number.
        """
        photo = self.photo
        ratio = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2] / matrix[2, 2]))))
        while ratio >= _ALIASES and min(photo.shape) > 1:
            height, width = (side // 2 for side in photo.shape)
            even = photo[: 2 * height, : 2 * width]
            half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
            photo = half.astype(np.uint8, copy=False)
            matrix = scaling(2.0) @ matrix
            ratio /= 2
        return photo, matrix

    def draw(self, picture: Grey, matrix: Matrix) -> None:
        """Fill a picture through an affine map (2, 3) from its pixels to the photo's.

        White outside of the photo.
        """
        cv2.warpAffine(
            self.photo,
            matrix,
            picture.shape[::-1],
            dst=picture,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=255,
        )

    def box_in_photo(self, corners: Floats) -> tuple[int, int, int, int]:
        """Return the upright box, in photo pixels, around page points of shape (n, 2)."""
        points = apply(self.to_photo, corners)
        height, width = self.photo.shape
        x0, y0 = np.floor(points.min(axis=0)).tolist()
        x1, y1 = np.ceil(points.max(axis=0)).tolist()
        left, right = (int(min(max(x, 0), width)) for x in (x0, x1))
        top, bottom = (int(min(max(y, 0), height)) for y in (y0, y1))
        return left, top, right, bottom


def _is_plain(photo: Grey, matrix: Matrix, size: tuple[int, int]) -> bool:
    """Tell whether a plain resize of the whole photo gives the view."""
    height, width = photo.shape
    wanted = scaling(size[0] / width)
    return abs(size[1] - height * size[0] / width) <= _HALF_PIXEL and bool(
        np.abs(matrix - wanted).max() < _SAME
    )


def whole_photo(photo: Grey) -> Frame:
    """Return the frame of a scan: the photo's width is the page's width."""
    height, width = photo.shape
    scale = PAGE_WIDTH / width
    return Frame(photo, scaling(scale), PAGE_WIDTH, max(1, round(height * scale)))

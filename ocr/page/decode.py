"""Bytes of a picture become a grey photo, turned as its EXIF says."""

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from ocr.errors import NotAnImage
from ocr.page.images import Grey

# Workers are processes, no more than there are cores: threads of OpenCV would only fight them.
cv2.setNumThreads(1)

MAX_PIXELS = 120_000_000
"""A picture that claims more pixels is refused before it is decoded."""

_HALVE_FROM = 3400
"""Photos whose shorter side has at least this many pixels are decoded at half size."""


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A grey photo; `scale` pixels of the photo as given make one pixel of `grey`."""

    grey: Grey
    scale: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the photo as given, in pixels."""
        height, width = self.grey.shape
        return width * self.scale, height * self.scale


def decode(data: bytes) -> Photo:
    """Decode a picture; large photos at half size.

    Raises:
        NotAnImage: the bytes are no picture, a broken one, or one beyond `MAX_PIXELS`.
    """
    shorter = _shorter_side(data)
    halved = shorter >= _HALVE_FROM
    flag = cv2.IMREAD_REDUCED_GRAYSCALE_2 if halved else cv2.IMREAD_GRAYSCALE
    try:
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    except cv2.error as error:
        raise NotAnImage("the picture cannot be decoded") from error
    if grey is None or grey.ndim != 2 or not grey.size:  # noqa: PLR2004 - rows and columns
        raise NotAnImage("the picture cannot be decoded")
    return Photo(grey.astype(np.uint8, copy=False), 2 if halved else 1)


def _shorter_side(data: bytes) -> int:
    """Return the shorter side that a picture's header claims."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAnImage("no known kind of picture") from error
    if width * height > MAX_PIXELS:
        raise NotAnImage(f"{width} x {height} pixels are too many")
    return min(width, height)

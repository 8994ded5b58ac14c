"""What is got out of a page for the public; who only carries it needs no picture library."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.values.reading import Box


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The public image of a page and where each cell stands in it.

    `jpeg` carries no metadata; boxes are (x0, y0, x1, y1) in its pixels, by field key.
    """

    jpeg: bytes
    width: int
    height: int
    boxes: Mapping[str, Box]

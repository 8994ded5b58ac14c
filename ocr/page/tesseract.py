"""Printed text read by Tesseract.

It costs more than all the rest of a page together, so it is asked for one title in many pages, and
never for handwriting, which it cannot read. Tesseract is a program of its own: a caged reader
cannot start it and hands the picture out instead (`app.cage`).
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import pytesseract
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
"""A grey picture, height by width; named here anew, for a worker loads no OpenCV."""

ReadPrint: TypeAlias = Callable[[Grey], str]
"""Gives the Thai print of a picture; empty where there is none or nobody can read it."""

_CONFIG: Final = "--psm 6"
_TIMEOUT_S: Final = 20


def printed_text(picture: Grey) -> str:
    """Return the Thai print of a picture; empty where Tesseract is missing or finds none."""
    if min(picture.shape) <= 1:
        return ""
    try:
        found = pytesseract.image_to_string(picture, lang="tha", config=_CONFIG, timeout=_TIMEOUT_S)
    except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, RuntimeError, OSError):
        return ""
    return str(found)

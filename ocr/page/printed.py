"""The printed title of a form: the last resort where structure leaves the form in doubt."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from models.values.forms import Form
from ocr.page.found import FoundPage
from ocr.page.frame import GEOMETRY_SCALE
from ocr.page.images import Grey
from ocr.page.tesseract import ReadPrint

_LEAST, _LEAD = 60.0, 4.0
"""A title must agree with the text by this many percent, and more than the next one's."""


def form_by_title(page: FoundPage, forms: Sequence[Form], read: ReadPrint) -> Form | None:
    """Return the form whose title is printed above the page's first dotted line, if it is clear."""
    text = "".join(read(_above_head(page)).split())
    if not text:
        return None
    titles = {f.code: "".join(f.title.split()) for f in forms}
    agree = sorted(((fuzz.partial_ratio(t, text), code) for code, t in titles.items()))
    best = agree[-1]
    if best[0] < _LEAST or (len(agree) > 1 and best[0] - agree[-2][0] < _LEAD):
        return None
    return next(f for f in forms if f.code == best[1])


def _above_head(page: FoundPage) -> Grey:
    """Return the part of the page above the first line of its head, at page scale."""
    places = page.known.head.places if page.known and page.known.head else {}
    levels = [p.level for p in places.values()]
    end = min(levels) / GEOMETRY_SCALE if levels else page.frame.height * 0.3
    bottom = float(np.clip(end, 40, page.frame.height))
    return page.frame.view(1.0, (0.0, max(0.0, bottom - 420), float(page.frame.width), bottom))

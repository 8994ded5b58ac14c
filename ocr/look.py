"""A quick look at a photo before its cells are read: which page it is, and how good a picture.

It takes a third of a reading's time and less than a tenth of a second, so that whoever sent the
photo can be asked for another one at once.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from models.values.forms import Form
from models.values.forms import forms as all_forms
from models.values.reading import Problem, glare_at
from ocr.page.cut import sides_cut
from ocr.page.decode import decode
from ocr.page.found import FoundPage, find_page
from ocr.page.quality import Quality, judge
from ocr.page.rows import rows_complete

FITS = 0.3
"""A page that fits its best description less than this belongs to none of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A page as it was found, its quality, and what is wrong with the photo."""

    page: FoundPage
    quality: Quality
    problems: tuple[Problem, ...]
    ms: float

    @property
    def glare_at(self) -> tuple[float, float] | None:
        """Return where light has burnt the table out, in shares of the page, if anywhere."""
        return glare_at(self.problems, self.quality.figures)

    @property
    def form(self) -> str | None:
        """Return the form's code where the page alone tells it."""
        known = self.page.known
        return known.form.code if known is not None and known.certain else None

    @property
    def number(self) -> int | None:
        """Return which page of its form it is, from 1, where that is sure."""
        known = self.page.known
        return known.page if known is not None and known.page_certain else None


def look_at(data: bytes, *, forms: Sequence[Form] | None = None, form: Form | None = None) -> Look:
    """Look at one photo of a page; nothing that is written on it is read.

    Args:
        data: the picture's bytes (JPEG, PNG, WebP, ...).
        forms: the forms that the page may belong to, by default all that are described.
        form: the form, where it is known already.

    Raises:
        NotAnImage: the bytes cannot be decoded.
    """
    described = candidates(forms, form)
    start = time.process_time()
    page = find_page(decode(data), described)
    quality = judge(page.frame, page.view, page.grid, page.photo.scale)
    problems = (*quality.problems, *_structure_problems(page))
    return Look(page, quality, problems, (time.process_time() - start) * 1000)


def candidates(forms: Sequence[Form] | None, form: Form | None) -> Sequence[Form]:
    """Return the descriptions to try: of a known form all its variants."""
    described = all_forms() if forms is None else forms
    if form is None:
        return described
    return tuple(f for f in described if f.code == form.code) or (form,)


def _structure_problems(page: FoundPage) -> tuple[Problem, ...]:
    """Return what is wrong with what the photo shows, not with its light."""
    grid, known = page.grid, page.known
    if grid is None and known is None:
        return (Problem.NOT_A_FORM,)
    cut = sides_cut(page)
    if known is None or known.score < FITS:
        return (*cut, Problem.UNKNOWN_PAGE)
    if grid is None or rows_complete(grid, known.form, known.page):
        return cut
    return (*cut, Problem.MISSING_ROWS)

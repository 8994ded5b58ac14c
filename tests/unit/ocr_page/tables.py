"""Ruled tables drawn pixel by pixel for the tests of the table finder."""

import numpy as np

SHARES = (0.0, 0.15, 0.41, 0.59, 1.0)


def ruled_page(
    rows: int,
    *,
    total: bool = True,
    leaders: bool = True,
    skip: int | None = None,
    tilt: float = 0.0,
    top: int = 600,
) -> np.ndarray:
    """Return a page at geometry scale (827 x 1170) with a table of a head, rows and a total."""
    page = np.full((1170, 827), 250, np.uint8)
    left, right, pitch = 60, 780, 36
    lines = [top, top + 44, *(top + 44 + pitch * (k + 1) for k in range(rows + total))]
    x = np.arange(left, right + 1)
    for index, y in enumerate(lines):
        if index == skip:
            continue
        for thick in (0, 1):
            page[np.round(y + thick + tilt * (x - left)).astype(int), x] = 40
    for number, share in enumerate(SHARES):
        column = round(left + share * (right - left))
        bottom = lines[-2] if total and number in (1, 2) else lines[-1]
        shift = round(tilt * (column - left))
        page[top + shift : bottom + shift + 1, column : column + 2] = 40
    if leaders:
        votes = round(left + SHARES[3] * (right - left))
        for y in lines[2:]:
            page[round(y - 8 + tilt * (votes - left)), votes + 8 : right - 10 : 3] = 90
    return page

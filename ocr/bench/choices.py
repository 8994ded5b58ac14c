"""Which cells a rate is about."""

from typing import Final

from models.values.fields import TOTAL, row_number
from ocr.bench.sheets import Chosen, Compared


def anything(_: Compared) -> bool:
    """Tell of every cell."""
    return True


def right(cell: Compared) -> bool:
    """Tell whether the decided number is the written one."""
    return cell.right


def accepted(cell: Compared) -> bool:
    """Tell whether the machine stands by its number."""
    return cell.accepted


def is_row(cell: Compared) -> bool:
    """Tell of rows of the score table."""
    return cell.is_row


def row_with_digits(cell: Compared) -> bool:
    """Tell of rows in which digits stand."""
    return cell.is_row and cell.true.has_digits


def non_zero_row(cell: Compared) -> bool:
    """Tell of rows with votes."""
    return row_with_digits(cell) and bool(cell.true.value)


def many_digits(cell: Compared) -> bool:
    """Tell of rows with a number of two and more digits."""
    return row_with_digits(cell) and len(str(cell.true.value)) > 1


def head(cell: Compared) -> bool:
    """Tell of the counts of the head."""
    return row_number(cell.key) is None and cell.key != TOTAL


def silent_zero(cell: Compared) -> bool:
    """Tell of a number with ink that was called blank: the worst error there is."""
    return cell.true.has_digits and cell.cell is not None and cell.cell.blank


def accepted_from_nothing(cell: Compared) -> bool:
    """Tell of a printed line left empty for which a number was accepted."""
    return cell.true.value is None and cell.accepted


CHOICES: Final[tuple[tuple[str, Chosen, bool], ...]] = (
    ("rows with digits", row_with_digits, True),
    ("non-zero rows", non_zero_row, True),
    ("rows of two and more digits", many_digits, True),
    ("all rows, blanks and dashes too", is_row, False),
    ("written totals", lambda c: c.key == TOTAL, True),
    ("header counts", head, False),
    ("all cells", anything, False),
)
"""Cells looked at, and whether the digits alone can tell them (blanks need the sums)."""

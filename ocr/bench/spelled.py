"""What the words add: the same scans decided again without them."""

from collections.abc import Sequence
from dataclasses import replace

from models.values.fields import TOTAL, row_number
from models.values.forms import form_by_code
from models.values.reading import PageScan, best_value
from ocr.bench.rates import Rate
from ocr.bench.sheets import Compared, ReadSheet, rate, whole_sheets
from ocr.joint import decide


def without_words(read: Sequence[ReadSheet]) -> list[ReadSheet]:
    """Return the sheets decided by their digits and sums alone."""
    return [_deaf(one) for one in read]


def words_alone(read: Sequence[ReadSheet]) -> Rate:
    """Return how often the likeliest number of the words is the written one, of all heard cells."""
    heard = {
        (one.sheet.name, cell.key): best_value(cell.words)
        for one in read
        for scan in one.reading.scans
        for cell in scan.cells
        if cell.words
    }
    told = {(one.sheet.name, c.key): c.true.value for one in read for c in one.cells}
    return Rate.of(value == told[place] for place, value in heard.items() if place in told)


def compared_rows(read: Sequence[ReadSheet]) -> list[list[str]]:
    """Return the lines of a table: a measure, without and with the words."""
    both = (without_words(read), list(read))
    lines = [
        ["rows with digits", *(str(rate(r, _row_with_digits, _right)) for r in both)],
        ["header counts", *(str(rate(r, _head, _right)) for r in both)],
        ["sheets with every row right", *(str(whole_sheets(r, _row)) for r in both)],
        ["`accepted`: share that is right", *(str(rate(r, _accepted, _right)) for r in both)],
        ["`accepted`: share of all cells", *(str(rate(r, _any, _accepted)) for r in both)],
    ]
    return [*lines, ["the words alone, best guess", "–", str(words_alone(read))]]


def _deaf(one: ReadSheet) -> ReadSheet:
    form = form_by_code(one.sheet.form)
    cells = decide([_unheard(s) for s in one.reading.scans], form, one.sheet.numbers).cells
    compared = tuple(Compared(k, true, cells.get(k)) for k, true in one.sheet.cells.items())
    return replace(one, cells=compared)


def _unheard(scan: PageScan) -> PageScan:
    return replace(scan, cells=tuple(replace(c, words=()) for c in scan.cells))


def _right(cell: Compared) -> bool:
    return cell.right


def _accepted(cell: Compared) -> bool:
    return cell.accepted


def _any(_: Compared) -> bool:
    return True


def _row(cell: Compared) -> bool:
    return cell.is_row


def _row_with_digits(cell: Compared) -> bool:
    return cell.is_row and cell.true.has_digits


def _head(cell: Compared) -> bool:
    return row_number(cell.key) is None and cell.key != TOTAL

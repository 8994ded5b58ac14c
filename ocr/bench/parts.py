"""What each part adds: the same scans decided again without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from models.values.forms import form_by_code
from models.values.reading import Cell, best_value
from ocr.bench.choices import accepted, anything, head, right, row_with_digits
from ocr.bench.rates import Rate
from ocr.bench.sheets import Compared, ReadSheet, rate, whole_sheets
from ocr.bench.stress import without_words
from ocr.joint import decide

Decided = Callable[[ReadSheet], Mapping[str, Cell]]


def decided_again(read: Sequence[ReadSheet], how: Decided) -> list[ReadSheet]:
    """Return the sheets with their cells decided another way from the same scans."""
    out = []
    for one in read:
        cells = how(one)
        compared = tuple(Compared(k, true, cells.get(k)) for k, true in one.sheet.cells.items())
        out.append(replace(one, cells=compared))
    return out


def words_off(one: ReadSheet) -> Mapping[str, Cell]:
    """Decide by digits and sums."""
    scans = without_words(one.reading.scans)
    return decide(scans, form_by_code(one.sheet.form), one.sheet.numbers).cells


def joint_off(one: ReadSheet) -> Mapping[str, Cell]:
    """Take each cell's likeliest number by digits and words; nothing can be stood by then."""
    decision = decide(one.reading.scans, form_by_code(one.sheet.form), one.sheet.numbers)
    return {
        key: replace(cell, value=decision.judged[key].standing.unaided, accepted=False)
        for key, cell in decision.cells.items()
    }


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
    """Return the lines of a table: a measure, without sums, without words, and with both."""
    ways = [decided_again(read, joint_off), decided_again(read, words_off), list(read)]
    lines = [
        ["rows with digits", *(str(rate(r, row_with_digits, right)) for r in ways)],
        ["header counts", *(str(rate(r, head, right)) for r in ways)],
        ["all cells", *(str(rate(r, anything, right)) for r in ways)],
        ["sheets with every cell right", *(str(whole_sheets(r, anything)) for r in ways)],
        ["`accepted`: share that is right", *(str(rate(r, accepted, right)) for r in ways)],
        ["`accepted`: share of all cells", *(str(rate(r, anything, accepted)) for r in ways)],
    ]
    return [*lines, ["the words alone, best guess", "–", "–", str(words_alone(read))]]

"""Reading the real sheets and comparing every cell."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models.values.fields import row_number
from models.values.reading import Cell, SheetReading
from ocr.bench.rates import Rate
from ocr.bench.truth import TrueCell, TrueSheet
from ocr.reader import read_sheet


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell: what stands there and what the machine says; None where it found no cell."""

    key: str
    true: TrueCell
    cell: Cell | None

    @property
    def right(self) -> bool:
        """Tell whether the decided number is the written one (an empty line is None)."""
        return (self.cell.value if self.cell else None) == self.true.value

    @property
    def right_alone(self) -> bool:
        """Tell whether the digits without the sums say the written number."""
        return self.cell is not None and self.cell.digits == self.true.value

    @property
    def accepted(self) -> bool:
        """Tell whether the machine stands by its number."""
        return self.cell is not None and self.cell.accepted

    @property
    def is_row(self) -> bool:
        """Tell whether it is a row of the score table."""
        return row_number(self.key) is not None


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet read by us: every cell beside the truth, and the process CPU it took."""

    sheet: TrueSheet
    reading: SheetReading
    cells: tuple[Compared, ...]
    cpu_ms: float

    @property
    def scan_ms(self) -> float:
        """Return the process CPU of the pages' scans (geometry, cells, digits)."""
        return sum(scan.ms for scan in self.reading.scans)


def read_all(sheets: Iterable[TrueSheet], *, told: bool) -> list[ReadSheet]:
    """Return all sheets read; `told` gives the form and the ballot list to the reader."""
    out = []
    for sheet in sheets:
        files = [(page.name, page.read_bytes()) for page in sheet.pages]
        form, numbers = (sheet.form, sheet.numbers) if told else (None, None)
        out.append(read_one(sheet, files, form, numbers))
    return out


def read_one(
    sheet: TrueSheet,
    files: Sequence[tuple[str, bytes]],
    form: str | None,
    numbers: Sequence[int] | None,
) -> ReadSheet:
    """Return a sheet read from the bytes of its pages, told its form and ballot list or None."""
    start = time.process_time()
    reading = read_sheet(files, form=form, numbers=numbers)
    spent = (time.process_time() - start) * 1000
    cells = tuple(Compared(k, true, reading.cells.get(k)) for k, true in sheet.cells.items())
    return ReadSheet(sheet, reading, cells, spent)


Chosen = Callable[[Compared], bool]


def rate(read: Sequence[ReadSheet], chosen: Chosen, asked: Chosen) -> Rate:
    """Return the share of the `chosen` cells for which `asked` holds."""
    return Rate.of(asked(c) for one in read for c in one.cells if chosen(c))


def whole_sheets(read: Sequence[ReadSheet], chosen: Chosen) -> Rate:
    """Return the share of sheets with every `chosen` cell right."""
    return Rate.of(all(c.right for c in one.cells if chosen(c)) for one in read)

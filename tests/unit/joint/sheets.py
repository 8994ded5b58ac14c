"""Small invented sheets for the joint decision."""

from collections.abc import Mapping, Sequence

from models.values.forms import Form, form_by_code
from models.values.reading import CellScan, Ink, PageScan

FORM: Form = form_by_code("ส.ส. 5/16")

Candidates = Sequence[tuple[int, float]]


def cell(key: str, *candidates: tuple[int, float], ink: Ink = Ink.DIGITS) -> CellScan:
    return CellScan(key, ink, tuple(candidates), (0, 0, 10, 10))


def scan(cells: Sequence[CellScan]) -> PageScan:
    return PageScan(FORM.code, 1, (), {}, {}, tuple(cells), None, None, 1.0)


def sheet(readings: Mapping[str, Candidates | Ink]) -> list[PageScan]:
    """Return one page with a cell for each reading; Ink.BLANK and Ink.DASH have no candidates."""
    return [
        scan(
            [
                cell(key, ink=said) if isinstance(said, Ink) else cell(key, *said)
                for key, said in readings.items()
            ]
        )
    ]


def sure(value: int, chance: float = 0.9995) -> Candidates:
    return ((value, chance),)

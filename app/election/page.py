"""The part of docs/election-folder.md that is written from the shapes of the files."""

from collections.abc import Iterator

from app.election.description import KEYS, SETTINGS
from app.election.shapes import SHAPES, Column, Shape

START = "<!-- files: written from app/election/shapes.py -->"
END = "<!-- end of files -->"


def files_section() -> str:
    """Return the tables of files, columns and keys between their two marks."""
    parts = [START, *(line for shape in SHAPES for line in _file(shape)), *_keys(), END]
    return "\n".join(parts) + "\n"


def _file(shape: Shape) -> Iterator[str]:
    yield f"\n### {shape.file}{' (optional)' if shape.is_optional else ''}\n"
    yield f"{shape.meaning}\n"
    yield "| column | holds | blank? | refers to |\n|---|---|---|---|"
    for column in shape.columns:
        yield _column(column)
    unique = "; ".join(" + ".join(f"`{name}`" for name in key) for key in shape.keys)
    yield f"\nNo two lines share: {unique}."


def _column(column: Column) -> str:
    blank = "may be blank" if column.may_be_blank else ""
    blank += ", column optional" if column.is_optional else ""
    refers = f"`{column.refers}`" if column.refers else ""
    return f"| `{column.name}` | {column.meaning} | {blank} | {refers} |"


def _keys() -> Iterator[str]:
    yield "\n### Keys of election.csv\n"
    yield "Needed: " + ", ".join(f"`{key}`" for key in KEYS) + ".\n"
    yield "Settings (each may be left out; numbers from 0):\n"
    yield "| key | sets |\n|---|---|"
    for key, meaning in SETTINGS.items():
        yield f"| `{key}` | {meaning} |"

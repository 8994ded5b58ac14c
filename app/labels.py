"""Confirmed numbers beside their pictures, as labels to train and to measure the reader with.

What goes out are the public images (tables and counts, no name and no signature) and a list of
windows on them. No picture is decoded here, and no unit, person or place is named.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from intake.store import Store
from models.database import Database
from models.states.sheet import SheetState
from models.store.cases import decisions_of, newest_reading
from models.store.operations import Share
from models.store.releases import counts_of
from models.store.rows import saved
from models.tables.photos import PageReading
from models.tables.sheets import COUNTING, Sheet

PAGES: Final = "pages"
LIST: Final = "labels.csv"

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Label:
    """One window on a public image and the number that people confirmed for it.

    `value` is None where people found the line empty; `machine`, `digits` and `words` are what the
    reader made of it, None where it did not know. `x0` to `y1` are pixels of the image.
    """

    image: str
    form: str
    key: str
    x0: int
    y0: int
    x1: int
    y1: int
    value: int | None
    machine: int | None
    accepted: bool
    digits: int | None
    words: int | None
    looks: int
    """Decisions with numbers on the sheet: 1 is one person's word, 2 that of two."""


@dataclass(slots=True)
class Harvest:
    """How much was written, and how often the machine was right."""

    sheets: int = 0
    pages: int = 0
    labels: int = 0
    right: int = 0
    accepted: int = 0
    accepted_right: int = 0

    @property
    def exactness(self) -> Share:
        """Labels on which the machine's number is the confirmed one."""
        return Share(self.right, self.labels)

    @property
    def trust(self) -> Share:
        """Numbers that the machine stood by and that people confirmed."""
        return Share(self.accepted_right, self.accepted)

    def take(self, label: Label) -> None:
        """Count one label."""
        is_right = label.machine == label.value
        self.labels += 1
        self.right += is_right
        self.accepted += label.accepted
        self.accepted_right += label.accepted and is_right


def write_labels(database: Database, store: Store, folder: Path, tell: Tell) -> Harvest:
    """Write the labels of every confirmed sheet into an empty or new folder.

    `tell` hears how many sheets are done, and of how many.

    Raises:
        FileExistsError: something lies in the folder.
        NotKept, Corrupted: the store lacks an image.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    (folder / PAGES).mkdir()
    harvest, seen = Harvest(), set[str]()
    with (folder / LIST).open("w", encoding="utf-8", newline="") as file, database.reading() as s:
        whole = _confirmed_count(s)
        out = csv.writer(file)
        out.writerow([f.name for f in fields(Label)])
        for sheet in s.exec(_confirmed().execution_options(yield_per=200)):
            for label in _labels_of(s, sheet):
                _keep(store, folder / PAGES, label.image, seen)
                out.writerow(_cells(label))
                harvest.take(label)
            harvest.sheets += 1
            tell(harvest.sheets, whole)
    harvest.pages = len(seen)
    return harvest


def _confirmed() -> SelectOfScalar[Sheet]:
    return select(Sheet).where(col(Sheet.state) == SheetState.CONFIRMED).order_by(col(Sheet.id))


def _confirmed_count(session: Session) -> int:
    wanted = select(func.count(col(Sheet.id))).where(col(Sheet.state) == SheetState.CONFIRMED)
    return session.exec(wanted).one()


def _labels_of(session: Session, sheet: Sheet) -> Iterator[Label]:
    sheet_id = saved(sheet.id)
    reading = newest_reading(session, sheet_id)
    if reading is None:
        return
    values = counts_of(session, sheet)
    looks = sum(d.kind in COUNTING and bool(d.values) for d in decisions_of(session, sheet_id))
    pages = _pages(session, {int(c["photo_id"]) for c in reading.cells.values() if "photo_id" in c})
    for key, cell in reading.cells.items():
        page = pages.get(cell.get("photo_id", 0))
        if page is None or page.public_sha256 is None or key not in page.public_boxes:
            continue
        x0, y0, x1, y1 = (int(edge) for edge in page.public_boxes[key])
        yield Label(
            image=page.public_sha256,
            form=sheet.form_code,
            key=key,
            x0=x0,
            y0=y0,
            x1=x1,
            y1=y1,
            value=values.get(key),
            looks=looks,
            **_machine(cell),
        )


def _machine(cell: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: cell[name] for name in ("digits", "words")}
    return said | {"machine": cell["value"], "accepted": bool(cell["accepted"])}


def _pages(session: Session, photos: set[int]) -> dict[int, PageReading]:
    wanted = select(PageReading).where(col(PageReading.photo_id).in_(photos))
    return {page.photo_id: page for page in session.exec(wanted)}


def _keep(store: Store, folder: Path, sha256: str, seen: set[str]) -> None:
    if sha256 not in seen:
        (folder / f"{sha256}.jpg").write_bytes(store.read(sha256))
        seen.add(sha256)


def _cells(label: Label) -> list[str]:
    found = (getattr(label, field.name) for field in fields(label))
    return ["" if v is None else str(int(v)) if isinstance(v, bool) else str(v) for v in found]

"""Where drawn sheets come from and where their pictures go."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from PIL import Image

from app.election.folder import read_folder
from app.paper import UnitSheet, unit_sheets
from models.values.ballots import Ballot
from models.values.fields import is_count, is_field_key, row_key
from models.values.forms import Form, form_by_code
from ocr.draw import PRESETS, DrawnPage, Filling, Look, Row, draw_sheet, photograph, sample_filling

_FINEST: Final = 2480
"""Width in pixels of the finest paper: 300 dpi."""


class FillingRefused(Exception):
    """A file of fillings, a form code or an election's folder cannot be drawn from."""


@dataclass(frozen=True, slots=True)
class DrawingPlan:
    """How sheets are saved: folder, longer side in pixels, condition, kind of file, seed."""

    out: Path
    size: int
    condition: str
    shape: str
    seed: int


def sample_sheets(count: int, named: tuple[str, str], seed: int) -> Iterator[UnitSheet]:
    """Yield invented sheets of a form.

    Raises:
        FillingRefused: no such form is described.
    """
    if count < 1:
        return
    form = _form(*named)
    for i in range(count):
        yield UnitSheet(f"sample-{i + 1:03}", form, sample_filling(form, seed + i), seed + i)


def election_sheets(folder: Path, units: frozenset[str]) -> Iterator[UnitSheet]:
    """Yield the sheets of an election's units, from its CSV files and counts.csv.

    Raises:
        FillingRefused: the folder is broken or holds no counts.
    """
    read = read_folder(folder)
    if read.faults:
        raise FillingRefused(f"{folder}: {read.faults[0].reason.en} (khanaen load says more)")
    try:
        text = (folder / "counts.csv").read_text("utf-8-sig")
    except OSError as error:
        raise FillingRefused(f"{folder} has no counts.csv to write on the forms") from error
    rows = csv.DictReader(text.splitlines())
    counts = {(r["unit"], Ballot(r["ballot"])): _counts(r) for r in rows}
    for sheet in unit_sheets(read, counts):
        if not units or sheet.unit in units:
            yield sheet


def _counts(row: Mapping[str, str]) -> dict[str, int]:
    heads = {k: int(v) for k, v in row.items() if v and is_field_key(k)}
    pairs = (pair.split(":") for pair in row["rows"].split())
    return heads | {row_key(int(number)): int(votes) for number, votes in pairs}


def file_sheets(path: Path) -> Iterator[UnitSheet]:
    """Yield the sheets of a JSON file of fillings.

    Raises:
        FillingRefused: the file is no list of fillings; the text says which one and why.
    """
    try:
        entries = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FillingRefused(f"{path} is not readable JSON: {error}") from error
    for i, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        try:
            yield _entry(entry, i)
        except (KeyError, TypeError, ValueError) as error:
            raise FillingRefused(f"{path}, filling {i}: {error!r}") from error


def _entry(entry: Mapping[str, Any], number: int) -> UnitSheet:
    form = _form(entry["form"], entry.get("variant", ""))
    counts = {key: _count(key, value) for key, value in entry["counts"].items()}
    filling = Filling(
        rows=tuple(Row(r["number"], r.get("name", ""), r.get("party", "")) for r in entry["rows"]),
        counts=counts,
        header={str(k): str(v) for k, v in entry.get("header", {}).items()},
        signers=tuple(str(s) for s in entry.get("signers", ())),
        reason=str(entry.get("reason", "")),
        print_seed=int(entry.get("print_seed", 0)),
    )
    name = str(entry.get("name", f"sheet-{number:03}"))
    if Path(name).name != name:
        raise ValueError(f"the name {name!r} is no file name")
    return UnitSheet(name, form, filling, int(entry.get("seed", number)))


def _count(key: str, value: object) -> int | None:
    if not is_field_key(key):
        raise ValueError(f"{key!r} is no field of a form")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not is_count(value):
        raise ValueError(f"{key} is {value!r}, not a count")
    return value


def _form(code: str, variant: str) -> Form:
    try:
        return form_by_code(code, variant)
    except KeyError as error:
        raise FillingRefused(f"no form {code} {variant} is described".replace("  ", " ")) from error


def save_sheet(sheet: UnitSheet, plan: DrawingPlan) -> dict[str, Any]:
    """Draw a sheet into the plan's folder and return its truth, one entry a page."""
    stem = f"{sheet.unit}-{sheet.form.id}"
    # Paper for large photos is drawn finer, so that they are not blurred by enlarging.
    look = Look(width=max(Look().width, min(_FINEST, round(plan.size * 0.7))))
    pages = draw_sheet(sheet.form, sheet.filling, sheet.seed, look)
    if plan.shape == "pdf":
        saved = _save_pdf(pages, plan.out / f"{stem}.pdf")
    else:
        saved = [
            _save_page(page, stem, replace(plan, seed=plan.seed + sheet.seed)) for page in pages
        ]
    return {"sheet": sheet.unit, "form": sheet.form.code, "pages": saved}


def _save_page(page: DrawnPage, stem: str, plan: DrawingPlan) -> dict[str, Any]:
    path = plan.out / f"{stem}-p{page.page}.{plan.shape}"
    if plan.shape == "png":
        Image.fromarray(page.image).save(path)
        return {"file": path.name} | page.to_data()
    photo = photograph(page, PRESETS[plan.condition], plan.seed, plan.size)
    path.write_bytes(photo.jpeg)
    return {"file": path.name} | photo.truth.to_data()


def _save_pdf(pages: list[DrawnPage], path: Path) -> list[dict[str, Any]]:
    first, *rest = (Image.fromarray(page.image) for page in pages)
    dpi = first.width / 8.27
    first.save(path, save_all=True, append_images=rest, resolution=dpi)
    return [{"file": path.name} | page.to_data() for page in pages]


def write_truth(out: Path, truth: list[dict[str, Any]]) -> None:
    """Write what stands on every page as truth.json."""
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (out / "truth.json").write_text(text + "\n", encoding="utf-8")

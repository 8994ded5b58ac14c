"""`khanaen rehearse --country`: a night in a folder, played with a bar, its figures told."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.election.convert import convert_ge2026
from app.election.load import load_folder
from app.nation import report
from app.nation.counts import CountrysCounts
from app.nation.night import Wish, play_night
from app.nation.photos import PhotosWish, play_photos
from app.opening import prepare_database
from models.database import Database

_A_MINUTE: Final = 350
"""Units that become public in a minute of the country's night."""
MODES: Final = ("readings", "photos")


def play_country(  # noqa: PLR0913, PLR0917 - as the command has them
    source: Path, folder: Path | None, share: float, begun: float, mode: str, seconds: int = 120
) -> int:
    """Play a night and return the exit code: 0 all held, 1 something did not, 2 not played."""
    console = Console(stderr=True)
    if mode not in MODES:
        console.print(f"--mode {' | '.join(MODES)}")
        return 2
    with _place(folder) as here:
        if any(here.iterdir()):
            console.print(f"โฟลเดอร์ไม่ว่าง · not empty: {here}", highlight=False)
            return 2
        if mode == "photos":
            return _play_photos(console, _photos(source, here, share, seconds))
        return _play_readings(console, Wish(source, here, share, _pace(share), begun))


def _photos(source: Path, folder: Path, share: float, seconds: int) -> PhotosWish:
    units = max(1, round(share * len(CountrysCounts(source).units)))
    return PhotosWish(source, folder, units, seconds, os.cpu_count() or 1)


def _play_photos(console: Console, wish: PhotosWish) -> int:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        task = bars.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bars.update(task, description=what, completed=done, total=total)

        night = play_photos(wish, tell)
    figures = night.to_data()
    _keep(wish.folder, "photos", figures, report.photo_plots(night))
    console.print(report.photo_sentences(night), highlight=False)
    return 0 if night.photos == night.sent and figures["units_public"] == wish.units else 1


def _pace(share: float) -> int:
    return max(1, round(_A_MINUTE * share))


def _play_readings(console: Console, wish: Wish) -> int:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        task = bars.add_task("เตรียมทั้งประเทศ · loading", total=None)
        told = count()
        database = load_country(wish.source, wish.folder)

        def tell(done: int, units: int, sentence: str) -> None:
            bars.update(task, completed=done, total=units, description=sentence)
            if not console.is_terminal and next(told) % 10 == 0:
                console.print(f"{done:,}/{units:,} · {sentence}", highlight=False)

        try:
            outcome = play_night(database, wish, tell)
        finally:
            database.close()
    _keep(wish.folder, "night", outcome.to_data(), report.plots(outcome))
    console.print(report.sentences(outcome), highlight=False)
    return 1 if outcome.faults or outcome.different or outcome.differences else 0


def load_country(source: Path, folder: Path, url: str = "") -> Database:
    """Bring the reference data's election into a new record and return it."""
    database = prepare_database(url or f"sqlite:///{folder}/khanaen.sqlite3")
    convert_ge2026(source, folder / "election")
    load_folder(database, folder / "election", lambda *_: None)
    return database


def _keep(
    folder: Path, name: str, figures: Mapping[str, Any], plots: Mapping[str, Image.Image]
) -> None:
    """Write the figures beside the night, and its plots."""
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    for plot, image in plots.items():
        image.save(folder / f"{plot}.png", optimize=True)


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="khanaen-country-") as scratch:
        yield Path(scratch)

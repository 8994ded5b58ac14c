"""`make screens`: fill a demo night, photograph every page in Thai, and say what is wrong."""

import json
import re
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import sync_playwright
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.opening import open_ground
from tests.fixtures.chromium import CHROMIUM, FLAGS
from tests.screens.camera import SIZES, Camera
from tests.screens.desks import work
from tests.screens.hall import Hall, hall_settings
from tests.screens.night import Tell, make_night
from tests.screens.pages import Screen, seen_by_all

_FACTS = "facts.json"


def main(
    out: Annotated[Path, typer.Argument(help="folder of the pictures")],
    only: Annotated[str, typer.Option(help="names that match this pattern")] = "",
    sizes: Annotated[str, typer.Option(help="some of 390,1366,1920,390-dark")] = ",".join(SIZES),
    night: Annotated[Path | None, typer.Option(help="keep the night here, use it again")] = None,
    *,
    roles: Annotated[bool, typer.Option(help="each page as every role")] = True,
) -> None:
    """Fill a demo night and photograph every page as each role, in Thai."""
    screens = [
        s for s in seen_by_all() if re.search(only, s.name) and (roles or "--" not in s.name)
    ]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with tempfile.TemporaryDirectory() as scratch, Progress(*columns) as bar:
        task = bar.add_task("the night", total=None)
        hall = _night(night or Path(scratch), lambda said: bar.update(task, description=said))
        bar.update(task, total=len(screens) * len(sizes.split(",")), description="photographing")

        def tell(said: str) -> None:
            bar.update(task, advance=1, description=said)

        found = _photograph(hall, screens, (out, sizes.split(",")), tell)
        hall.ground.close()
    report = _report(found)
    (out / "report.txt").write_text(report, encoding="utf-8")
    typer.echo(report)
    sys.exit(1 if any("NOT TAKEN" in what for what in found) else 0)


def _night(folder: Path, tell: Tell) -> Hall:
    """Return the night that lies in a folder, or fill one there."""
    file = folder.absolute() / _FACTS
    if file.exists():
        facts = json.loads(file.read_text(encoding="utf-8"))
        return Hall(open_ground(hall_settings(file.parent)), file.parent, facts)
    file.parent.mkdir(parents=True, exist_ok=True)
    hall = make_night(file.parent, tell)
    work(hall, tell)
    file.write_text(json.dumps(hall.facts), encoding="utf-8")
    return hall


def _photograph(
    hall: Hall, screens: list[Screen], where: tuple[Path, list[str]], tell: Tell
) -> dict[str, list[str]]:
    """Take every picture; return each fault with the pictures that show it."""
    out, sizes = where
    found: dict[str, list[str]] = defaultdict(list)
    hall.publish(datetime.now(UTC))
    with sync_playwright() as playwright, hall.open() as addresses:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        camera = Camera(browser, hall, addresses, out)
        for screen in screens:
            for size in sizes:
                tell(f"{screen.name} {size}")
                for fault in dict.fromkeys(camera.take(screen, size)):
                    found[fault].append(f"{size}/{screen.name}")
        browser.close()
    return found


def _report(found: dict[str, list[str]]) -> str:
    lines = [f"{what}\n    {', '.join(where)}" for what, where in sorted(found.items())]
    return "\n".join([*lines, f"{len(found)} things found"])


if __name__ == "__main__":
    typer.run(main)

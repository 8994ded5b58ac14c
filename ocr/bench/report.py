"""The reading section of docs/benchmarks.md."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ocr.bench import report_drawn, report_real, report_trust
from ocr.bench.bars import LeftOut
from ocr.bench.blanks import Blanked
from ocr.bench.cuts import CutScore
from ocr.bench.digits import StripScore
from ocr.bench.drawn import DrawnScore
from ocr.bench.gallery import write_gallery
from ocr.bench.others import Rival
from ocr.bench.phones import PhoneScore
from ocr.bench.section import put_section
from ocr.bench.sheets import ReadSheet
from ocr.bench.sizes import SizeScore
from ocr.bench.tried import Held
from ocr.bench.wrong_papers import PaperScore

START: Final = "<!-- reading: written by `make bench`, do not edit -->"
END: Final = "<!-- end of reading -->"
PICTURES: Final = "bench"
"""Folder beside the page for its pictures."""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one run measured; what was not measured is empty."""

    told: Sequence[ReadSheet] = ()
    untold: Sequence[ReadSheet] = ()
    sizes: Sequence[SizeScore] = ()
    phones: Sequence[PhoneScore] = ()
    rivals: Sequence[Rival] = ()
    held: Sequence[Held] = ()
    left_out: Sequence[LeftOut] = ()
    blanks: Sequence[Blanked] = ()
    strips: Sequence[StripScore] = ()
    stages: Mapping[str, float] = field(default_factory=dict)
    papers: Sequence[PaperScore] = ()
    drawn: Sequence[DrawnScore] = ()
    cuts: Sequence[CutScore] = ()


def section(results: Results) -> str:
    """Return the section as Markdown."""
    parts = [START, "## Reading", machine()]
    if results.told:
        parts += _of_real_sheets(results)
    else:
        parts.append("No real sheets were at hand (`make bench DATA=dir`).")
    parts.append(report_drawn.strips(results.strips))
    parts += [report_real.blanks(results.blanks)] if results.blanks else []
    parts += [report_trust.papers(results.papers)] if results.papers else []
    parts += [report_drawn.sheets(results.drawn)] if results.drawn else []
    parts += [report_drawn.cuts(results.cuts)] if results.cuts else []
    return "\n\n".join([*parts, END]) + "\n"


def _of_real_sheets(results: Results) -> list[str]:
    parts = [
        report_real.sheets(results.told, results.untold),
        report_real.by_sheet(results.untold),
        *([report_real.sizes(results.untold, results.sizes)] if results.sizes else []),
        *([report_real.by_phone(results.phones)] if results.phones else []),
        *([report_real.rivals(results.told, results.rivals)] if results.rivals else []),
        report_real.parts(results.told),
        report_trust.wrong_papers(results.told),
    ]
    parts += [report_trust.held(results.held)] if results.held else []
    parts += [report_trust.left_out(results.left_out)] if results.left_out else []
    return [*parts, report_real.cost(results.untold, results.sizes, results.stages)]


def write_page(page: Path, results: Results) -> str:
    """Write the section and its pictures and return the section."""
    pictures = page.parent / PICTURES
    text = section(results)
    for name, svg in (report_real.plots(results.untold, results.sizes)).items():
        _put(pictures / name, svg)
    if results.drawn:
        for name, svg in report_drawn.plots(results.drawn).items():
            _put(pictures / name, svg)
        misread = [m for score in results.drawn for m in score.misread]
        write_gallery(pictures / report_drawn.GALLERY, misread)
    put_section(page, text)
    return text


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def machine() -> str:
    """Return what the numbers were measured on, without naming the machine."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        name = models[0].split(":", 1)[1].strip() if models else name
    return (
        f"Machine: {os.cpu_count()} cores of {name}, {platform.system()}, "
        f"Python {platform.python_version()}; one thread; other work ran beside it. "
        "In brackets: right of n; 95 % interval (Wilson). Cells of one sheet err together, "
        "so the true intervals are wider."
    )

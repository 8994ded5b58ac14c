"""The reading section of docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.values.fields import TOTAL, row_number
from ocr.bench.digits import StripScore
from ocr.bench.drawn import DrawnScore
from ocr.bench.others import Rival
from ocr.bench.rates import Rate
from ocr.bench.sheets import (
    SHIFTS,
    Chosen,
    Compared,
    ReadSheet,
    accepted_on_slipped_papers,
    rate,
    whole_sheets,
)
from ocr.bench.spelled import compared_rows

START: Final = "<!-- reading: written by `make bench`, do not edit -->"
END: Final = "<!-- end of reading -->"


DEVELOPED_ON: Final = (
    "They are the development set: cleaning, the marks of the training strings and the bars of "
    "`accepted` were chosen while looking at them, so other sheets will read worse than these."
)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one run measured."""

    told: Sequence[ReadSheet]
    untold: Sequence[ReadSheet]
    rivals: Sequence[Rival]
    strips: Sequence[StripScore]
    drawn: Sequence[DrawnScore] = ()


def _row_with_digits(cell: Compared) -> bool:
    return cell.is_row and cell.true.has_digits


def _non_zero_row(cell: Compared) -> bool:
    return _row_with_digits(cell) and bool(cell.true.value)


def _many_digits(cell: Compared) -> bool:
    return _row_with_digits(cell) and len(str(cell.true.value)) > 1


def _head(cell: Compared) -> bool:
    return row_number(cell.key) is None and cell.key != TOTAL


def _any(_: Compared) -> bool:
    return True


CHOICES: Final[tuple[tuple[str, Chosen, bool], ...]] = (
    ("rows with digits", _row_with_digits, True),
    ("non-zero rows", _non_zero_row, True),
    ("rows of two and more digits", _many_digits, True),
    ("all rows, blanks and dashes too", lambda c: c.is_row, False),
    ("written totals", lambda c: c.key == TOTAL, True),
    ("header counts", _head, False),
    ("all cells", _any, False),
)
"""Cells looked at, and whether the digits alone can tell them (blanks need the sums)."""


def section(results: Results) -> str:
    """Return the section as Markdown."""
    parts = [START, "## Reading", machine()]
    if results.told:
        parts += [_sheets(results), _rivals(results), _spelled(results), _slips(results)]
        parts.append(_cost(results))
    else:
        parts.append("No real sheets were at hand (`make bench DATA=dir`).")
    parts += [_strips(results.strips), *([_drawn(results)] if results.drawn else []), END]
    return "\n\n".join(parts) + "\n"


def put_section(path: Path, text: str) -> None:
    """Replace the reading section of the page at `path`, or add it."""
    old = path.read_text("utf-8") if path.is_file() else "# Benchmarks\n\n"
    if START in old and END in old:
        before, rest = old.split(START, 1)
        text = before + text.rstrip("\n") + rest.split(END, 1)[1]
    else:
        text = old.rstrip("\n") + "\n\n" + text
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


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _sheets(results: Results) -> str:
    told, untold = results.told, results.untold
    rows = [
        [
            name,
            str(rate(told, chosen, lambda c: c.right_alone)) if digits_only else "–",
            str(rate(told, chosen, lambda c: c.right)),
            str(rate(untold, chosen, lambda c: c.right)),
        ]
        for name, chosen, digits_only in CHOICES
    ]
    rows.append(["sheets with every row right", "–", *_both(results, lambda c: c.is_row)])
    rows.append(["sheets with every cell right", "–", *_both(results, _any)])
    rows += _accepted(results)
    recognised = Rate.of(one.reading.form == one.sheet.form for one in untold)
    rows.append(["form recognised", "–", "told", str(recognised)])
    head = ["cells exactly right", "digits alone", "joint, form told", "joint, nothing told"]
    intro = f"### Real sheets\n\n{len(told)} sheets that training never saw, "
    pages = sum(len(one.sheet.pages) for one in told)
    return f"{intro}{pages} pages at full size. {DEVELOPED_ON}\n\n{_table(head, rows)}"


def _both(results: Results, chosen: Chosen) -> list[str]:
    return [str(whole_sheets(read, chosen)) for read in (results.told, results.untold)]


def _accepted(results: Results) -> list[list[str]]:
    def of(chosen: Chosen, asked: Chosen) -> list[str]:
        return [str(rate(r, chosen, asked)) for r in (results.told, results.untold)]

    return [
        ["`accepted`: share that is right", "–", *of(lambda c: c.accepted, lambda c: c.right)],
        ["`accepted`: share of all cells", "–", *of(_any, lambda c: c.accepted)],
        [
            "`accepted`: share of rows with digits",
            "–",
            *of(_row_with_digits, lambda c: c.accepted),
        ],
    ]


def _rivals(results: Results) -> str:
    own = results.told
    rows = [
        [
            "ours, digits alone",
            str(rate(own, _row_with_digits, lambda c: c.right_alone)),
            str(rate(own, _non_zero_row, lambda c: c.right_alone)),
            "–",
        ],
        [
            "ours, joint",
            str(rate(own, _row_with_digits, lambda c: c.right)),
            str(rate(own, _non_zero_row, lambda c: c.right)),
            "–",
        ],
    ]
    rows += [[r.name, str(r.rows), str(r.non_zero), f"{r.ms_a_cell:.0f}"] for r in results.rivals]
    head = ["engine", "rows with digits", "non-zero rows", "ms a cell"]
    return f"### The same cells by other engines, in the same run\n\n{_table(head, rows)}"


def _spelled(results: Results) -> str:
    head = ["form and ballot list told", "digits and sums", "and words"]
    why = "The same scans, decided with and without what was written in words."
    return f"### What the words add\n\n{why}\n\n{_table(head, compared_rows(results.told))}"


def _slips(results: Results) -> str:
    rows = [["0", _wrong(rate(results.told, _accepted_row, lambda c: c.right))]]
    rows += [[str(s), _wrong(accepted_on_slipped_papers(results.told, s))] for s in SHIFTS]
    head = ["total and good ballots off by", "rows accepted, and wrong among them"]
    why = "The readings of total and good ballots are shifted together, as on a wrong paper."
    return f"### Paper-error test\n\n{why}\n\n{_table(head, rows)}"


def _accepted_row(cell: Compared) -> bool:
    return cell.is_row and cell.accepted


def _wrong(found: Rate) -> str:
    return f"{found.count}, {found.count - found.right} wrong"


def _cost(results: Results) -> str:
    pages = sum(len(one.sheet.pages) for one in results.told)
    scan = sum(one.scan_ms for one in results.told)
    whole = sum(one.cpu_ms for one in results.told)
    single = sorted(s.ms for one in results.told for s in one.reading.scans)
    rows = [
        ["scan of a page (decode, geometry, cells, digits), mean", f"{scan / pages:.0f}"],
        ["the same, median", f"{_quantile(single, 0.5):.0f}"],
        ["the same, 95th percentile", f"{_quantile(single, 0.95):.0f}"],
        ["joint decision and the rest, per page", f"{(whole - scan) / pages:.1f}"],
    ]
    return f"### Process CPU at full size\n\n{_table(['step', 'ms'], rows)}"


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _strips(scores: Sequence[StripScore]) -> str:
    if not scores:
        return "No digit sets were at hand."
    rows = [[s.name, str(s.exact), str(s.sure), f"{s.ms:.2f}"] for s in scores]
    head = ["strips, read alone", "exact", "right at p >= 0.99", "CPU ms a strip"]
    return f"### Digit sets that training never saw\n\n{_table(head, rows)}"


def _drawn(results: Results) -> str:
    rows = [
        [
            f"{score.setting.preset}, {score.setting.long_side} px",
            str(rate(score.read, _row_with_digits, lambda c: c.right)),
            str(rate(score.read, _any, lambda c: c.right)),
            str(rate(score.read, lambda c: c.accepted, lambda c: c.right)),
            f"{100 * rate(score.read, _any, lambda c: c.accepted).share:.0f} %",
            f"{_ms_a_page(score.read):.0f}",
        ]
        for score in results.drawn
    ]
    head = ["photo", "rows with digits", "all cells", "`accepted`: right", "of cells", "ms a page"]
    why = (
        "Every form, drawn and photographed by `ocr/draw` with hands that training never saw but "
        "by the generator that it learned from: this measures conditions, not handwriting. "
        "The reader is told the ballot list, not the form."
    )
    return f"### Drawn sheets\n\n{why}\n\n{_table(head, rows)}"


def _ms_a_page(read: Sequence[ReadSheet]) -> float:
    scans = [scan.ms for one in read for scan in one.reading.scans]
    return sum(scans) / max(1, len(scans))

"""What the constituency's running shares add: drawn sheets of real units, decided with and without.

`python -m ocr.bench.shares DATA` draws sheets with the counts that real polling units reported,
reads them, and decides each once without and once with the sums of other units. What helps only
where the reader is weak is looked for there: without words, and with hands that write one figure
like another.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Final

from models.values.fields import TOTAL, row_key, row_number
from models.values.forms import Form, form_by_code
from models.values.reading import RunningShares
from ocr.bench.drawn import Setting, photographed, true_sheet
from ocr.bench.rates import Rate
from ocr.bench.sheets import ReadSheet, read_one
from ocr.bench.stress import ALIKE, Scans, confused, without_words
from ocr.draw import sample_filling
from ocr.draw.filling import Row
from ocr.joint import Decision, decide
from ocr.train.papers import OTHER_NAMES

Counts = Mapping[str, int]

BALLOTS: Final = (
    ("nst2_unit_constituency.csv", "ส.ส. 5/18"),
    ("nst2_unit_partylist.csv", "ส.ส. 5/18 (บช)"),
)
SETTINGS: Final = (Setting("hard", 1280), Setting("desk", 960))
FIRST_SEED: Final = 93_000
UNITS: Final = 20
"""Other units whose sums are known when a sheet is decided."""

CONFUSED: Final = 0.6
"""Share of the probability that goes to the wrong figure of a hand that writes two alike."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A drawn and read sheet with the sums of other units of its constituency."""

    read: ReadSheet
    shares: RunningShares


@dataclass(frozen=True, slots=True)
class Helped:
    """Cells right without and with the shares; how many changed for better and for worse."""

    plain: Rate
    with_shares: Rate
    mended: int
    spoiled: int
    accepted: tuple[int, int]


def reported(path: Path) -> list[Counts]:
    """Return the counts of every unit report whose rows add up, by field key."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        known = [
            {_key(name): int(text) for name, text in line.items() if text.strip().isdigit()}
            for line in csv.DictReader(file)
        ]
    return [{**c, TOTAL: c["good"]} for c in known if 0 < c.get("good", 0) == sum(_rows(c))]


def _key(name: str) -> str:
    if name[0] == "v" and name[1:].isdigit():
        return row_key(int(name[1:]))
    return OTHER_NAMES.get(name, name)


def _rows(counts: Counts) -> list[int]:
    return [n for key, n in counts.items() if row_number(key) is not None]


def read_units(path: Path, form: Form, setting: Setting, each: int) -> Iterator[Unit]:
    """Draw and read `each` units of a constituency, evenly from its list."""
    units = reported(path)
    step = max(1, len(units) // each)
    for place in range(0, step * each, step):
        others = [units[(place + 1 + i) % len(units)] for i in range(UNITS)]
        sums: Counter[str] = Counter()
        for other in others:
            sums.update(other)
        yield Unit(_drawn(form, units[place], setting, FIRST_SEED + place), _shares(sums))


def _shares(sums: Counts) -> RunningShares:
    return RunningShares(UNITS, sums)


def _drawn(form: Form, counts: Counts, setting: Setting, seed: int) -> ReadSheet:
    numbers = sorted(n for key in counts if (n := row_number(key)) is not None)
    sample = sample_filling(form, seed)
    rows = tuple(Row(n, row.name, row.party) for n, row in zip(numbers, cycle(sample.rows)))
    written: dict[str, int | None] = {key: counts.get(key) for key in sample.counts}
    filling = replace(sample, rows=rows, counts={**written, **counts})
    photos = photographed(form, filling, seed, setting.preset, setting.long_side)
    files = [(f"{i}.jpg", photo.jpeg) for i, photo in enumerate(photos)]
    return read_one(true_sheet(form, photos, numbers), files, None, numbers)


def weaker(scans: Scans) -> Iterator[tuple[str, Scans]]:
    """Yield the scans as read, without their words, and as hands would have them read."""
    yield "as read", scans
    yield "no words", without_words(scans)
    for pair in ALIKE:
        yield "figures alike", confused(scans, pair, CONFUSED)
        yield "figures alike, no words", confused(without_words(scans), pair, CONFUSED)


def compare(units: Sequence[Unit]) -> dict[str, Helped]:
    """Return for each kind of reading what the shares changed."""
    seen: dict[str, list[tuple[bool, bool, bool, bool]]] = defaultdict(list)
    for unit in units:
        sheet, form = unit.read.sheet, form_by_code(unit.read.sheet.form)
        for kind, scans in weaker(unit.read.reading.scans):
            pair = [decide(scans, form, sheet.numbers, None, s) for s in (None, unit.shares)]
            seen[kind] += _answers(unit.read, *pair)
    return {kind: _helped(answers) for kind, answers in seen.items()}


def _answers(
    read: ReadSheet, plain: Decision, leaning: Decision
) -> Iterator[tuple[bool, bool, bool, bool]]:
    """Yield for each row that was cut whether it is right and accepted, without and with shares."""
    for key, true in read.sheet.cells.items():
        if row_number(key) is not None and key in plain.cells:
            before, after = plain.cells[key], leaning.cells[key]
            right = before.value == true.value, after.value == true.value
            yield (*right, before.accepted, after.accepted)


def _helped(answers: Sequence[tuple[bool, bool, bool, bool]]) -> Helped:
    return Helped(
        Rate.of(before for before, *_ in answers),
        Rate.of(after for _, after, *_ in answers),
        mended=sum(after and not before for before, after, *_ in answers),
        spoiled=sum(before and not after for before, after, *_ in answers),
        accepted=(sum(a[2] for a in answers), sum(a[3] for a in answers)),
    )


def told(title: str, found: Mapping[str, Helped]) -> str:
    """Return the lines of one kind of sheet."""
    return "".join(
        f"{title}, {kind}: {h.plain} -> {h.with_shares}, mended {h.mended}, spoiled {h.spoiled},"
        f" accepted {h.accepted[0]} -> {h.accepted[1]}\n"
        for kind, h in found.items()
    )


def main() -> None:
    """Print what the shares add on drawn sheets of real counts."""
    parser = argparse.ArgumentParser(prog="python -m ocr.bench.shares", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=40, help="drawn sheets under each condition")
    data, each = vars(parser.parse_args()).values()
    for setting in SETTINGS:
        for name, code in BALLOTS:
            path = data / "reference" / "units" / name
            units = list(read_units(path, form_by_code(code), setting, each))
            sys.stdout.write(told(f"{code}, {setting}", compare(units)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()

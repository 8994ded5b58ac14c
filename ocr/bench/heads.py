"""Whose form is it? Heads judged against units of a register, the right one among twenty others.

`python -m ocr.bench.heads DATA`: the real sheets, and drawn heads with the names of a real
constituency (Nakhon Si Thammarat 2), which nobody of that constituency wrote.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.checks.engine import check_sheet
from models.checks.facts import PaperFacts, SheetFacts
from models.values.findings import Severity
from models.values.forms import form_by_code
from models.values.likely_units import UnitHead, likely_units
from models.values.reading import HeaderValue
from ocr.bench.rates import Rate
from ocr.draw import PRESETS, draw_sheet, photograph, sample_filling
from ocr.scan import read_page

OTHERS: Final = 20
SURE: Final = 0.9
"""As in the record: what is read less surely is no fact."""

DRAWN: Final = ("ส.ส. 5/18", "ส.ส. 5/18 (บช)")
CONDITIONS: Final = (("scanner", 1280), ("desk", 1280), ("hard", 1280))
FIRST_SEED: Final = 83_000

Register = Sequence[UnitHead]


@dataclass(frozen=True, slots=True)
class ReadHead:
    """A head that was read, the unit whose it is, and others of its register."""

    name: str
    head: Mapping[str, HeaderValue]
    own: UnitHead
    others: Register
    form: str


@dataclass(frozen=True, slots=True)
class HeadScore:
    """How often the right unit is the likeliest, and what R101 says of right and wrong senders."""

    first: Rate
    first_by_numbers: Rate
    names_first: Mapping[str, Rate]
    right_warned: Rate
    right_error: Rate
    wrong_found: Rate
    wrong_error: Rate


def scored(heads: Sequence[ReadHead]) -> HeadScore:
    """Return the rates over heads; every other unit is tried as the sender."""
    right = [_weight(h, h.own) for h in heads]
    wrong = [_weight(h, other) for h in heads for other in h.others]
    parts = sorted({part for h in heads for part in h.own.names})
    return HeadScore(
        first=Rate.of(_first(h) == h.own.code for h in heads),
        first_by_numbers=Rate.of(_first(_numbers_alone(h)) == h.own.code for h in heads),
        names_first={
            part: Rate.of(
                _best(h.head[part]) == h.own.names.get(part) for h in heads if part in h.head
            )
            for part in parts
        },
        right_warned=Rate.of(w is not None for w in right),
        right_error=Rate.of(w is Severity.ERROR for w in right),
        wrong_found=Rate.of(w is not None for w in wrong),
        wrong_error=Rate.of(w is Severity.ERROR for w in wrong),
    )


def _numbers_alone(read: ReadHead) -> ReadHead:
    return replace(read, head={n: v for n, v in read.head.items() if n in read.own.numbers})


def _best(seen: HeaderValue) -> str | None:
    return seen.candidates[0][0] if seen.candidates else None


def _first(read: ReadHead) -> str | None:
    likely = likely_units(read.head, [*read.others, read.own])
    return likely[0].code if likely else None


def _weight(read: ReadHead, sender: UnitHead) -> Severity | None:
    """Return the weight of R101 if this unit sent the form."""
    expected = {n: str(v) for n, v in sender.numbers.items() if n != "moo"} | dict(sender.names)
    paper = PaperFacts(
        header={n: v.value for n, v in read.head.items() if v.value and v.confidence >= SURE},
        header_expected={n: (text,) for n, text in expected.items()},
        likely_units=likely_units(read.head, [*read.others, read.own], sender.code),
        own_unit=sender.code,
    )
    facts = SheetFacts(form=form_by_code(read.form), counts={}, numbers=(), paper=paper)
    return next((f.severity for f in check_sheet(facts) if f.code == "R101"), None)


def neighbours(register: Register, own: UnitHead, seed: int) -> list[UnitHead]:
    """Return others: a third of the same area, a third of the amphoe, the rest from anywhere."""
    rng = np.random.default_rng(seed)
    rest = [u for u in register if u.code != own.code]
    chosen: list[UnitHead] = []
    for part, most in (("area", OTHERS // 3), ("amphoe", 2 * OTHERS // 3), ("", OTHERS)):
        near = [u for u in rest if not part or u.names.get(part) == own.names.get(part)]
        near = [u for u in near if u not in chosen]
        order = rng.permutation(len(near))[: max(0, most - len(chosen))]
        chosen += [near[int(i)] for i in order]
    return chosen


def drawn_heads(register: Register, each: int) -> Iterator[tuple[str, list[ReadHead]]]:
    """Yield drawn heads by condition, each by another hand and of another unit."""
    names = _names(register)
    for k, (preset, side) in enumerate(CONDITIONS):
        heads = []
        for again in range(each):
            seed = FIRST_SEED + 1000 * k + again
            own = register[seed * 7919 % len(register)]
            form = form_by_code(DRAWN[again % len(DRAWN)])
            written = {n: _written(v) for n, v in own.names.items()}
            written |= {n: str(v) for n, v in own.numbers.items()}
            filling = sample_filling(form, seed)
            filling = replace(filling, header={**filling.header, **written})
            page = draw_sheet(form, filling, seed)[0]
            photo = photograph(page, PRESETS[preset], seed, side)
            head = read_page(photo.jpeg, names=lambda: names).header
            heads.append(ReadHead(str(seed), head, own, neighbours(register, own, seed), form.code))
        yield f"drawn, {preset}, {side} px", heads


def _written(name: str) -> str:
    return name.removeprefix("เทศบาล").removeprefix("ตำบล")


def _names(register: Register) -> dict[str, tuple[str, ...]]:
    parts = {part for u in register for part in u.names}
    return {p: tuple(sorted({u.names[p] for u in register if p in u.names})) for p in parts}


def real_heads(data: Path, sheets: Sequence[Mapping[str, Any]]) -> Iterator[ReadHead]:
    """Yield the heads of the real sheets against units and counting sets of their province."""
    polling = _polling_units(data / "units" / "synthetic_units_register.csv.gz", "PRE_")
    for seed, raw in enumerate(sheets):
        where = raw["where"]
        register = polling if "unit" in where else _sets(where)
        own = _own(where, register)
        others = neighbours([u for u in register if u.code != own.code], own, seed)
        names = _names([own, *register])
        page = (data.parent / "sheets" / raw["pages"][0]).read_bytes()
        head = read_page(page, names=lambda names=names: names).header  # type: ignore[misc]
        yield ReadHead(raw["doc"], head, own, others, raw["form"])


def _own(where: Mapping[str, Any], register: Register) -> UnitHead:
    name = "unit" if "unit" in where else "set"
    mine = {name: where[name], "constituency": where["cons_no"]}
    place = where.get("tambon") or where["place"]
    return next(
        u
        for u in register
        if all(u.numbers.get(n) == v for n, v in mine.items()) and place in u.names.values()
    )


def _sets(where: Mapping[str, Any]) -> Register:
    """Return twelve counting sets of the constituency, and of two others that count elsewhere."""
    own, province = where["cons_no"], where["province"]
    places = {
        own: where["place"],
        own % 3 + 1: "หอประชุมที่ว่าการอำเภอ",
        own % 3 + 2: "โรงเรียนประจำจังหวัด",
    }
    return tuple(
        UnitHead(
            f"{seat}-{number}",
            {"set": number, "constituency": seat},
            {"province": province, "place": place},
        )
        for seat, place in places.items()
        for number in range(1, 13)
    )


def _polling_units(file: Path, seats: str) -> Register:
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["cons_id"].startswith(seats)]
    return tuple(
        UnitHead(
            r["unit_id"],
            {"unit": int(r["unit_no"]), "constituency": int(r["cons_id"].split("_")[1])},
            {"area": r["tambon"], "amphoe": r["amphoe"], "province": "แพร่"},
        )
        for r in rows
    )


def real_register(data: Path) -> Register:
    """Return the units of Nakhon Si Thammarat 2 with their moo."""
    with (data / "units" / "nst2_unit_constituency.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(
        UnitHead(
            f"{r['tambon']} {r['unit']}",
            {"unit": int(r["unit"]), "constituency": 2}
            | ({"moo": int(r["moo"])} if r["moo"].isdecimal() and int(r["moo"]) else {}),
            {"area": r["tambon"], "amphoe": r["amphoe"], "province": "นครศรีธรรมราช"},
        )
        for r in rows
    )


def told(title: str, heads: Sequence[ReadHead]) -> str:
    """Return the rates of a set of heads as lines of text."""
    score = scored(heads)
    lines = [
        f"{title}: {len(heads)} heads, each against {OTHERS} other units",
        f"  likeliest is the right unit: {score.first}; by numbers alone {score.first_by_numbers}",
        *(f"  {part}: right name first: {rate}" for part, rate in score.names_first.items()),
        f"  R101 though the sender is right: {score.right_warned}, as an error {score.right_error}",
        f"  R101 where the sender is another: {score.wrong_found}, as an error {score.wrong_error}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the rates of real and drawn heads."""
    parser = argparse.ArgumentParser(prog="python -m ocr.bench.heads", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=40, help="drawn heads under each condition")
    data, each = vars(parser.parse_args()).values()
    sheets = json.loads((data / "sheets" / "truth.json").read_text("utf-8"))
    reference = data / "reference"
    real = list(real_heads(reference, sheets))
    sys.stdout.write(told("real sheets", real) + "\n")
    for title, heads in drawn_heads(real_register(reference), each):
        sys.stdout.write(told(title, heads) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

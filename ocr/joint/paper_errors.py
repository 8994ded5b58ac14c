"""How often people slip when they copy or add a number, as learned from real unit reports.

The rates stand in paper_errors.toml, which `make prior` writes (ocr/train/papers.py).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LEAST: Final = 0.01
"""No count is trusted more than this: other committees may add less carefully."""

UNSEEN: Final = "good"
"""The written total is not in those reports; it slips as the count does that it equals."""


@dataclass(frozen=True, slots=True)
class PaperErrors:
    """Rates of slips: by term of a sum, by size of the shift, and between a unit's two ballots."""

    slips: Mapping[str, float]
    shifts: Mapping[int, float]
    siblings_differ: Mapping[str, float]

    def slip(self, term: str) -> float:
        """Return the chance that the written number of a term is not the true one."""
        return max(LEAST, self.slips.get(term, self.slips[UNSEEN]))


@cache
def paper_errors() -> PaperErrors:
    """Return the shipped rates."""
    raw = tomllib.loads((files("ocr.joint") / "paper_errors.toml").read_text("utf-8"))
    shifts = {int(size): share for size, share in raw["shifts"].items()}
    return PaperErrors(raw["slips"], shifts, raw["siblings_differ"])

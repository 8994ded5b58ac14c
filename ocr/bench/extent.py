"""How much of the reading bench runs: parts by name, and how many drawn sheets."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """A part of the bench that can run alone."""

    SHEETS = "sheets"
    SIZES = "sizes"
    PHONES = "phones"
    STEPS = "steps"
    WORSE = "worse"
    OTHERS = "others"
    STRIPS = "strips"
    PAPERS = "papers"
    DRAWN = "drawn"
    CUTS = "cuts"
    BLANKS = "blanks"


LONG: Final = frozenset({Part.OTHERS, Part.CUTS, Part.BLANKS})
"""What a quick run leaves out."""

OF_DRAWN: Final = frozenset({Part.PAPERS, Part.DRAWN, Part.CUTS})


@dataclass(frozen=True, slots=True)
class Extent:
    """What is measured: drawn sheets of each form under each setting, and which parts.

    No drawn sheets leave out all parts that draw. `only` names the parts to run, all if empty.
    """

    drawn: int = 1
    quick: bool = False
    only: Collection[Part] = ()

    def wants(self, part: Part) -> bool:
        """Tell whether a part is measured."""
        if not self.drawn and part in OF_DRAWN:
            return False
        return part in self.only if self.only else not (self.quick and part in LONG)

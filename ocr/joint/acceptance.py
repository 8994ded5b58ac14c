"""Which numbers the machine stands by.

A sum that was made to close by choosing among readings is no witness: weak cells absorb a slip
of any size. So a number is accepted only where the readings *without* the sums already close,
or where its digits and words alone are sure enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.values.reading import Ink
from ocr.joint.standing import Standing, Witness


@dataclass(frozen=True, slots=True)
class Bar:
    """Least probabilities of an accepted number: of what is written, and given the whole sheet."""

    digits: float
    chance: float


Bars = Mapping[Witness, Bar]

BARS: Final[Bars] = {
    Witness.CLOSED: Bar(digits=0.8, chance=0.99),
    Witness.ECHOED: Bar(digits=0.95, chance=0.99),
    Witness.PARTLY_CLOSED: Bar(digits=0.95, chance=0.99),
    Witness.TIED: Bar(digits=0.7, chance=0.99),
    Witness.JOINTLY_CLOSED: Bar(digits=0.95, chance=0.995),
    Witness.WORDS: Bar(digits=0.993, chance=0.97),
    Witness.NOBODY: Bar(digits=0.993, chance=0.97),
}
"""Set with all real sheets in view, after the bars that are chosen with one committee left out
(ocr/bench/bars.py) on papers that are wrong and hands that always write one figure like another;
`WORDS` and `CLOSED` were raised afterwards. Without words digits reach at most 0.99 (see
MISREAD), so that nothing is accepted by its digits alone."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell's decided number with all that speaks for it.

    `chance` is its probability given the whole sheet, `digits` that by its digits and words alone;
    `placed` is False for a row that may be another's, `swayed` is True for one that the
    constituency's shares chose: neither is ever accepted.
    """

    value: int | None
    chance: float
    digits: float
    standing: Standing
    placed: bool = True
    swayed: bool = False

    def accepted(self, bars: Bars = BARS) -> bool:
        """Tell whether the machine stands by the number; only an unaided one is ever accepted."""
        standing = self.standing
        if self.swayed or not self.placed:
            return False
        if self.value is None or self.value != standing.unaided:
            return False
        bar = bars.get(standing.witness)
        if bar is None or (standing.ink is Ink.BLANK and standing.witness is Witness.NOBODY):
            return False
        legible = standing.ink is not Ink.DIGITS or self.digits >= bar.digits
        return legible and self.chance >= bar.chance

"""Thresholds of the rules: settings of the election, with defaults that were tried on real counts.

How often each rule fires on honest sheets at these values is in docs/rule-rates.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits of the rules; shares are 0..1, `_mads` counts median absolute deviations."""

    counting_minutes: int = 20
    """R107: no committee counts faster than this after the close of poll."""
    signatures: int = 9
    """R108: signature lines that must bear ink."""
    twin_good: int = 30
    """R106: below so many good ballots two units may well have equal counts."""
    shift_nats: float = 0.3
    """R204: log-likelihood per good ballot by which a moved table must beat the table as read."""
    identity_nats: float = 9.0
    """R207: log-likelihood that bending the digits into all sums may cost."""
    came_gap: int = 3
    """R307: voters who came minus ballots used, above this an error."""
    came_share: float = 0.01
    """R307: the same as a share of the ballots used."""
    roll_gap: int = 15
    """R309: voters on the form against the register, above this an error."""
    roll_share: float = 0.03
    """R309: the same as a share of the register; the larger of the two counts."""
    pad: int = 20
    """R311: ballots come in pads of this size."""
    pair_warn: int = 2
    """R402: difference between the two ballots of a unit that is only a warning."""
    pair_park: int = 5
    """R402: above this a supervisor must clear the unit."""
    units_needed: int = 20
    """R204 and R5xx: units that the constituency's statistics need."""
    turnout_mads: float = 6.0
    """R501: turnout may be this far from the constituency's median."""
    turnout_max: float = 0.98
    """R501: no unit's turnout is above."""
    spoilt_floor: float = 0.10
    """R502: a share of invalid or no-vote ballots that is never remarkable."""
    spoilt_mads: float = 6.0
    """R502: how far above the constituency's median the share may be."""
    top_share: float = 0.95
    """R503: the largest share of one row."""
    top_good: int = 100
    """R503: good ballots from which that share means anything."""
    swap_least: int = 20
    """R504: votes that must have moved between a row and the invalid or no-vote ballots."""
    digit_least: int = 40
    """R505: the larger of votes and expectation must reach this."""
    largest_unit: int = 2_000
    """R506 and R608: ballots that no reporting unit can exceed."""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Take what the election sets; its other settings are none of the rules' business.

        Raises:
            ValueError: a threshold is not a number, or negative.
        """
        own = {f.name: settings[f.name] for f in fields(cls) if f.name in settings}
        for name, value in own.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise ValueError(f"the threshold {name} is not a number from 0: {value!r}")
        return cls(**own)

"""What is known about a sheet when the rules look at it. Unknown is None or left out.

A rule whose facts are missing stays silent; so the same engine serves the read-back (digits and
words), the review (decided counts and their sibling ballot), keyed totals and imported CSV.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.checks.local_rules import LocalRule
from models.checks.so_far import SoFar
from models.values.ballots import Stream
from models.values.fields import row_key, row_number
from models.values.forms import Form
from models.values.likely_units import LikelyUnit
from models.values.reading import Signatures


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the paper and its photos look like (R101-R109, R202, R207)."""

    header: Mapping[str, str | None] = field(default_factory=dict)
    """Header name → what was read; None where the paper is blank."""
    header_expected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Header name → spellings that fit the sender's unit."""
    likely_units: tuple[LikelyUnit, ...] = ()
    """The units that the head may name, best first; empty where it is not unlike the sender's."""
    own_unit: str | None = None
    """Code of the sender's unit."""
    expected_form: str | None = None
    """Code of the form that the unit owes for this ballot."""
    pages: tuple[int, ...] | None = None
    """Page numbers at hand, from 1, one for each current photo."""
    rival_values: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Field key → values of further photos of the same page."""
    same_photo_unit: str | None = None
    """Another unit whose sender sent the very same bytes."""
    similar_ink_unit: str | None = None
    """Another unit whose count page bears similar ink."""
    twin_unit: str | None = None
    """Another unit with the same votes, good, invalid and no-vote ballots."""
    printed_rows: tuple[int, ...] | None = None
    """Printed row numbers of the whole sheet in the order of the paper, where all were read."""
    unsure_rows: frozenset[str] = frozenset()
    """Field keys of rows whose printed number and place disagree, neither of them for sure."""
    signatures: Signatures | None = None
    struck_out: frozenset[str] = frozenset()
    """Field keys beside which something is struck out."""
    overwritten: frozenset[str] = frozenset()
    """Field keys in which a figure seems to be written over another."""
    doubtful: frozenset[str] = frozenset()
    """Field keys below the confidence floor."""
    identity_cost: float | None = None
    """Log-likelihood lost by the reading that satisfies all sums, against the free one."""


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """When the counts came in (R107)."""

    received_at: datetime
    polls_close_at: datetime
    is_exempt: bool = False
    """A rehearsal, a recount or a re-vote."""


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The postal account of a constituency's envelopes (R312)."""

    accepted: int
    """Envelopes accepted on the account."""
    other_sets: int
    """Envelopes that all other counting sets report."""
    sets_missing: int = 0
    """Other sets that have not reported yet; until then only too many envelopes are odd."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet as the rules see it. `counts` maps field keys to values, None is unknown."""

    form: Form
    counts: Mapping[str, int | None]
    numbers: tuple[int, ...] = ()
    """Ballot numbers that can be voted for; gaps are normal."""
    struck_off: frozenset[int] = frozenset()
    """Numbers of struck-off candidates (ถูกถอนชื่อ)."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Field key → value of the Thai words, where they could be read."""
    accepted: Mapping[str, int] = field(default_factory=dict)
    """Field key → value that the machine stands by."""
    reason_written: bool | None = None
    """The form's lines for a reason bear ink (R307)."""
    registered: int | None = None
    """Voters on the unit's roll in the register."""
    sibling: Mapping[str, int | None] | None = None
    """Counts of the same unit's other ballot; None where it is not there yet."""
    so_far: SoFar | None = None
    """The constituency's statistics without this sheet."""
    paper: PaperFacts = field(default_factory=PaperFacts)
    time: TimeFacts | None = None
    post: PostFacts | None = None
    local_rules: tuple[LocalRule, ...] = ()
    """Rules that this election's office wrote."""

    @property
    def is_polling_unit(self) -> bool:
        """Tell whether a polling unit reports here, not a counting set of advance votes."""
        return self.form.stream is Stream.ELECTION_DAY

    def count(self, name: str) -> int | None:
        """Return a count of the head or the total, None where it is unknown."""
        return self.counts.get(name)

    @property
    def used_name(self) -> str:
        """The count that holds the ballots counted: `used`, or `received` in a counting set."""
        return "used" if self.form.count("used") else "received"

    def rows(self) -> dict[int, int | None]:
        """Return ballot number → votes: every number of the list and whatever else is written."""
        found: dict[int, int | None] = {n: self.counts.get(row_key(n)) for n in self.numbers}
        for key, value in self.counts.items():
            number = row_number(key)
            if number is not None and value is not None:
                found[number] = value
        return dict(sorted(found.items()))

    def rows_sum(self) -> int | None:
        """Return the sum of all rows, or None while a row of the ballot list is unknown."""
        values = self.rows().values()
        known = [v for v in values if v is not None]
        return sum(known) if known and len(known) == len(values) else None

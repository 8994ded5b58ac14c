"""How a number stands to the sums around it: what else bears it out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.values.fields import row_number
from models.values.forms import ROWS, Identity
from models.values.reading import CellScan, Ink, best_value
from ocr.joint.echo import echoed
from ocr.joint.evidence import witnessed
from ocr.joint.spelled import says


class Witness(StrEnum):
    """What stands behind a number beside its own digits and words, the strongest first."""

    CLOSED = "closed"
    """The unaided readings close every sum that the number takes part in."""

    ECHOED = "echoed"
    """They close, but would with another figure too (see `echo`)."""

    PARTLY_CLOSED = "partly closed"
    """They close one such sum and break another."""

    TIED = "tied"
    """It is in no exact sum, and equals a number that every sum bears out (came and used)."""

    JOINTLY_CLOSED = "jointly closed"
    """All its sums close once other cells are chosen by them; this one was not."""

    WORDS = "words"
    """Its own words say the same."""

    NOBODY = "nobody"
    """The digits stand alone: one that was lost before it was read leaves a sure reading of the
    rest."""

    CONTRADICTED = "contradicted"
    """Its words clearly say another number, and no sum bears it out."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How many exact sums a number takes part in close and break."""

    closed: int
    broken: int

    @property
    def is_firm(self) -> bool:
        """Tell whether every sum around the number closes, one at least."""
        return self.closed > 0 and not self.broken


@dataclass(frozen=True, slots=True)
class Standing:
    """How a number stands to its sums, with the unaided readings and with the decided ones.

    `in_words` tells whether its words say the same (a dash says itself); None where no words were
    heard.
    """

    unaided: int | None
    ink: Ink
    alone: Balance
    decided: Balance
    echoed: bool = False
    tied: bool = False
    in_words: bool | None = None

    @property
    def witness(self) -> Witness:
        """Return what else bears the number out."""
        if self.alone.is_firm:
            return Witness.ECHOED if self.echoed else Witness.CLOSED
        if self.in_words is False:
            return Witness.CONTRADICTED
        borne_out = {
            Witness.PARTLY_CLOSED: self.alone.closed > 0,
            Witness.JOINTLY_CLOSED: self.decided.is_firm,
            Witness.TIED: self.tied and not self.alone.broken,
            Witness.WORDS: self.in_words is True,
        }
        return next((witness for witness, holds in borne_out.items() if holds), Witness.NOBODY)


def unaided_value(cell: CellScan) -> int | None:
    """Return what the cell says alone; a blank row and a dash count as nought."""
    if cell.ink is Ink.DIGITS:
        return best_value(witnessed(cell))
    is_open = cell.ink is Ink.BLANK and row_number(cell.key) is None
    return None if is_open else 0


def balances(
    values: Mapping[str, int | None], identities: Sequence[Identity]
) -> dict[str, Balance]:
    """Return for each number how many exact sums the numbers close and break around it."""
    terms = terms_of(values)
    checks = [(i, closes(i, terms)) for i in identities if i.exact]
    out = {}
    for key in values:
        term = ROWS if row_number(key) is not None else key
        mine = [held for i, held in checks if term in (*i.left, *i.right)]
        out[key] = Balance(mine.count(True), mine.count(False))
    return out


def tied_to(
    firm: Collection[str], values: Mapping[str, int | None], identities: Sequence[Identity]
) -> frozenset[str]:
    """Return the keys of numbers that equal a firm one, as the form's inexact sums expect."""
    ties = [
        (*i.left, *i.right)
        for i in identities
        if not i.exact and len(i.left) == len(i.right) == 1 and closes(i, values)
    ]
    tied = set(firm)
    for _ in ties:
        tied.update(key for pair in ties if tied.intersection(pair) for key in pair)
    return frozenset(tied - set(firm))


def closed_sums(values: Mapping[str, int | None], identities: Sequence[Identity]) -> list[Identity]:
    """Return the exact sums that the numbers close."""
    terms = terms_of(values)
    return [i for i in identities if i.exact and closes(i, terms)]


def terms_of(values: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return the values by term of an identity: each count, and `rows` for the sum of all rows."""
    rows = [v for key, v in values.items() if row_number(key) is not None]
    whole = [v for v in rows if v is not None]
    terms = {key: v for key, v in values.items() if row_number(key) is None}
    return terms | {ROWS: sum(whole) if rows and len(whole) == len(rows) else None}


def closes(identity: Identity, terms: Mapping[str, int | None]) -> bool | None:
    """Tell whether an identity holds, or None where one of its terms is unknown."""
    known = {t: v for t in (*identity.left, *identity.right) if (v := terms.get(t)) is not None}
    if len(known) < len({*identity.left, *identity.right}):
        return None
    return identity.holds(known)


def standings(
    seen: Mapping[str, CellScan],
    values: Mapping[str, int | None],
    identities: Sequence[Identity],
    sibling: Mapping[str, int],
) -> dict[str, Standing]:
    """Return how every cell stands.

    Args:
        seen: the scan of each cell.
        values: its decided number.
        identities: the sums of the form.
        sibling: firm numbers of the unit's other ballot that usually equal ours.
    """
    alone = {key: unaided_value(cell) for key, cell in seen.items()}
    before, after = (balances(v, identities) for v in (alone, values))
    figures = {key: alone[key] for key, cell in seen.items() if cell.ink is Ink.DIGITS}
    blind = echoed(figures, closed_sums(alone, identities))
    firm = {key for key, balance in before.items() if balance.is_firm and key not in blind}
    firm |= {key for key, value in sibling.items() if alone.get(key) == value}
    tied = tied_to(firm, alone, identities) | (sibling.keys() & firm)
    return {
        key: Standing(
            unaided=alone[key],
            ink=cell.ink,
            alone=before[key],
            decided=after[key],
            echoed=key in blind,
            tied=key in tied,
            in_words=True if cell.ink is Ink.DASH else says(cell, alone[key]),
        )
        for key, cell in seen.items()
    }

"""The sums of a form (identities) worked out for one sheet, for rules and for the live display."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.checks.breach import gap_word, listed
from models.checks.facts import SheetFacts
from models.values.fields import TOTAL, row_key, row_number
from models.values.findings import Message
from models.values.forms import ROWS, Form, Identity

_TOTAL_NAME = Message("รวมคะแนนทั้งสิ้น", "written total")
_ROWS_NAME = Message("ผลรวมคะแนนทุกหมายเลข", "sum of all rows")


@dataclass(frozen=True, slots=True)
class Sum:
    """One identity of a form, worked out: what is written, what the parts add up to, the gap.

    `gap` is parts minus written: negative says that the parts fall short. Values are None while a
    count is unknown. A sum that is not `exact` may lawfully differ.
    """

    rule: str
    exact: bool
    written_name: Message
    parts_name: Message
    written: int | None
    parts: int | None
    fields: tuple[str, ...]

    @property
    def gap(self) -> int | None:
        """Parts minus written, None while either is unknown."""
        if self.written is None or self.parts is None:
            return None
        return self.parts - self.written

    @property
    def holds(self) -> bool | None:
        """Whether both sides are equal, None while unknown."""
        return None if self.gap is None else self.gap == 0

    @property
    def word(self) -> Message:
        """The gap in a word: `ขาด 3`, `เกิน 2`, `ตรง`, or `ยังไม่ครบ` while a count is unknown."""
        return Message("ยังไม่ครบ", "not complete yet") if self.gap is None else gap_word(self.gap)


def live_sums(
    form: Form, counts: Mapping[str, int | None], numbers: tuple[int, ...]
) -> tuple[Sum, ...]:
    """Return every identity of `form` worked out for the counts typed so far."""
    return sums_of(SheetFacts(form=form, counts=counts, numbers=numbers))


def sums_of(facts: SheetFacts) -> tuple[Sum, ...]:
    """Return every identity of the sheet's form, worked out."""
    return tuple(_work_out(facts, identity) for identity in facts.form.identities)


def name_of(form: Form, key: str) -> Message:
    """Return what a field is called, e.g. `บัตรดี` or `หมายเลข 4`."""
    line = form.count(key)
    if line is not None:
        return Message(line.label_th, line.label_en)
    if key == TOTAL:
        return _TOTAL_NAME
    if key == ROWS:
        return _ROWS_NAME
    number = row_number(key)
    return Message(key, key) if number is None else Message(f"หมายเลข {number}", f"number {number}")


def _work_out(facts: SheetFacts, identity: Identity) -> Sum:
    written, parts = identity.left, identity.right
    # What people add up is the longer side; of two single terms it is the rows, else the right.
    if len(written) > len(parts) or written == (ROWS,):
        written, parts = parts, written
    terms = (*written, *parts)
    return Sum(
        rule=identity.rule,
        exact=identity.exact,
        written_name=listed((name_of(facts.form, t) for t in written), " + "),
        parts_name=listed((name_of(facts.form, t) for t in parts), " + "),
        written=_side(facts, written),
        parts=_side(facts, parts),
        fields=tuple(key for term in terms for key in _keys(facts, term)),
    )


def _side(facts: SheetFacts, terms: tuple[str, ...]) -> int | None:
    values = [facts.rows_sum() if t == ROWS else facts.count(t) for t in terms]
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None


def _keys(facts: SheetFacts, term: str) -> Iterator[str]:
    if term == ROWS:
        yield from (row_key(n) for n in facts.rows())
    else:
        yield term

"""The numbers of a sheet side by side: what each witness said, what stands, what is public."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.states.sheet import SheetState
from models.store.cases import Case
from models.store.claims import REVIEWERS
from models.tables.people import Role
from models.tables.sheets import Decision
from review.fields import FieldView
from review.twice import is_keyed_twice
from review.witnesses import witnesses_of


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in a row; `differs` where it is not what stands in the end."""

    value: int | None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the form: its field, the machine's certainty, and what everybody said."""

    field: FieldView
    is_accepted: bool
    digits: Said
    words: Said
    machine: Said
    committee: Said
    people: tuple[Said, ...]
    """One for each of `people_who_counted`, in their order."""
    confirmed: int | None
    public: Said


def is_withheld(case: Case, role: Role) -> bool:
    """Tell whether people's numbers must not be shown: this person may still be asked for theirs.

    A second look and a second keying are blind; a page beside them must not tell.
    """
    is_blind = case.sheet.look > 1 or is_keyed_twice(case)
    return role in REVIEWERS and case.sheet.state is SheetState.IN_REVIEW and is_blind


def people_who_counted(case: Case) -> tuple[Decision, ...]:
    """Return the decisions that gave numbers, oldest first."""
    return tuple(decision for decision in case.decisions if decision.values)


def lines(
    case: Case,
    views: list[FieldView],
    people: tuple[Decision, ...],
    confirmed: Mapping[str, int],
    public: Mapping[str, int],
) -> list[Line]:
    """Return every number of a sheet with what was said about it.

    `confirmed` is empty while nobody confirmed, `public` while nothing is published.
    """
    return [_line(case, view, people, confirmed, public) for view in views]


def _line(
    case: Case,
    view: FieldView,
    people: tuple[Decision, ...],
    confirmed: Mapping[str, int],
    public: Mapping[str, int],
) -> Line:
    key, cell = view.key, case.cells.get(view.key)
    standing = confirmed.get(key)

    def said(value: int | None) -> Said:
        return Said(value, bool(confirmed) and value is not None and value != standing)

    return Line(
        field=view,
        is_accepted=bool(cell and cell.accepted),
        digits=said(view.digits),
        words=said(view.words),
        machine=said(cell.value if cell else None),
        committee=said(witnesses_of(case.cells, case.answer).committee.get(key)),
        people=tuple(said(decision.values.get(key)) for decision in people),
        confirmed=standing,
        public=said(public.get(key)),
    )

"""What happens when somebody presses a key at the desk: one transaction, owned by the caller."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.checks.engine import is_impossible_on_paper
from models.errors import SecondPersonNeeded, StaleEdit
from models.states.sheet import SheetEvent
from models.store import decisions, sheets
from models.store.cases import Case
from models.store.decisions import Hand, Word
from models.tables.sheets import Decision, DecisionKind
from models.values.findings import Finding, Severity
from pages.keying import Typed
from results.release import on_confirmed
from review.checking import Checked, check, field_keys, finding_of, machine_values
from review.errors import NobodyLooked, NotComplete, StillImpossible
from review.phoning import note_call_back
from review.twice import (
    LOOKS,
    differing,
    first_looks,
    is_keyed_twice,
    needs_two,
    tries_of_second,
)
from review.verdicts import (
    Explanation,
    Next,
    ParkReason,
    Verdict,
    after_first,
    after_second,
    errors_of,
    unexplained,
)
from review.witnesses import witnesses_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came from the screen: numbers, reasons by rule code, the codes that were shown."""

    typed: Typed
    reasons: Mapping[str, str] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    seconds: float | None = None
    text: str = ""
    spoke_with: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a look ended.

    `unseen` holds findings that the person must see before it counts, `again` the fields that the
    second of two keyers reads once more.
    """

    verdict: Verdict | None
    unseen: tuple[Finding, ...] = ()
    again: tuple[str, ...] = ()


def first_look(session: Session, case: Case, hand: Hand, spoken: Spoken, at: datetime) -> Settled:
    """Confirm or correct a sheet by one person; `case.sheet.is_sampled` was drawn before.

    Raises:
        StaleEdit: the claim was lost or the sheet changed.
        NotComplete: a number or a reason is missing.
    """
    decisions.held(session, case.sheet, hand, at)
    checked = _checked(case, spoken)
    if unseen := _unseen(checked, spoken):
        return Settled(None, unseen)
    _reasons_given(checked, spoken)
    values = spoken.typed.values
    disputed = witnesses_of(case.cells, case.answer, case.phoned).disputed(values)
    disputed &= {*field_keys(case)}
    verdict = after_first(
        checked.findings, disputed, is_sampled=needs_two(case), parks=checked.parks
    )
    is_as_read = values == machine_values(case)
    kind = DecisionKind.CONFIRM if is_as_read else DecisionKind.CORRECT
    decisions.write_down(session, case.sheet, hand, Word(kind, values, seconds=spoken.seconds), at)
    decisions.replace_findings(session, case.sheet, checked.findings, spoken.reasons, at)
    _carry_out(session, case, verdict, values, at)
    return Settled(verdict)


def second_look(session: Session, case: Case, hand: Hand, spoken: Spoken, at: datetime) -> Settled:
    """Answer the asked fields as another person.

    Raises:
        SecondPersonNeeded: the same person took the first look.
        StaleEdit, NotComplete: as for the first look.
    """
    decisions.held(session, case.sheet, hand, at)
    first = first_decision(case)
    if first.person_id == hand.person_id:
        raise SecondPersonNeeded(f"sheet {case.sheet_id}")
    if spoken.typed.missing:
        raise NotComplete(tuple(sorted(spoken.typed.missing)))
    if not case.pages:
        note_call_back(session, case, spoken.spoke_with, hand, at)
    asked, tries = asked_fields(case), tries_of_second(case)
    word = Word(DecisionKind.SECOND_LOOK, spoken.typed.values, seconds=spoken.seconds)
    decisions.write_down(session, case.sheet, hand, word, at)
    differ = differing(first.values, spoken.typed.values) & {*asked}
    if differ and is_keyed_twice(case) and not tries:
        # A slip of the second pair of hands is found by those hands, not by a supervisor.
        return Settled(None, again=tuple(k for k in asked if k in differ))
    findings = [finding_of(row) for row in case.findings]
    if not differ:
        findings += _found_since(session, case, first.values, at)
    verdict = after_second(findings, looks_agree=not differ)
    _carry_out(session, case, verdict, first.values, at)
    return Settled(verdict)


def clear(session: Session, case: Case, hand: Hand, spoken: Spoken, at: datetime) -> Settled:
    """Confirm a parked sheet as its supervisor, with a reason.

    Raises:
        NobodyLooked: nobody else has looked at the sheet.
        StillImpossible: the numbers cannot be true (R203, R306).
        StaleEdit, NotComplete: as for the first look.
    """
    decisions.held(session, case.sheet, hand, at)
    if not {d.person_id for d in case.decisions if d.kind in LOOKS} - {hand.person_id}:
        raise NobodyLooked(f"sheet {case.sheet_id}")
    checked = _checked(case, spoken)
    if is_impossible_on_paper(checked.findings):
        raise StillImpossible(f"sheet {case.sheet_id}")
    if not spoken.text.strip():
        raise NotComplete(codes=("reason",))
    values = spoken.typed.values
    word = Word(DecisionKind.CLEAR, values, spoken.text.strip(), spoken.seconds)
    decisions.write_down(session, case.sheet, hand, word, at)
    # The words stay inside; what explains a finding is published.
    reasons = {f.code: Explanation.SUPERVISOR.value for f in checked.findings}
    decisions.replace_findings(session, case.sheet, checked.findings, reasons, at)
    decisions.move(session, case.sheet, SheetEvent.CLEAR)
    _confirm(session, case, values, at)
    return Settled(Verdict(Next.CONFIRM))


def first_decision(case: Case) -> Decision:
    """Return the first look that the second one answers to.

    Raises:
        StaleEdit: there is none.
    """
    looks = first_looks(case)
    if not looks:
        raise StaleEdit(f"sheet {case.sheet_id}")
    return looks[-1]


def asked_fields(case: Case) -> tuple[str, ...]:
    """Return the fields that the second person answers, in the order of the form.

    Where nothing is disputed the sheet needs two people all the same: then all of them. What is
    keyed twice is asked whole, and then once more where the two keyings differ.
    """
    first = first_decision(case)
    keys = field_keys(case)
    if is_keyed_twice(case):
        tries = tries_of_second(case)
        differ = differing(first.values, tries[-1].values) if tries else frozenset(keys)
        return tuple(k for k in keys if k in differ) or keys
    disputed = witnesses_of(case.cells, case.answer, case.phoned).disputed(first.values)
    errors = errors_of([finding_of(row) for row in case.findings])
    asked = disputed.union(*(f.fields for f in errors))
    return tuple(k for k in keys if k in asked) or keys


def _checked(case: Case, spoken: Spoken) -> Checked:
    if spoken.typed.missing:
        raise NotComplete(tuple(sorted(spoken.typed.missing)))
    rows_blank = [k for k in spoken.typed.blank if k == "good"]
    if rows_blank:
        raise NotComplete(tuple(rows_blank))
    return check(case, spoken.typed.values)


def _unseen(checked: Checked, spoken: Spoken) -> tuple[Finding, ...]:
    """A slip of the hand must not park a sheet: what is wrong is shown before it counts."""
    heavy = [f for f in checked.findings if f.severity is not Severity.INFO]
    return tuple(f for f in heavy if f.code not in spoken.seen)


def _found_since(
    session: Session, case: Case, values: Mapping[str, int], at: datetime
) -> list[Finding]:
    """What was no error at the first look may be one now: the other ballot was confirmed since."""
    known = {row.code for row in case.findings}
    fresh = [f for f in errors_of(check(case, values).findings) if f.code not in known]
    sheets.note_findings(session, case.sheet_id, fresh, at)
    return fresh


def _reasons_given(checked: Checked, spoken: Spoken) -> None:
    if codes := unexplained(checked.findings, spoken.reasons):
        raise NotComplete(codes=codes)


def _carry_out(
    session: Session, case: Case, verdict: Verdict, values: Mapping[str, int], at: datetime
) -> None:
    if verdict.next is Next.CONFIRM:
        _confirm(session, case, values, at)
    elif verdict.next is Next.SECOND_LOOK:
        decisions.move(session, case.sheet, SheetEvent.SECOND_LOOK, look=2)
    else:
        reason = verdict.reason or ParkReason.BY_HAND
        decisions.move(session, case.sheet, SheetEvent.PARK, reason=reason.value)


def _confirm(session: Session, case: Case, values: Mapping[str, int], at: datetime) -> None:
    decisions.write_counts(session, case.sheet, values, at)
    decisions.move(session, case.sheet, SheetEvent.CONFIRM)
    decisions.tell_confirmed(session, case.sheet, at)
    on_confirmed(session, case.sheet, at)

"""What a conversation has to know, gathered from the record in the person's language."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.conversation.facts import Line, ReadBack, Returned, SheetFacts, UnitFacts
from bot.progress import Progress, Step, progress_of
from models.checks.rules import Audience
from models.store import photos, sheets
from models.store.case_facts import case_findings, field_keys, machine_values
from models.store.cases import Case, Place, case_of, newest_answer, place_of
from models.store.rows import saved
from models.tables.election import Election
from models.tables.geography import TallyCentre
from models.tables.people import Person, Role
from models.tables.sheets import Notice, Sheet
from pages.labels import field_label
from pages.languages import Language
from pages.names import unit_name

_DEFAULT_REASON = "other"


@dataclass(frozen=True, slots=True)
class Standing:
    """An enrolled person: a committee member with a unit, or somebody at a desk with many."""

    person: Person
    unit_id: int | None
    """The committee's own unit; None at a desk."""

    @property
    def is_desk(self) -> bool:
        """Tell whether the person sends for many units."""
        return self.unit_id is None


def standing_of(session: Session, person_id: int | None) -> Standing | None:
    """Return how somebody stands who may send, or None for strangers and barred people."""
    person = session.get(Person, person_id) if person_id is not None else None
    if person is None or not person.is_active:
        return None
    unit_id = photos.own_unit(session, saved(person.id))
    return Standing(person, unit_id) if unit_id or person.role is Role.DESK else None


def is_before_close(session: Session, at: datetime) -> bool:
    """Tell whether the polls are still open: what comes now is practice."""
    election = session.get(Election, 1)
    return election is not None and at < election.polls_close_at


def unit_facts(
    session: Session, unit_id: int, language: Language, at: datetime, shown: int = 0
) -> UnitFacts:
    """Return where a unit stands, with the numbers that wait for its word.

    The sheet that was `shown` stays in hand while it waits: an answer on its way is about it.
    """
    place = place_of(session, unit_id)
    progress = progress_of(session, place.unit)
    read_back = _read_back(session, progress, language, shown)
    return replace(standing_facts(session, place, progress, language, at), read_back=read_back)


def standing_facts(
    session: Session, place: Place, progress: Progress, language: Language, at: datetime
) -> UnitFacts:
    """Return where a unit stands, without its numbers."""
    return replace(
        name_facts(session, place, language, at),
        sheets=tuple(
            SheetFacts(s.ballot, len(s.boxes), s.missing, s.state) for s in progress.sheets
        ),
        returned=_returned(progress.in_hand, progress.returned)
        if progress.step is Step.RETURNED
        else None,
        is_reading=any(p.is_waiting or p.is_placeless for p in progress.photos),
    )


def name_facts(session: Session, place: Place, language: Language, at: datetime) -> UnitFacts:
    """Return which unit it is and whom to call, without where it stands."""
    centre = session.get_one(TallyCentre, place.unit.centre_id)
    return UnitFacts(
        name=unit_name(place, language),
        centre=centre.name_th if language is Language.TH else centre.name_en,
        phone=centre.phone,
        is_before=is_before_close(session, at),
        id=saved(place.unit.id),
    )


def read_back_of(session: Session, case: Case, language: Language) -> ReadBack:
    """Return a sheet's numbers to be held against the paper, and what the paper says amiss.

    What may be our own misreading is no fact: where a number is doubtful nothing is said of it.
    """
    if case.sibling is None:
        case = replace(case, sibling=_other_ballot(session, case))
    lines = tuple(_line(case, key, language) for key in field_keys(case))
    doubtful = frozenset(line.key for line in lines if line.is_doubtful)
    found = case_findings(case, machine_values(case), Audience.SENDER)
    facts = [f.message for f in found if doubtful.isdisjoint(f.fields)]
    return ReadBack(
        sheet_id=case.sheet_id,
        edit=case.sheet.edit,
        ballot=case.sheet.ballot,
        lines=lines,
        remarks=tuple(m.th if language is Language.TH else m.en for m in facts),
    )


def _read_back(
    session: Session, progress: Progress, language: Language, shown: int
) -> ReadBack | None:
    """Return the sheet that was shown or else is first read back, also while one is returned."""
    waiting = [s.sheet for s in progress.sheets if s.sheet and s.state.value == Step.READ_BACK]
    if not waiting:
        return None
    in_hand = next((s for s in waiting if s.id == shown), waiting[0])
    return read_back_of(session, case_of(session, saved(in_hand.id)), language)


def _other_ballot(session: Session, case: Case) -> dict[str, int | None] | None:
    """Return what the unit's other ballot says before anybody confirmed it.

    Only numbers that the machine stands by, or that the committee gave: a difference is shown to
    people as a fact.
    """
    for expected in sheets.expected_of(session, saved(case.place.unit.id)):
        sheet = sheets.newest(session, expected.unit_id, expected.ballot)
        if sheet is None or sheet.ballot is case.sheet.ballot:
            continue
        reading = sheets.newest_reading(session, saved(sheet.id))
        cells = reading.cells if reading else {}
        known = {key: cell["value"] for key, cell in cells.items() if cell["accepted"]}
        answer = newest_answer(session, saved(sheet.id))
        return {**known, **(answer.values if answer else {})} or None
    return None


def _line(case: Case, key: str, language: Language) -> Line:
    cell = case.cells.get(key)
    value = cell.value if cell else None
    is_doubtful = cell is None or value is None or not cell.accepted
    return Line(key, field_label(case.form, key, language), value, is_doubtful)


def _returned(sheet: Sheet | None, notice: Notice | None) -> Returned | None:
    if sheet is None:
        return None
    params = notice.params if notice else {}
    return Returned(
        sheet_id=saved(sheet.id),
        edit=sheet.edit,
        ballot=sheet.ballot,
        reason=str(params.get("reason") or _DEFAULT_REASON),
        text=str(params.get("text") or ""),
        fields=tuple(str(key) for key in params.get("fields") or ()),
    )

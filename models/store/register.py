"""Look-ups in the register: units, what they owe, and who stands on their ballots."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.errors import NotFound
from models.tables.election import Candidate, ExpectedSheet, Party
from models.tables.geography import Constituency, ReportingUnit
from models.values.ballots import Ballot, Stream
from models.values.forms import Form, form_by_code, forms_for


@dataclass(frozen=True, slots=True)
class BallotList:
    """The numbers of a ballot paper. Gaps are normal; a struck-off number is not printed."""

    numbers: tuple[int, ...]
    struck_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a ballot: its number, what is printed beside it, and the party's colour."""

    number: int
    name_th: str
    party_th: str
    colour: str | None
    is_struck_off: bool = False


def unit_by_code(session: Session, code: str) -> ReportingUnit:
    """Return the reporting unit of a code.

    Raises:
        NotFound: there is no such unit.
    """
    unit = session.exec(select(ReportingUnit).where(ReportingUnit.code == code)).first()
    if unit is None:
        raise NotFound(f"reporting unit {code}")
    return unit


def units_of(session: Session, constituency_id: int) -> Sequence[ReportingUnit]:
    """Return a constituency's reporting units, polling units before counting sets."""
    order = (col(ReportingUnit.kind).desc(), col(ReportingUnit.code))
    found = select(ReportingUnit).where(ReportingUnit.constituency_id == constituency_id)
    return session.exec(found.order_by(*order)).all()


def constituency_by_code(session: Session, code: str) -> Constituency:
    """Return the constituency of a code.

    Raises:
        NotFound: there is no such constituency.
    """
    found = session.exec(select(Constituency).where(Constituency.code == code)).first()
    if found is None:
        raise NotFound(f"constituency {code}")
    return found


def expected_sheets(session: Session, unit_id: int) -> Sequence[ExpectedSheet]:
    """Return the sheets that a unit owes, in the order of the election's ballots."""
    owed = select(ExpectedSheet).where(ExpectedSheet.unit_id == unit_id)
    return session.exec(owed.order_by(col(ExpectedSheet.id))).all()


def expected_form(session: Session, unit_id: int, ballot: Ballot) -> Form:
    """Return the form on which a unit reports a ballot.

    Raises:
        NotFound: the unit does not vote on this ballot.
    """
    for sheet in expected_sheets(session, unit_id):
        if sheet.ballot is ballot:
            return form_by_code(sheet.form_code, sheet.form_variant)
    raise NotFound(f"sheet of unit {unit_id} for {ballot.value}")


def candidates(session: Session, constituency_id: int) -> Sequence[Candidate]:
    """Return everybody who stands or stood in a constituency, by number."""
    found = select(Candidate).where(Candidate.constituency_id == constituency_id)
    return session.exec(found.order_by(col(Candidate.number))).all()


def ballot_list(session: Session, constituency_id: int, ballot: Ballot) -> BallotList:
    """Return the numbers that can be voted for on a ballot, and those struck off."""
    if ballot is Ballot.REFERENDUM:
        return _questions()
    lines = choices(session, constituency_id, ballot)
    return BallotList(
        numbers=tuple(c.number for c in lines if not c.is_struck_off),
        struck_off=frozenset(c.number for c in lines if c.is_struck_off),
    )


def choices(session: Session, constituency_id: int, ballot: Ballot) -> tuple[Choice, ...]:
    """Return the lines of a ballot by number; none for a referendum, whose rows have no names."""
    if ballot is Ballot.REFERENDUM:
        return ()
    known = session.exec(select(Party).order_by(col(Party.number))).all()
    if ballot is Ballot.PARTY_LIST:
        return tuple(Choice(p.number, p.name_th, p.name_th, p.colour) for p in known)
    by_id = {p.id: p for p in known}
    return tuple(_candidate(c, by_id.get(c.party_id)) for c in candidates(session, constituency_id))


def _candidate(candidate: Candidate, party: Party | None) -> Choice:
    return Choice(
        number=candidate.number,
        name_th=candidate.name_th,
        party_th=party.name_th if party else "",
        colour=party.colour if party else None,
        is_struck_off=candidate.is_struck_off,
    )


def _questions() -> BallotList:
    """A referendum's rows are those that its form prints."""
    form = forms_for(Ballot.REFERENDUM, Stream.ELECTION_DAY)[0]
    return BallotList(form.printed_numbers(()), frozenset())

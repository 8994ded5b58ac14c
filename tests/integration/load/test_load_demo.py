"""The demo election goes in whole, once, and can be looked up."""

import pytest
from sqlmodel import func, select

from app.election.demo import PASSWORD, demo_counts
from models.database import Database
from models.errors import NotFound
from models.store import audit
from models.store.cases import choices_of
from models.store.election import election, own_rules, thresholds
from models.store.register import constituency_by_code, unit_by_code
from models.store.rows import saved
from models.store.sheets import expected_of
from models.tables.audit import AuditEntry
from models.tables.election import ElectionBallot, Party
from models.tables.geography import Amphoe, Area, ReportingUnit
from models.tables.people import Person, Role
from models.values.ballots import AreaKind, Ballot, Stream, UnitKind
from pages.passwords import fits
from tests.integration.load.conftest import NOW


def test_every_part_of_the_election_is_there(loaded: Database) -> None:
    with loaded.reading() as session:
        found = election(session)
        assert found is not None
        assert found.polls_close_at < found.publication_opens_at == NOW
        held = session.exec(select(ElectionBallot).order_by(ElectionBallot.id)).all()
        assert [b.ballot for b in held] == [Ballot.CONSTITUENCY, Ballot.PARTY_LIST]
        numbers = session.exec(select(Party.number).order_by(Party.number)).all()
        assert numbers == list(range(1, 58))
        polls = select(func.count()).where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
        assert session.exec(polls).one() == 60
        assert thresholds(session).signatures == 9


def test_amphoe_are_split_and_a_municipality_stands_beside_its_tambon(loaded: Database) -> None:
    with loaded.reading() as session:
        pairs = select(ReportingUnit.amphoe_id, ReportingUnit.constituency_id).distinct()
        amphoe = [a for a, _ in session.exec(pairs) if a is not None]
        assert len(set(amphoe)) == 8
        assert sorted(amphoe.count(a) for a in set(amphoe)) == [1] * 6 + [2] * 2
        named = session.exec(select(Area).join(Amphoe).where(Area.name_th.endswith("บางแก้วฟ้า")))
        assert {a.kind for a in named} == {AreaKind.TAMBON, AreaKind.MUNICIPALITY}


def test_a_struck_off_candidate_leaves_a_gap(loaded: Database) -> None:
    with loaded.reading() as session:
        where = saved(constituency_by_code(session, "TKM_2").id)
        listed = choices_of(session, where, Ballot.CONSTITUENCY)
        assert [c.number for c in listed] == list(range(1, 12))
        assert [c.number for c in listed if c.is_struck_off] == [5]
        assert len(choices_of(session, where, Ballot.PARTY_LIST)) == 57
        assert [c.number for c in choices_of(session, where, Ballot.REFERENDUM)] == [1, 2, 3]


def test_units_owe_the_forms_of_their_stream(loaded: Database) -> None:
    with loaded.reading() as session:
        polling = saved(unit_by_code(session, "TKM0101-001").id)
        posted = saved(unit_by_code(session, "TKM_2-O02").id)
        owed = [s.form_code for s in expected_of(session, polling)]
        assert owed == ["ส.ส. 5/18", "ส.ส. 5/18 (บช)"]
        owed = [s.form_code for s in expected_of(session, posted)]
        assert owed == ["ส.ส. 5/17", "ส.ส. 5/17 (บช)"]


def test_codes_that_nobody_gave_are_not_found(loaded: Database) -> None:
    with loaded.reading() as session:
        with pytest.raises(NotFound):
            unit_by_code(session, "TKM0101-999")
        with pytest.raises(NotFound):
            constituency_by_code(session, "TKM_9")


def test_a_constituency_has_units_and_counting_sets(loaded: Database) -> None:
    with loaded.reading() as session:
        where = constituency_by_code(session, "TKM_2").id
        found = session.exec(
            select(ReportingUnit.stream).where(ReportingUnit.constituency_id == where)
        ).all()
        assert found.count(Stream.ELECTION_DAY) == 15
        assert found.count(Stream.ADVANCE_IN) == 1
        assert found.count(Stream.OUT_AND_OVERSEAS) == 2


def test_people_sign_in_with_hashes_only(loaded: Database) -> None:
    with loaded.reading() as session:
        people = session.exec(select(Person)).all()
        assert {p.role for p in people} >= {Role.REVIEWER, Role.SUPERVISOR, Role.OPERATOR}
        assert len({p.key for p in people}) == len(people)
        assert all(p.password_hash and PASSWORD not in p.password_hash for p in people)
        assert fits(PASSWORD, people[0].password_hash)


def test_the_election_brings_its_own_rules(loaded: Database) -> None:
    with loaded.reading() as session:
        [rule] = own_rules(session)
    assert (rule.code, rule.must.names) == ("L1", ("invalid", "used"))


def test_the_load_is_audited(loaded: Database) -> None:
    with loaded.reading() as session:
        entry = session.exec(select(AuditEntry)).one()
        assert entry.action == "load_election"
        assert entry.after is not None
        assert entry.after["rows"]["reporting_unit"] == 69
        assert audit.first_broken(session) is None


def test_counts_of_the_demo_cover_every_expected_sheet(loaded: Database) -> None:
    counts = demo_counts()
    with loaded.reading() as session:
        for unit in session.exec(select(ReportingUnit)):
            for sheet in expected_of(session, saved(unit.id)):
                values = counts.pop((unit.code, sheet.ballot))
                listed = choices_of(session, unit.constituency_id, sheet.ballot)
                rows = {k for k in values if k.startswith("row:")}
                assert rows == {f"row:{c.number}" for c in listed if not c.is_struck_off}
    assert counts == {}

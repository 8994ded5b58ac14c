"""The demo election goes in whole, once, and can be looked up."""

import pytest
from sqlmodel import func, select

from app.election.demo import PASSWORD, demo_counts
from models.database import Database
from models.errors import NotFound
from models.store import audit
from models.store.election import ballots, election, parties, thresholds
from models.store.register import (
    ballot_list,
    candidates,
    choices,
    constituency_by_code,
    expected_form,
    expected_sheets,
    unit_by_code,
    units_of,
)
from models.tables.audit import AuditEntry
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
        assert ballots(session) == (Ballot.CONSTITUENCY, Ballot.PARTY_LIST)
        assert [p.number for p in parties(session)] == list(range(1, 58))
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
        where = constituency_by_code(session, "TKM_2").id
        assert where is not None
        listed = ballot_list(session, where, Ballot.CONSTITUENCY)
        assert listed.struck_off == {5}
        assert listed.numbers == (1, 2, 3, 4, 6, 7, 8, 9, 10, 11)
        assert len(candidates(session, where)) == 11
        lines = choices(session, where, Ballot.PARTY_LIST)
        assert len(lines) == 57
        assert ballot_list(session, where, Ballot.PARTY_LIST).struck_off == frozenset()
        assert ballot_list(session, where, Ballot.REFERENDUM).numbers == (1, 2, 3)


def test_units_owe_the_forms_of_their_stream(loaded: Database) -> None:
    with loaded.reading() as session:
        polling = unit_by_code(session, "TKM0101-001").id
        posted = unit_by_code(session, "TKM_2-O02").id
        assert polling is not None
        assert posted is not None
        owed = [s.form_code for s in expected_sheets(session, polling)]
        assert owed == ["ส.ส. 5/18", "ส.ส. 5/18 (บช)"]
        assert expected_form(session, posted, Ballot.PARTY_LIST).code == "ส.ส. 5/17 (บช)"
        with pytest.raises(NotFound):
            expected_form(session, posted, Ballot.REFERENDUM)
        with pytest.raises(NotFound):
            unit_by_code(session, "TKM0101-999")
        with pytest.raises(NotFound):
            constituency_by_code(session, "TKM_9")


def test_units_of_a_constituency_name_polling_units_first(loaded: Database) -> None:
    with loaded.reading() as session:
        where = constituency_by_code(session, "TKM_2").id
        assert where is not None
        found = units_of(session, where)
        assert len(found) == 18
        assert [u.stream for u in found[-3:]] == [
            Stream.ADVANCE_IN,
            Stream.OUT_AND_OVERSEAS,
            Stream.OUT_AND_OVERSEAS,
        ]


def test_people_sign_in_with_hashes_only(loaded: Database) -> None:
    with loaded.reading() as session:
        people = session.exec(select(Person)).all()
        assert {p.role for p in people} >= {Role.REVIEWER, Role.SUPERVISOR, Role.OPERATOR}
        assert len({p.key for p in people}) == len(people)
        assert all(p.password_hash and PASSWORD not in p.password_hash for p in people)
        assert fits(PASSWORD, people[0].password_hash)


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
            assert unit.id is not None
            for sheet in expected_sheets(session, unit.id):
                values = counts.pop((unit.code, sheet.ballot))
                listed = ballot_list(session, unit.constituency_id, sheet.ballot).numbers
                rows = {k for k in values if k.startswith("row:")}
                assert rows == {f"row:{n}" for n in listed}
    assert counts == {}

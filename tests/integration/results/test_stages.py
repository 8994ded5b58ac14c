"""The operator's word on a constituency, on both engines, seen from the published files too."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from models.database import Database
from models.errors import IllegalMove, SecondPersonNeeded, StaleEdit
from models.states.constituency import ConstituencyState
from models.states.unit import UnitState
from models.store import totals
from models.tables.audit import AuditEntry
from models.tables.election import Election
from models.tables.geography import Constituency
from models.tables.people import Person, Role
from models.tables.results import Correction, PublishedSheet, RunningTotal
from results import stages
from results.errors import NotExplained, StillDiffers
from results.sources import FolderSource
from results.verify import verify
from tests.integration.results.electorate import (
    BALLOTS,
    confirm,
    confirm_both,
    found,
    invented_counts,
    later,
    unit_of,
)
from tests.integration.results.newsroom import KEY, Newsroom

NOW = later(30)


@pytest.fixture
def night(each_database: Database) -> Database:
    """Four units of five complete, two of them public, one with one ballot; two operators."""
    with each_database.writing() as session:
        found(session, units=5, sets=0)
        session.get_one(Election, 1).settings = {"cap_share": 0.4}
        for n in (2, 3):
            key = f"operator-{n}"
            session.add(Person(id=n, key=key, role=Role.OPERATOR, name=key, created_at=NOW))
        for n in (1, 2, 3):
            confirm_both(session, f"SM-1-U00{n}", n, seed=n)
        one = unit_of(session, "SM-1-U004")
        confirm(session, one, BALLOTS[0], invented_counts(BALLOTS[0], 4), later(4))
    return each_database


def people(session: Session) -> tuple[Constituency, Person, Person]:
    return session.get_one(Constituency, 1), session.get_one(Person, 2), session.get_one(Person, 3)


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """ส.ส. 6/1 is in and explained; what it says is tested with its own store."""
    monkeypatch.setattr("results.stages.consolidation.waits_for", lambda *_: ())


def test_a_pause_holds_what_becomes_complete_until_it_goes_on(night: Database) -> None:
    with night.writing() as session:
        place, operator, _ = people(session)
        session.get_one(Election, 1).settings = {"cap_share": 1.0}
        stages.pause(session, place, operator, NOW, "ไฟฟ้าดับ · power cut")
        confirm_both(session, "SM-1-U005", 31, seed=5)
        assert unit_of(session, "SM-1-U005").state is UnitState.COMPLETE
        stages.resume(session, place, operator, NOW)
        assert unit_of(session, "SM-1-U005").state is UnitState.RELEASED
        assert place.state_reason is None
        actions = session.exec(select(AuditEntry.action)).all()
        assert {"pause", "resume"} <= set(actions)


def test_one_that_does_not_add_up_stays_paused(night: Database) -> None:
    with night.writing() as session:
        place, operator, _ = people(session)
        stages.pause(session, place, operator, NOW, "x")
        total = session.exec(select(RunningTotal)).first()
        total.counts = total.counts | {"good": 1}
        session.flush()
        with pytest.raises(StillDiffers):
            stages.resume(session, place, operator, NOW)
        assert place.state is ConstituencyState.PAUSED


def test_without_the_official_report_it_is_not_consolidated(night: Database) -> None:
    with night.writing() as session:
        place, operator, _ = people(session)
        with pytest.raises(NotExplained, match="no_report"):
            stages.consolidate(session, place, operator, NOW)
        assert place.state is ConstituencyState.CAPPED


@pytest.mark.usefixtures("agreed")
def test_consolidation_lifts_the_cap_and_marks_one_ballot(night: Database, tmp_path: Path) -> None:
    room = Newsroom(night, tmp_path)
    room.publish_at(later(29))
    with night.writing() as session:
        place, operator, other = people(session)
        stages.ask_to_consolidate(session, place, other, NOW)
        assert stages.consolidate(session, place, operator, NOW) == 2
        assert unit_of(session, "SM-1-U003").state is UnitState.RELEASED
        assert unit_of(session, "SM-1-U004").state_reason == "one_ballot"
        assert totals.differences(session, 1) == {}
    assert room.publish_at(later(31)) is not None
    files = room.files()
    root = json.loads(files[json.loads(files["data/latest.json"])["root"]["path"]])
    manifest = json.loads(files[root["constituencies"]["SM-1"]["manifest"]["path"]])
    assert (root["status"], manifest["counted"]["election_day"]) == ("consolidated", 4)
    assert (manifest["one_ballot"], manifest["withheld"]) == (1, {})
    assert verify(FolderSource(tmp_path), KEY.public).faults == []
    with night.writing() as session:
        second = unit_of(session, "SM-1-U004")
        confirm(session, second, BALLOTS[1], invented_counts(BALLOTS[1], 4), later(32))
        assert second.state_reason is None
    room.publish_at(later(33))
    assert verify(FolderSource(tmp_path), KEY.public).faults == []


@pytest.mark.usefixtures("agreed")
def test_a_unit_with_one_ballot_is_marked_on_every_page(night: Database, tmp_path: Path) -> None:
    room = Newsroom(night, tmp_path)
    with night.writing() as session:
        place, operator, other = people(session)
        stages.ask_to_consolidate(session, place, other, NOW)
        stages.consolidate(session, place, operator, NOW)
    room.publish_at(later(31))
    files = room.files()
    place_page = files["c/SM-1.html"].decode()
    assert "1 หน่วยมีผลบัตรแบบเดียว" in place_page
    assert "หน่วยที่ 1004 · รวมแล้ว · มีผลบัตรแบบเดียว" in place_page
    assert "เปิดเผยได้ไม่เกิน" not in place_page
    assert "หน่วยนี้มีผลบัตรแบบเดียว" in files["u/SM-1-U004.html"].decode()
    assert "หน่วยนี้มีผลบัตรแบบเดียว" not in files["u/SM-1-U003.html"].decode()
    reports = files["reports/SM.html"].decode()
    assert reports.count("มีผลบัตรแบบเดียว") == 1
    assert "ข้อมูลเมื่อ" in reports
    with night.writing() as session:
        second = unit_of(session, "SM-1-U004")
        confirm(session, second, BALLOTS[1], invented_counts(BALLOTS[1], 4), later(32))
    room.publish_at(later(33))
    files = room.files()
    assert "มีผลบัตรแบบเดียว" not in files["c/SM-1.html"].decode() + files["u/SM-1-U004.html"].decode()


@pytest.mark.usefixtures("agreed")
def test_two_people_certify(night: Database) -> None:
    with night.writing() as session:
        place, operator, other = people(session)
        with pytest.raises(IllegalMove):
            stages.ask_to_certify(session, place, operator, NOW)
        stages.ask_to_consolidate(session, place, operator, NOW)
        with pytest.raises(SecondPersonNeeded):
            stages.consolidate(session, place, operator, NOW)
        stages.consolidate(session, place, other, NOW)
        stages.ask_to_certify(session, place, operator, NOW)
        with pytest.raises(SecondPersonNeeded):
            stages.certify(session, place, operator, NOW)
        stages.certify(session, place, other, NOW)
        assert place.state is ConstituencyState.CERTIFIED


@pytest.mark.usefixtures("agreed")
def test_a_wish_ends_with_a_refusal_or_a_pause(night: Database) -> None:
    with night.writing() as session:
        place, operator, other = people(session)
        for end in (
            lambda: stages.refuse(session, place, other, NOW),
            lambda: stages.pause(session, place, other, NOW, "x"),
        ):
            stages.ask_to_consolidate(session, place, operator, NOW)
            end()
            assert stages.open_wish(session, place) is None
            with pytest.raises(SecondPersonNeeded):
                stages.consolidate(session, place, other, NOW)
        with pytest.raises(StaleEdit):
            stages.refuse(session, place, other, NOW)


def test_a_withdrawn_unit_leaves_by_name_and_keeps_its_slot(
    night: Database, tmp_path: Path
) -> None:
    room = Newsroom(night, tmp_path)
    room.publish_at(later(29))
    with night.writing() as session:
        _, operator, _ = people(session)
        unit = unit_of(session, "SM-1-U001")
        gone = stages.withdraw(session, unit, operator, NOW, ("revote", "ลงคะแนนใหม่ · new vote"))
        assert gone == len(session.exec(select(Correction)).all())
        shown = select(PublishedSheet).where(PublishedSheet.unit_id == unit.id)
        assert session.exec(shown).all() == []
        assert totals.differences(session, 1) == {}
        assert unit_of(session, "SM-1-U003").state is UnitState.WITHHELD
    assert room.publish_at(later(31)) is not None
    assert verify(FolderSource(tmp_path), KEY.public).faults == []
    record = json.loads(room.files()[record_of(room, "SM-1-U001")])
    assert (record["withdrawn"], record["ballots"]) == ("revote", {})
    assert record["corrections"][0]["reason"] == "ลงคะแนนใหม่ · new vote"
    page = " ".join(room.files()["u/SM-1-U001.html"].decode().split())
    assert "เพราะมีคำสั่งให้ลงคะแนนใหม่" in page
    assert "เหตุผล: ลงคะแนนใหม่</p>" in page
    assert "นำออกจากยอดรวม" not in room.files()["u/SM-1-U002.html"].decode()


def record_of(room: Newsroom, code: str) -> str:
    files = room.files()
    root = json.loads(files[json.loads(files["data/latest.json"])["root"]["path"]])
    manifest = json.loads(files[root["constituencies"]["SM-1"]["manifest"]["path"]])
    path: str = next(u["record"]["path"] for u in manifest["units"] if u["code"] == code)
    return path


def test_a_number_that_no_unit_can_have_waits(night: Database) -> None:
    with night.writing() as session:
        session.get_one(Election, 1).settings = {"cap_share": 1.0, "largest_unit": 2000}
        unit = unit_of(session, "SM-1-U005")
        for ballot in BALLOTS:
            counts = invented_counts(ballot, 5) | {"row:1": 2001}
            confirm(session, unit, ballot, counts, later(6))
        assert (unit.state, unit.state_reason) == (UnitState.WITHHELD, "jump")

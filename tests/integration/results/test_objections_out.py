"""Answers to objections go out with the next snapshot; open claims only as a number."""

import json

from sqlmodel import Session, select

from models.store import objections
from models.store.objections import Said
from models.store.recalls import Asker
from models.tables.geography import ReportingUnit
from models.tables.objections import Objection
from models.tables.people import Person, Role
from models.values.ballots import Ballot
from models.values.objections import Objector
from results.addresses import LATEST
from results.publish import Press
from results.reach import Reach
from results.sources import open_source
from results.target import open_target
from results.verify import verify
from tests.integration.results.electorate import later, unit_of
from tests.integration.results.newsroom import KEY, Newsroom

CODE = "SM-1-U002"


def make(session: Session, key: str) -> Objection:
    unit: ReportingUnit = unit_of(session, CODE)
    said = Said(Ballot.CONSTITUENCY, key, 7, Objector.CANDIDATE, "ถ้อยคำที่ไม่เปิดเผย")
    return objections.make(session, unit, said, later(20))


def answer_one(room: Newsroom) -> str:
    """Object to two numbers of a public unit and answer the first."""
    with room.database.writing() as session:
        first = make(session, "row:1")
        make(session, "row:2")
        person = session.exec(select(Person).where(Person.role == Role.REVIEWER)).first()
        assert person is not None
        objections.stand(session, first, Asker(person.id or 0, person.key, later(21)))
        return first.ticket


def test_an_answer_is_public_and_the_words_are_not(night: Newsroom) -> None:
    ticket = answer_one(night)
    assert night.publish(22) is not None
    root = json.loads((night.folder / LATEST).read_bytes())["root"]["path"]
    link = json.loads((night.folder / root).read_bytes())["files"]["corrections"]["path"]
    log = json.loads((night.folder / link).read_bytes())
    [entry] = log["objections"]
    assert (entry["ticket"], entry["outcome"], entry["claimed"]) == (ticket, "stands", 7)
    assert (entry["unit"], log["objections_waiting"]) == (CODE, 1)
    page = (night.folder / "corrections.html").read_text()
    assert "ตัวเลขตรงกับแบบ" in page
    assert "รอคำตอบ 1 เรื่อง" in page
    for path, data in night.files().items():
        assert "ถ้อยคำที่ไม่เปิดเผย".encode() not in data, path
    assert verify(open_source(str(night.folder)), KEY.public).faults == []


def test_a_unit_s_page_leads_to_the_form(night: Newsroom) -> None:
    reach = Reach(objections="https://tell.example/object")
    target = open_target(night.folder.as_uri())
    Press(night.database, night.images, target, KEY, reach=reach).publish(later(30))
    page = (night.folder / f"u/{CODE}.html").read_text()
    assert f'href="https://tell.example/object?unit={CODE}&amp;ballot=party_list"' in page
    english = (night.folder / f"en/u/{CODE}.html").read_text()
    assert "ballot=party_list&amp;lang=en" in english

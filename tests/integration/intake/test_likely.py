"""The likeliest units of an odd head, over the register's units of the constituency."""

import pytest
from sqlalchemy import event
from sqlmodel import Session

from intake.head_names import names_around
from intake.likely import likely_of
from models.database import Database
from models.store.cases import place_of
from models.store.rows import saved
from models.tables.geography import Area
from models.tables.photos import Channel, Photo
from models.values.ballots import AreaKind
from models.values.reading import HeaderValue
from tests.fixtures.small_election import NIGHT, make_election


@pytest.fixture
def record(each_database: Database) -> Database:
    with each_database.writing() as session:
        make_election(session)
    return each_database


def read(value: str, chance: float = 0.99) -> HeaderValue:
    return HeaderValue(value, chance, ((value, chance),))


def likely(session: Session, **head: HeaderValue) -> list[str]:
    return [u.code for u in likely_of(session, place_of(session, 1), head)]


def test_a_session_asks_for_a_place_once(record: Database) -> None:
    asked: list[str] = []
    event.listen(record.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with record.reading() as session:
        name = place_of(session, 1).province.name_th
        so_far = len(asked)
        assert place_of(session, 1).province.name_th == name
        assert len(asked) == so_far > 0
    with record.reading() as session:
        place_of(session, 1)
    assert len(asked) > so_far, "another session sees what the record says by then"


def test_a_head_that_fits_or_says_nothing_names_no_unit(record: Database) -> None:
    with record.reading() as session:
        assert likely(session) == []
        assert likely(session, unit=read("1"), constituency=read("1")) == []
        assert likely(session, unit=HeaderValue(None, 0.0)) == []


def test_a_neighbours_number_names_the_neighbour_beside_the_sender(record: Database) -> None:
    with record.reading() as session:
        place = place_of(session, 1)
        found = likely_of(session, place, {"unit": read("2")})
        own = place.unit.code
    assert len(found) == 2
    assert own in {u.code for u in found}
    assert sum(u.chance for u in found) == pytest.approx(1)


def test_a_number_that_no_unit_has_leaves_the_sender_first(record: Database) -> None:
    with record.reading() as session:
        place = place_of(session, 1)
        assert likely_of(session, place, {"unit": read("88")})[0].code == place.unit.code


def test_a_name_that_is_not_the_senders_asks_for_the_likeliest_units(record: Database) -> None:
    with record.reading() as session:
        place = place_of(session, 1)
        assert likely_of(session, place, {"area": read("ตำบลทดสอบ")}) == ()
        assert likely_of(session, place, {"area": read("ตำบลอื่น", 0.4)}) == ()
        assert likely_of(session, place, {"area": read("ตำบลอื่น")})[0].code == place.unit.code


def test_the_names_around_a_unit_are_those_that_its_neighbours_write(record: Database) -> None:
    with record.writing() as session:
        session.add(
            Area(
                id=2,
                code="900102",
                amphoe_id=1,
                kind=AreaKind.TAMBON,
                name_th="ตำบลไม่มีหน่วย",
                name_en="Nobody",
            )
        )
        photo = Photo(
            receipt="0000-0001",
            unit_id=1,
            channel=Channel.WEB,
            sha256="0" * 64,
            bytes=1,
            received_at=NIGHT,
        )
        session.add(photo)
        session.flush()
        names = names_around(session, saved(photo.id))
    assert names["area"] == ("ตำบลทดสอบ",)
    assert names["amphoe"] == ("อำเภอทดสอบ",)
    assert names["province"] == ("จังหวัดทดสอบ",)
    assert names["place"] == ()

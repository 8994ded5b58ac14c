"""A story beside the straight one: a picture that is no form."""

from models.store.notices import NewNotice
from models.tables.evidence import Evidence
from models.tables.people import Person
from models.values.evidence import EvidenceKind
from models.values.notices import NoticeKind
from tests.fixtures.chat_hall import ChatHall
from tests.fixtures.pictures import picture

MALI = 77


def test_a_picture_that_is_no_form_becomes_evidence(hall: ChatHall) -> None:
    hall.enrol(MALI)
    person = hall.desk.all(Person)[-1]
    hall.photo(MALI, picture(1))
    hall.work()
    params = {"receipt": "R1", "problems": ["not_a_form"]}
    hall.tell(NewNotice(NoticeKind.RETAKE, 1, "photo:1", params, person.id, None, 1))
    hall.work()
    hall.taps(MALI, "เก็บเป็นหลักฐานอื่น")
    hall.taps(MALI, "ป้ายหน่วย")
    assert "เก็บไว้แล้ว: ป้ายหน่วย" in hall.heard(MALI)[-1]
    [kept] = hall.desk.all(Evidence)
    assert (kept.photo_id, kept.kind, kept.person_id) == (1, EvidenceKind.UNIT_SIGN, person.id)

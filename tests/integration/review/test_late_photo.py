"""A photo with other numbers that comes once its sheet was confirmed: a person is asked."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from models.states.photo import PhotoState
from models.states.sheet import SheetState
from models.tables.audit import AuditEntry
from models.tables.late_photos import LateAnswer, LatePhoto
from models.tables.people import Role
from models.tables.photos import Channel, Photo
from models.tables.recalls import RecallReason, RecallRequest
from models.tables.results import Correction, PublishedSheet
from models.tables.sheets import Count, Notice, Page, Sheet
from models.values.ballots import Ballot
from models.values.notices import NoticeKind, sentence_of_notice
from tests.fixtures.desk import COUNTS, DeskHouse, csrf_of, token_of
from tests.fixtures.late import come_late
from tests.fixtures.looks import take
from tests.integration.review.test_recall import answer as answer_recall
from tests.integration.review.test_recall import published

OTHER = {"row:4": 60, "row:5": 20}
"""What the later photo shows: every sum still holds."""
LANE = "/review?lane=late_photo"


def told(desk: DeskHouse) -> list[str]:
    kind = NoticeKind.ALREADY_CONFIRMED
    return [sentence_of_notice(kind, n.params).th for n in desk.all(Notice) if n.kind == kind]


def say(client: TestClient, word: str, newest: int = 1) -> int:
    sent = {"csrf": token_of(client), "answer": word, "newest": str(newest)}
    return client.post("/review/sheets/1/late", data=sent).status_code


def public(desk: DeskHouse) -> dict[str, int]:
    rows = desk.all(PublishedSheet)
    return next(row.counts for row in rows if row.ballot is Ballot.CONSTITUENCY)


def test_other_numbers_are_a_question_and_nothing_moves(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    come_late(desk, 1, COUNTS | OTHER)
    [asked] = desk.all(LatePhoto)
    assert asked.differs == OTHER
    assert "ต่างจากที่ยืนยัน 2 ช่อง" in told(desk)[0]
    assert "เจ้าหน้าที่ศูนย์รวมคะแนนจะดู" in told(desk)[0]
    assert (desk.row(1).state, public(desk)) == (SheetState.CONFIRMED, COUNTS)
    lotus = desk.sign_in("lotus")
    assert "/review/sheets/1" in lotus.get(LANE).text.split('id="lane-late_photo"')[1]
    page = lotus.get("/review/sheets/1").text
    late = page.split('class="late"')[1].split("</section>")[0]
    assert "ยืนยันไว้ <b>70</b>" in late
    assert "ภาพใหม่ <b>60</b>" in late
    new = max(photo.id or 0 for photo in desk.all(Photo))
    assert late.count(f"photo-{new}") >= 2
    assert "photo-1" in late
    assert late.count('name="answer"') == 3
    assert 'name="answer"' not in desk.sign_in("rose").get("/review/sheets/1").text


def test_the_same_numbers_ask_nobody(desk: DeskHouse) -> None:
    published(desk)
    come_late(desk, 1, COUNTS | {"row:3": 5})  # nobody stands in row 3
    assert desk.all(LatePhoto) == []
    assert "ไม่ต้องทำอะไรต่อ" in told(desk)[0]
    assert 'id="lane-late_photo"' not in desk.sign_in("lotus").get("/review").text


def test_words_that_say_what_was_confirmed_outweigh_a_misread_stroke(desk: DeskHouse) -> None:
    published(desk)
    come_late(desk, 1, COUNTS | {"row:4": 701}, words={"row:4": 70})
    assert desk.all(LatePhoto) == []
    come_late(desk, 1, COUNTS | {"row:4": 60}, words={"row:4": 60}, number=2)
    assert [row.differs for row in desk.all(LatePhoto)] == [{"row:4": 60}]


def test_what_was_never_read_is_compared_by_eye(desk: DeskHouse) -> None:
    published(desk)
    come_late(desk, 1, None)
    assert [row.differs for row in desk.all(LatePhoto)] == [{}]
    assert "จะเทียบกับที่ยืนยัน" in told(desk)[0]
    assert "เทียบด้วยตา" in desk.sign_in("lotus").get("/review/sheets/1").text


def test_the_same_sheet_is_left_as_it_is(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    come_late(desk, 1, COUNTS | OTHER)
    lotus = desk.sign_in("lotus")
    assert say(desk.sign_in("rose"), "same_sheet") == 403
    assert say(lotus, "no such answer") == 422
    assert say(lotus, "same_sheet") == 200
    assert say(lotus, "recall") == 409
    [row] = desk.all(LatePhoto)
    assert (row.answer, row.answered_by) == (LateAnswer.SAME_SHEET, desk.people["lotus"])
    assert desk.all(RecallRequest) == []
    assert (desk.row(1).state, public(desk)) == (SheetState.CONFIRMED, COUNTS)
    assert 'id="lane-late_photo"' not in lotus.get("/review").text
    assert [e.after for e in desk.all(AuditEntry) if e.action == "answer late photo"] == [
        {"answer": "same_sheet", "photos": [row.photo_id]}
    ]
    assert "แบบเดียวกัน ปล่อยไว้" in lotus.get("/review/sheets/1/history").text


def test_a_recall_takes_another_person_and_reviewers_see_both_numbers(
    each_desk: DeskHouse,
) -> None:
    desk = published(each_desk)
    desk.person("iris", Role.CLERK, constituency_id=1)
    come_late(desk, 1, COUNTS | OTHER)
    lotus, iris = desk.sign_in("lotus"), desk.sign_in("iris")
    say(lotus, "recall")
    [request] = desk.all(RecallRequest)
    assert (request.reason, request.is_granted) == (RecallReason.LATE_PHOTO, None)
    assert desk.row(1).state is SheetState.CONFIRMED
    assert answer_recall(lotus) == 409
    page = iris.get("/review/sheets/1").text
    assert "ภาพใหม่ <b>60</b>" in page
    assert 'name="answer"' not in page
    assert answer_recall(iris) == 200
    assert (desk.row(1).state, public(desk)) == (SheetState.IN_REVIEW, COUNTS)
    # Who keeps the number is told what the other photo shows; who takes it over is not asked.
    first = take(desk.sign_in("rose"))
    assert "อีกภาพของแบบนี้มี" in first.again(first.send(seen="")).html
    first.type("row:4", "60").type("row:5", "20").send()
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    assert desk.row(1).state is SheetState.CONFIRMED
    entered = {c.key: (c.old_value, c.new_value) for c in desk.all(Correction)}
    assert entered == {"row:4": (70, 60), "row:5": (10, 20)}
    assert "ภาพที่มาหลังยืนยัน" in next(c.reason for c in desk.all(Correction))
    assert 'id="lane-late_photo"' not in lotus.get("/review").text


def test_a_corrected_form_takes_its_place_once_it_is_granted(each_desk: DeskHouse) -> None:
    desk = published(each_desk)
    desk.person("iris", Role.CLERK, constituency_id=1)
    with desk.database.writing() as session:
        # The second page of the form, which carries no counts.
        photo = Photo(receipt="second", unit_id=1, sender_id=1, channel=Channel.WEB, bytes=1,
                      sha256="2" * 64, received_at=desk.clock.at,
                      state=PhotoState.READ)  # fmt: skip
        session.add(photo)
        session.flush()
        session.add(Page(sheet_id=1, photo_id=photo.id or 0, number=2, joined_at=desk.clock.at))
    come_late(desk, 1, COUNTS | OTHER)
    say(desk.sign_in("lotus"), "corrected_form")
    assert [r.reason for r in desk.all(RecallRequest)] == [RecallReason.CORRECTED_FORM]
    assert desk.row(1).state is SheetState.CONFIRMED
    answer_recall(desk.sign_in("iris"))
    newest = desk.all(Sheet)[-1]
    assert (newest.version, newest.state) == (2, SheetState.COMPLETE)
    assert desk.row(1).state is SheetState.SUPERSEDED
    late = desk.all(LatePhoto)[0].photo_id
    with desk.database.reading() as session:
        held = select(Page).where(Page.sheet_id == newest.id, Page.number == 1)
        assert {p.photo_id: p.is_current for p in session.exec(held)} == {1: False, late: True}
    assert public(desk) == COUNTS
    assert {c.value for c in desk.all(Count) if c.sheet_id == 1 and c.key == "row:4"} == {70}


@pytest.mark.parametrize("word", ["recall", "same_sheet", "corrected_form"])
def test_nobody_answers_what_they_did_not_see(desk: DeskHouse, word: str) -> None:
    published(desk)
    come_late(desk, 1, COUNTS | OTHER)
    come_late(desk, 1, COUNTS | {"row:1": 201}, number=2)
    lotus = desk.sign_in("lotus")
    assert say(lotus, word, newest=1) == 409
    assert [row.answer for row in desk.all(LatePhoto)] == [None, None]
    assert say(lotus, word, newest=2) == 200
    assert [row.answer for row in desk.all(LatePhoto)] == [word, word]


def test_who_confirmed_anew_has_seen_what_had_come(desk: DeskHouse) -> None:
    published(desk)
    come_late(desk, 1, COUNTS | OTHER)
    rose = desk.sign_in("rose")
    sent = {"csrf": csrf_of(rose.get("/review").text), "reason": "misread", "text": ""}
    rose.post("/review/sheets/1/recall", data=sent)
    answer_recall(desk.sign_in("lotus"))
    desk.clock.at += timedelta(minutes=5)
    take(rose).type("row:4", "60").type("row:5", "20").send()
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    assert desk.row(1).state is SheetState.CONFIRMED
    assert 'id="lane-late_photo"' not in desk.sign_in("lotus").get("/review").text

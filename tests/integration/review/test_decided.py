"""A confirmed sheet says what was decided, and by how many; old doubts are folded away."""

from models.states.sheet import SheetState
from models.tables.sheets import SheetFinding
from models.values.findings import Severity
from tests.fixtures.desk import COUNTS, DeskHouse
from tests.fixtures.looks import take
from tests.fixtures.small_election import NIGHT
from tests.integration.review.test_recall import answer, ask

DOUBTFUL = frozenset({"row:4", "row:5"})


def page_of(desk: DeskHouse, who: str = "lotus") -> str:
    return desk.sign_in(who).get("/review/sheets/1").text


def note_of(page: str) -> str:
    return page.split('<p class="note"><strong>')[1].split("</p>", maxsplit=1)[0]


def test_one_person_confirmed_it_as_it_was_read(desk: DeskHouse) -> None:
    desk.sheet(doubtful=DOUBTFUL)
    assert 'class="doubtful"' in page_of(desk)
    take(desk.sign_in("rose")).send()
    page = page_of(desk)
    assert "โดย 1 คน" in note_of(page)
    assert "ตรงกับที่ระบบอ่านทุกช่อง" in note_of(page)
    assert 'class="doubtful"' not in page
    before = page.split('<details class="before">')[1].split("</details>")[0]
    assert before.count("<li>") == len(DOUBTFUL)
    assert page.count('id="f-') == len(COUNTS)


def test_two_people_saw_two_numbers_otherwise(each_desk: DeskHouse) -> None:
    desk = each_desk
    desk.sheet()
    with desk.database.writing() as session:
        session.add(SheetFinding(sheet_id=1, code="R101", severity=Severity.WARNING, fields=[],
                                 message={"th": "หัวแบบไม่ตรง", "en": "head"},
                                 created_at=NIGHT))  # fmt: skip
    first = take(desk.sign_in("rose")).type("row:4", "60").type("row:5", "20")
    first.send(seen="R101,R205", **{"reason:R101": "as_on_paper"})
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    assert desk.row(1).state is SheetState.CONFIRMED
    page = page_of(desk)
    assert "โดย 2 คน" in note_of(page)
    assert "คนแก้จากที่ระบบอ่าน 2 ช่อง" in note_of(page)
    assert 'class="findings"' not in page
    before = page.split('<details class="before">')[1].split("</details>")[0]
    assert "หัวแบบไม่ตรง" in before
    assert "ตรวจภาพแล้ว แบบเขียนไว้เช่นนี้" in before
    assert "/review/sheets/1/history" in before
    assert "/history" not in page_of(desk, "rose")


def test_what_is_looked_at_anew_shows_its_doubts_again(desk: DeskHouse) -> None:
    desk.sheet(doubtful=DOUBTFUL)
    take(desk.sign_in("rose")).send()
    ask(desk.sign_in("rose"), 1)
    assert "โดย 1 คน" in note_of(page_of(desk))
    answer(desk.sign_in("lotus"))
    page = page_of(desk)
    assert 'class="doubtful"' in page
    assert 'class="before"' not in page


def test_a_recalled_sheet_still_says_who_decided_before(desk: DeskHouse) -> None:
    desk.sheet(doubtful=DOUBTFUL)
    take(desk.sign_in("rose")).send()
    ask(desk.sign_in("rose"), 1, "corrected_form")
    answer(desk.sign_in("lotus"))
    assert desk.row(1).state is SheetState.RECALLED
    assert "โดย 1 คน" in note_of(page_of(desk))

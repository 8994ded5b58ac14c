import pytest

from models.states.sheet import SheetState
from models.tables.audit import AuditEntry
from models.tables.photos import PageReading, Photo
from models.tables.sheets import AnswerKind, Decision, DecisionKind, SheetFinding
from tests.fixtures.desk import COUNTS, DeskHouse
from tests.fixtures.looks import look_at, take


def test_a_clean_sheet_is_confirmed_by_one_key(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    answer = take(desk.sign_in("rose")).send()
    assert answer.headers["location"] == "/review?empty=1"
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id) == COUNTS
    [decision] = desk.all(Decision)
    assert (decision.kind, decision.person_id) == (DecisionKind.CONFIRM, desk.people["rose"])


def test_a_decision_stands_in_the_audit_log(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    take(desk.sign_in("rose")).send(seconds="4.5")
    entry = next(e for e in desk.all(AuditEntry) if e.action == "confirm")
    assert (entry.actor, entry.subject) == ("key-rose", f"sheet:{sheet_id}")
    assert entry.after is not None
    assert entry.after["values"]["row:4"] == 70
    assert desk.all(Decision)[0].seconds == 4.5


def test_the_next_sheet_is_already_there(desk: DeskHouse) -> None:
    desk.sheet()
    second = desk.sheet(unit_id=2)
    answer = take(desk.sign_in("rose")).send()
    assert answer.headers["location"] == f"/review/sheets/{second}?done=1"


def test_a_doubtful_number_is_corrected_by_one_person(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    take(desk.sign_in("rose")).type("row:4", "๗๐").send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id)["row:4"] == 70
    assert desk.all(Decision)[0].kind is DecisionKind.CORRECT


def test_contradicting_an_accepted_value_asks_a_second_person(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(counts={**COUNTS, "row:4": 60, "row:5": 20})
    look = take(desk.sign_in("rose"))
    look.type("row:4", "70").type("row:5", "10").send()
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.look, sheet.claimed_by) == (SheetState.IN_REVIEW, 2, None)
    assert desk.counts(sheet_id) == {}


def test_contradicting_the_committee_asks_a_second_person(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4"}))
    desk.answer(sheet_id, AnswerKind.MISREAD, **{"row:4": 76})
    take(desk.sign_in("rose")).send()
    assert desk.row(sheet_id).look == 2


def test_a_committee_that_agrees_with_a_doubtful_value_settles_it(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4", "row:5"}))
    desk.answer(sheet_id, AnswerKind.AGREES)
    take(desk.sign_in("rose")).send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_a_missing_number_is_asked_for_and_nothing_is_lost(desk: DeskHouse) -> None:
    counts = {**COUNTS, "row:4": None}
    sheet_id = desk.sheet(counts=counts)
    look = take(desk.sign_in("rose"))
    answer = look.type("row:5", "10").send()
    assert answer.status_code == 422
    assert 'data-key="row:4"' in answer.text
    assert "ยังมีช่องที่ไม่มีจำนวน" in answer.text
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW
    look.again(answer).type("row:4", "70").send()
    assert desk.counts(sheet_id) == COUNTS


@pytest.mark.parametrize("text", ["abc", "-5", "123456", "7.5"])
def test_what_is_no_count_is_refused(desk: DeskHouse, text: str) -> None:
    desk.sheet()
    assert take(desk.sign_in("rose")).type("row:4", text).send().status_code == 422


def test_a_slip_is_shown_before_it_counts(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4"}))
    look = take(desk.sign_in("rose"))
    answer = look.type("row:4", "7").send()
    assert answer.status_code == 422
    assert "R303" in answer.text
    assert 'value="7"' in answer.text
    assert desk.all(Decision) == []
    look.again(answer).type("row:4", "70").send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_a_dash_is_zero_in_a_row_and_blank_in_the_head(desk: DeskHouse) -> None:
    counts = {**COUNTS, "row:5": None, "remaining": None, "row:4": 80, "total": 380}
    sheet_id = desk.sheet(counts=counts)
    take(desk.sign_in("rose")).type("row:5", "-").type("remaining", "-").send()
    written = desk.counts(sheet_id)
    assert written["row:5"] == 0
    assert "remaining" not in written


def test_a_warning_wants_a_reason(desk: DeskHouse) -> None:
    counts = {**COUNTS, "came": 401}
    sheet_id = desk.sheet(counts=counts)
    look = take(desk.sign_in("rose"))
    assert "R307" in look.html
    refused = look.send()
    assert refused.status_code == 422
    assert "กรุณาให้เหตุผลก่อน" in refused.text
    look.send(**{"reason:R307": "written_on_form"})
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    [finding] = [f for f in desk.all(SheetFinding) if f.code == "R307"]
    assert finding.reason == "written_on_form"


def test_the_screen_shows_what_the_reviewer_must_know(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4"}))
    desk.answer(sheet_id, AnswerKind.MISREAD, **{"row:4": 71})
    html = take(desk.sign_in("rose")).html
    assert html.index('data-key="row:4"') < html.index('data-key="good"')
    assert "กปน.: 71" in html
    assert "ระบบไม่มั่นใจ" in html
    assert "/review/images/public-" in html
    assert "style=" not in html


def test_a_figure_struck_out_or_written_over_is_marked_at_its_number(desk: DeskHouse) -> None:
    desk.sheet()
    with desk.database.writing() as session:
        seen = session.get_one(PageReading, 1)
        seen.scan = {"cells": [{"key": "row:4", "flags": ["struck_out"]},
                               {"key": "row:5", "flags": ["overwritten"]},
                               {"key": "row:1", "flags": []}]}  # fmt: skip
    html = take(desk.sign_in("rose")).html
    doubtful = html.partition("ช่องที่ควรดู")[2].partition("ช่องที่อ่านได้ชัด")[0]
    assert 'data-key="row:4"' in doubtful
    assert "มีการขีดฆ่า" in doubtful
    assert "อาจเขียนทับตัวเลขเดิม" in doubtful
    assert 'data-key="row:1"' not in doubtful


def test_a_finding_on_doubtful_numbers_waits_for_the_look(desk: DeskHouse) -> None:
    counts = {**COUNTS, "on_roll": 390}
    sheet_id = desk.sheet(counts=counts, doubtful=frozenset({"on_roll"}))
    look = take(desk.sign_in("rose"))
    assert "R305" not in look.html
    answer = look.send()
    assert answer.status_code == 422
    assert "R305" in answer.text
    assert desk.row(sheet_id).look == 1


def test_the_sums_name_the_identity_that_fails(desk: DeskHouse) -> None:
    desk.sheet(counts={**COUNTS, "row:4": 67}, doubtful=frozenset({"row:4"}))
    html = take(desk.sign_in("rose")).html
    assert "ขาด 3" in html


def test_a_sheet_in_english_has_no_thai_beyond_names(desk: DeskHouse) -> None:
    sheet_id = desk.sheet()
    client = desk.sign_in("rose")
    client.get("/review?lang=en")
    html = look_at(client, sheet_id).html
    assert "Read with confidence" in html
    assert "ช่องที่อ่านได้ชัด" not in html


def test_a_sheet_that_no_machine_read_is_keyed_by_hand(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(counts={})
    with desk.database.writing() as session:
        photo = session.get_one(Photo, 1)
        photo.image_sha256 = photo.width = photo.height = None
    client = desk.sign_in("rose")
    look = take(client)
    assert client.get("/review/images/photo-1").status_code == 200
    for key, value in COUNTS.items():
        look.type(key, str(value))
    look.send()
    assert desk.counts(sheet_id) == COUNTS

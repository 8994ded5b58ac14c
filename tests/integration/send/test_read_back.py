import pytest
from fastapi.testclient import TestClient
from httpx import Response

from models.states.sheet import SheetState
from models.tables.sheets import Answer, AnswerKind
from models.values.ballots import Ballot
from pages.languages import Language
from pages.phrases import say as say_phrase
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import take


def waiting(desk: DeskHouse, **changes: int | None) -> int:
    doubtful = frozenset(key.replace("_", ":") for key in changes)
    counts = {**COUNTS, **{key.replace("_", ":"): v for key, v in changes.items()}}
    return desk.sheet(counts=counts, doubtful=doubtful, state=SheetState.READ_BACK)


def say(client: TestClient, sheet_id: int, do: str, **values: str) -> Response:
    typed = {f"v:{key.replace('_', ':')}": text for key, text in values.items()}
    sent = {"csrf": token_of(client, "/send"), "edit": "0", "do": do, **typed}
    return client.post(f"/send/sheets/{sheet_id}/answer", data=sent)


def test_the_unit_page_leads_to_the_read_back(desk: DeskHouse) -> None:
    sheet_id = waiting(desk)
    assert f"/send/sheets/{sheet_id}" in desk.enrolled().get("/send").text


def test_doubtful_numbers_come_first_each_beside_its_crop(desk: DeskHouse) -> None:
    sheet_id = waiting(desk, row_4=70, row_5=None)
    html = desk.enrolled().get(f"/send/sheets/{sheet_id}").text
    assert html.index("เบอร์ 4") < html.index("2.2.1 บัตรดี")
    assert "อ่านไม่ออก" in html
    assert html.count("<svg") >= len(COUNTS)
    assert "style=" not in html


@pytest.mark.parametrize(
    ("do", "kind"),
    [("agree", "agrees"), ("paper_send", "paper_wrong"), ("hand_over", "hand_over")],
)
def test_an_answer_sends_the_sheet_to_the_reviewers(desk: DeskHouse, do: str, kind: str) -> None:
    sheet_id = waiting(desk)
    page = say(desk.enrolled(), sheet_id, do)
    assert page.status_code == 200
    assert say_phrase(f"chat.answered_{kind}", Language.TH) in page.text
    [answer] = desk.all(Answer)
    assert (answer.kind, answer.values, answer.person_id) == (AnswerKind(kind), {}, 1)
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_misread_number_is_typed_as_the_paper_says(desk: DeskHouse) -> None:
    sheet_id = waiting(desk, row_4=76)
    say(desk.enrolled(), sheet_id, "fix_send", row_4="๗๐")
    [answer] = desk.all(Answer)
    assert (answer.kind, answer.values) == (AnswerKind.MISREAD, {"row:4": 70})
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


@pytest.mark.parametrize("do", ["fix_send", "no such answer"])
def test_an_answer_that_says_nothing_is_asked_again(desk: DeskHouse, do: str) -> None:
    sheet_id = waiting(desk)
    assert say(desk.enrolled(), sheet_id, do).status_code == 422
    assert desk.row(sheet_id).state is SheetState.READ_BACK


def test_what_is_no_number_is_asked_again_and_nothing_typed_is_lost(desk: DeskHouse) -> None:
    sheet_id = waiting(desk, row_4=76)
    page = say(desk.enrolled(), sheet_id, "fix_send", row_4="70", row_5="1O")
    assert page.status_code == 422
    assert "ไม่ใช่จำนวน" in page.text
    assert 'value="70"' in page.text
    assert 'value="1O"' in page.text
    assert desk.row(sheet_id).state is SheetState.READ_BACK


def test_an_answer_counts_once(desk: DeskHouse) -> None:
    sheet_id = waiting(desk)
    client = desk.enrolled()
    assert [say(client, sheet_id, "agree").status_code for _ in range(2)] == [200, 409]
    assert len(desk.all(Answer)) == 1


def test_another_unit_cannot_answer(desk: DeskHouse) -> None:
    sheet_id = waiting(desk)
    other = desk.enrolled(2)
    assert other.get(f"/send/sheets/{sheet_id}").status_code == 404
    assert say(other, sheet_id, "agree").status_code == 404
    assert desk.row(sheet_id).state is SheetState.READ_BACK


def test_the_wrong_form_is_never_to_be_changed(desk: DeskHouse) -> None:
    sheet_id = waiting(desk)
    page = desk.enrolled().get(f"/send/sheets/{sheet_id}?way=paper").text
    assert "อย่าแก้แบบที่ลงชื่อแล้ว" in page


def test_facts_are_shown_and_no_number_is_proposed(desk: DeskHouse) -> None:
    counts = {**COUNTS, "row:4": 67}
    sheet_id = desk.sheet(counts=counts, state=SheetState.READ_BACK)
    page = desk.enrolled().get(f"/send/sheets/{sheet_id}").text
    assert "ข้อเท็จจริงที่ควรดู" in page
    assert ">70<" not in page


def test_what_may_be_our_own_misreading_is_no_fact(desk: DeskHouse) -> None:
    sheet_id = waiting(desk, row_4=67)
    page = desk.enrolled().get(f"/send/sheets/{sheet_id}").text
    assert "ข้อเท็จจริงที่ควรดู" not in page


def test_a_return_comes_back_with_reason_words_and_crop(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(doubtful=frozenset({"row:4"}))
    look = take(desk.sign_in("rose"))
    held = {key: look.fields[key] for key in ("csrf", "token", "edit")}
    more = {"reason": "unreadable", "text": "แถวนี้มืด", "about:row:4": "1"}
    look.client.post(f"/review/sheets/{sheet_id}/return", data={**held, **more})
    client = desk.enrolled()
    page = client.get("/send").text
    assert "เจ้าหน้าที่ส่งแบบแบ่งเขตคืน" in page
    assert "แถวนี้มืด" in page
    assert "<svg" in page
    edit = str(desk.row(sheet_id).edit)
    sent = {"csrf": token_of(client, "/send"), "edit": edit, "do": "stand"}
    client.post(f"/send/sheets/{sheet_id}/answer", data=sent)
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


@pytest.mark.parametrize("state", list(SheetState))
def test_every_state_of_a_sheet_has_its_page(desk: DeskHouse, state: SheetState) -> None:
    sheet_id = desk.sheet(state=state)
    client = desk.enrolled()
    assert client.get("/send").status_code == 200
    assert client.get(f"/send/sheets/{sheet_id}").status_code == 200


def test_a_sheet_that_went_on_without_an_answer_thanks_nobody(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(state=SheetState.IN_REVIEW)
    page = desk.enrolled().get(f"/send/sheets/{sheet_id}").text
    assert "ตอบแล้ว" not in page
    assert "เจ้าหน้าที่กำลังตรวจ" in page
    desk.answer(sheet_id, AnswerKind.AGREES)
    assert "ตอบแล้ว" in desk.enrolled().get(f"/send/sheets/{sheet_id}").text


def test_the_other_ballot_follows_the_answer(desk: DeskHouse) -> None:
    first = waiting(desk)
    second = desk.sheet(ballot=Ballot.PARTY_LIST, state=SheetState.READ_BACK)
    page = say(desk.enrolled(), first, "agree")
    assert str(page.url).endswith(f"/send/sheets/{second}?answered=agrees")
    assert "บัญชีรายชื่อ" in page.text


def test_a_return_can_be_answered_with_what_the_paper_says(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(state=SheetState.RETURNED)
    say(desk.enrolled(), sheet_id, "fix_send", row_4="71")
    assert [a.values for a in desk.all(Answer)] == [{"row:4": 71}]

"""Questions of the public: answered from the published files, with their time, and no more."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.public import Answering
from bot.conversation.events import PublicAnswer
from bot.conversation.replies import PictureKind
from pages.languages import Language
from results.questions import Board, Found, Reader, find
from results.target import Folder
from tests.fixtures.chat_hall import ChatHall

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def board(published: Folder) -> Board:
    Files.of = Reader(published)
    found = Files.of.newest()
    assert found is not None
    return found


def answer(board: Board, question: str, language: Language, address: str) -> PublicAnswer:
    """Answer from a board; its files are those of the place that it was read from."""
    return Answering(Files.of, board, language, address).answer(question)


class Files:
    """The published files of this module."""

    of: Reader


def about(board: Board, question: str) -> Found:
    found = find(board, question)
    assert found is not None
    return found


def is_elsewhere(board: Board, province: str, question: str) -> bool:
    """Tell whether a question is about the one constituency that another province has."""
    name = {"code": "XX", "th": province, "en": "Elsewhere"}
    there = {**board.manifests[0], "province": name, "code": "XX-1"}
    wider = replace(board, manifests=(*board.manifests, there))
    return about(wider, question).manifest is there


@pytest.mark.parametrize(
    "question",
    [
        "คะแนน เขต 2 สมมุติบุรี", "สมมุติบุรี 2", "ผล สมมุติบุรี เขต ๒", "Sommut Buri 2",
        "results sommut buri 2", "สมมุติบุรีเขต๒", "เขต2สมมุติบุรี", "สส เขต2 สมมุติบุรี",
        "ขอผลเขต 2 สมมุติบุรีหน่อยครับ", "ใครนำ สมมุติบุรี 2", "who is winning in Sommut Buri 2?",
    ],
)  # fmt: skip
def test_a_constituency_by_its_name(board: Board, question: str) -> None:
    found = about(board, question)
    assert found.manifest is not None
    assert (found.manifest["province"]["code"], found.manifest["number"]) == ("SM", 2)


@pytest.mark.parametrize("question", ["ขอนแก่น 1", "ขอนแก่นเขต1", "ขอ ขอนแก่น 1"])
def test_a_place_whose_name_holds_a_filler_is_found_by_it(board: Board, question: str) -> None:
    assert is_elsewhere(board, "ขอนแก่น", question)


@pytest.mark.parametrize("question", ["กทม 1", "กทม.เขต1", "กรุงเทพฯ เขต ๑", "bkk 1"])
def test_a_province_by_what_people_call_it(board: Board, question: str) -> None:
    assert is_elsewhere(board, "กรุงเทพมหานคร", question)


def test_a_number_alone_is_asked_for_its_province(board: Board) -> None:
    said = answer(board, "เขต ๓", Language.TH, ADDRESS)
    assert said.text.startswith("เขต 3 จังหวัดใด")
    assert "of which province" in answer(board, "constituency 3", Language.EN, ADDRESS).text


def test_where_there_are_more_than_buttons_one_is_told_to_type(board: Board) -> None:
    one = board.manifests[0]
    many = tuple({**one, "number": n, "code": f"SM-{n}"} for n in range(1, 34))
    said = answer(replace(board, manifests=many), "สมมุติบุรี", Language.TH, ADDRESS)
    assert len(said.follow_ups) == 11
    assert said.text.endswith("หรือพิมพ์เอง เช่น เขต 33 สมมุติบุรี")


def test_a_province_asks_which_of_its_constituencies(board: Board) -> None:
    assert [m["number"] for m in about(board, "สมมุติบุรี").several] == [1, 2]
    assert len(about(board, "สมมุติบุรี 9").several) == 2


@pytest.mark.parametrize("question", ["สมมุตบุรี 2", "Somut Burri 2"])
def test_a_misspelt_place_brings_the_nearest_names(board: Board, question: str) -> None:
    found = about(board, question)
    said = answer(board, question, Language.TH, ADDRESS)
    assert found.manifest is not None or said.follow_ups == (("สมมุติบุรี 2", "สมมุติบุรี 2"),)


@pytest.mark.parametrize("question", ["สวัสดี", "", "2", "70", "อากาศวันนี้เป็นอย่างไร", "hello"])
def test_what_is_about_no_place_is_left_alone(board: Board, question: str) -> None:
    assert find(board, question) is None
    assert answer(board, question, Language.TH, ADDRESS).text == ""


def test_the_answer_says_how_much_when_and_that_it_is_unofficial(board: Board) -> None:
    said = answer(board, "เขต 1 สมมุติบุรี", Language.TH, ADDRESS)
    for words in ("ยังไม่เป็นทางการ", "รวมแล้ว", "หน่วยเลือกตั้ง", "ข้อมูลเมื่อ", f"{ADDRESS}/c/"):
        assert words in said.text
    assert "ชนะ" not in said.text
    [manifest] = [m for m in board.manifests if m["number"] == 1]
    votes = sum(t.get("constituency", {}).get("row:1", 0) for t in manifest["totals"].values())
    assert f": {votes:,}" in said.text


def test_english_on_request(board: Board) -> None:
    said = answer(board, "Sommut Buri 1", Language.EN, ADDRESS)
    assert "Unofficial" in said.text
    assert "As of" in said.text


def test_a_unit_by_its_code(board: Board) -> None:
    said = answer(board, "sm-1-u001", Language.TH, ADDRESS)
    assert f"{ADDRESS}/u/SM-1-U001.html" in said.text
    assert len(said.follow_ups) == 1
    assert "ข้อมูลเมื่อ" in said.text
    assert (said.unit, said.ballots) == ("SM-1-U001", ("constituency", "party_list"))
    unseen = answer(board, "SM-2-U001", Language.TH, ADDRESS)
    assert "ยังไม่ได้รับ" in unseen.text
    assert "/u/" not in unseen.text
    assert "ข้อมูลเมื่อ" in unseen.text
    assert unseen.ballots == ()


def votes_of(board: Board, key: str) -> int:
    return sum(
        t.get("party_list", {}).get(key, 0) for m in board.manifests for t in m["totals"].values()
    )


@pytest.mark.parametrize("question", ["ทั้งประเทศ", "ผล ทั่วประเทศ", "nation"])
def test_the_nation_shows_the_list_ballot(board: Board, question: str) -> None:
    said = answer(board, question, Language.TH, ADDRESS)
    assert "ทั้งประเทศ · ยังไม่เป็นทางการ" in said.text
    assert "บัญชีรายชื่อ" in said.text
    assert said.text.count("เบอร์ ") == 4
    assert f": {max(votes_of(board, f'row:{n}') for n in range(1, 58)):,}" in said.text


@pytest.mark.parametrize("question", ["พรรคสมมุติ 2", "คะแนน พรรคสมมุติ 2", "Imagined Party 2"])
def test_a_party_by_its_name(board: Board, question: str) -> None:
    said = answer(board, question, Language.TH, ADDRESS)
    assert said.text.count("เบอร์ ") == 1
    assert (
        f"พรรคสมมุติ 2: {votes_of(board, 'row:2'):,}"
        in said.text.replace(" (", "\n(").replace(")", "")
        or f"{votes_of(board, 'row:2'):,}" in said.text
    )


def test_a_pause_is_said_before_any_number(board: Board) -> None:
    reason = {"th": "ตรวจสอบระบบ", "en": "checking"}
    paused = Board({**board.pointer, "status": "paused", "reason": reason}, board.manifests)
    said = answer(paused, "สมมุติบุรี 1", Language.TH, ADDRESS)
    assert said.text.index("หยุดเผยแพร่ชั่วคราว: ตรวจสอบระบบ") < said.text.index("รวมแล้ว")


def test_only_what_changed_is_read_again(published: Folder) -> None:
    reader = Reader(published)
    first, second = reader.newest(), reader.newest()
    assert first is not None
    assert second is not None
    assert all(a is b for a, b in zip(first.manifests, second.manifests, strict=True))


def test_nothing_published_is_no_answer(hall: ChatHall) -> None:
    hall.says(77, "คะแนน เขต 2 สมมุติบุรี")
    assert "ไม่เข้าใจ" in hall.heard(77)[0]


def test_a_stranger_asks_taps_and_is_answered(hall: ChatHall, published: Folder) -> None:
    asked = replace(hall, house=replace(hall.house, snapshots=Reader(published)))
    asked.says(77, "สมมุติบุรี")
    assert "สมมุติบุรี เขตใด" in asked.heard(77)[-1]
    asked.taps(77, "เขต 2 สมมุติบุรี")
    assert "<b>เขต 2 สมมุติบุรี</b> · ยังไม่เป็นทางการ" in asked.heard(77)[-1]


def test_a_damaged_place_is_no_answer_and_stops_nobody(
    hall: ChatHall, published: Folder, tmp_path: Path
) -> None:
    shutil.copytree(published.root, tmp_path / "damaged")
    for file in (tmp_path / "damaged" / "data" / "files").rglob("*.json"):
        file.write_bytes(b"{}")
    damaged = Reader(Folder(tmp_path / "damaged"))
    asked = replace(hall, house=replace(hall.house, snapshots=damaged))
    asked.says(77, "สมมุติบุรี 2")
    assert "ไม่เข้าใจ" in asked.heard(77)[0]


@pytest.mark.parametrize(
    "question", ["หาเบอร์ สมมุติบุรี 1", "ผู้สมัคร เขต 1 สมมุติบุรี", "candidates Sommut Buri 1"]
)
def test_who_stands_in_a_constituency(board: Board, question: str) -> None:
    said = answer(board, question, Language.TH, ADDRESS)
    [manifest] = [m for m in board.manifests if m["number"] == 1]
    listed = manifest["choices"]["constituency"]
    assert said.text.count("เบอร์ ") == len(listed)
    assert all(choice["name"]["th"] in said.text for choice in listed)


def with_names(board: Board, *names: str) -> Board:
    """Return the board with names for the candidates of its first constituency."""
    first, *others = board.manifests
    listed = first["choices"]["constituency"]
    named = [
        {**choice, "name": {"th": name, "en": name}}
        for choice, name in zip(listed, names, strict=False)
    ]
    choices = {**first["choices"], "constituency": named}
    return Board(board.pointer, ({**first, "choices": choices}, *others))


NAMES = ("นายสมหมาย ใจสาธิต", "น.ส.สมหญิง ทดลองดี", "นายสมหมาย อีกคน")


@pytest.mark.parametrize(
    "question", ["หาเบอร์ สมหญิง ทดลองดี", "เบอร์ น.ส.สมหญิง ทดลองดี", "สมหญิง ทดลอวดี"]
)
def test_a_candidate_by_name(board: Board, question: str) -> None:
    said = answer(with_names(board, *NAMES), question, Language.TH, ADDRESS)
    assert "น.ส.สมหญิง ทดลองดี" in said.text
    assert "ลำดับที่" in said.text


def test_half_a_name_asks_who_is_meant(board: Board) -> None:
    said = answer(with_names(board, *NAMES), "หาเบอร์ สมหมาย", Language.TH, ADDRESS)
    assert said.text == "หมายถึงผู้ใด"
    assert {label for label, _ in said.follow_ups} == {NAMES[0], NAMES[2]}


@pytest.mark.parametrize("question", ["เบอร์พรรค", "party numbers"])
def test_the_numbers_of_the_parties(board: Board, question: str) -> None:
    said = answer(board, question, Language.TH, ADDRESS)
    listed = board.manifests[0]["choices"]["party_list"]
    assert said.text.count("เบอร์ ") == len(listed)


def test_counting_places_of_a_constituency_by_area(board: Board) -> None:
    which = answer(board, "ที่เลือกตั้ง สมมุติบุรี 1", Language.TH, ADDRESS)
    (label, question), *_ = which.follow_ups
    said = answer(board, question, Language.TH, ADDRESS)
    [manifest] = [m for m in board.manifests if m["number"] == 1]
    units = [u for u in manifest["units"] if u["area"] and u["area"]["th"] == label]
    assert all(unit["code"] in said.text for unit in units[:20])


def test_the_list_ballot_of_a_constituency(board: Board) -> None:
    said = answer(board, "บัญชีรายชื่อ เขต 1 สมมุติบุรี", Language.TH, ADDRESS)
    assert "บัญชีรายชื่อ" in said.text
    assert "แบ่งเขต" not in said.text


def test_a_counted_unit_shows_its_masked_sheet(board: Board) -> None:
    said = answer(board, "SM-1-U001", Language.TH, ADDRESS)
    assert said.picture is not None
    assert said.picture.kind is PictureKind.MASKED
    assert Files.of.read(said.picture.name) is not None
    assert "เบอร์ 1" in said.text


def test_a_result_has_a_card_once_something_is_counted(board: Board) -> None:
    assert answer(board, "สมมุติบุรี 1", Language.TH, ADDRESS).card is not None
    empty = answer(board, "สมมุติบุรี 2", Language.TH, ADDRESS)
    counted = next(m for m in board.manifests if m["number"] == 2)["totals"]
    assert (empty.card is None) is (not counted)

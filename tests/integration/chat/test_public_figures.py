"""What stands around every number that the chat tells: time, snapshot, streams, a pause."""

import re

import pytest

from bot.conversation.events import PublicAnswer
from pages.languages import Language
from results.questions import Board, Reader
from results.target import Folder
from tests.integration.chat.test_public import ADDRESS, NAMES, Files, with_names
from tests.integration.chat.test_public import answer as answer_of


@pytest.fixture
def board(published: Folder) -> Board:
    Files.of = Reader(published)
    found = Files.of.newest()
    assert found is not None
    return with_names(found, *NAMES)


def answer(board: Board, question: str, language: Language) -> PublicAnswer:
    return answer_of(board, question, language, ADDRESS)


@pytest.mark.parametrize(
    "question",
    ["บัญชีรายชื่อ เขต 1 สมมุติบุรี", "สมหญิง ทดลองดี", "สมมุติบุรี 1", "ทั้งประเทศ", "SM-1-U001"],
)
def test_every_number_comes_with_its_time_and_snapshot(board: Board, question: str) -> None:
    said = answer(board, question, Language.TH)
    number = board.pointer["sequence"]
    assert re.search(rf"ข้อมูลเมื่อ .* · ฉบับที่ {number}$", said.text, re.MULTILINE)
    assert "ยังไม่เป็นทางการ" in said.text


@pytest.mark.parametrize("question", ["บัญชีรายชื่อ เขต 1 สมมุติบุรี", "สมหญิง ทดลองดี", "สมมุติบุรี 1"])
def test_every_sum_names_the_streams_in_it_and_those_that_are_out(
    board: Board, question: str
) -> None:
    said = answer(board, question, Language.TH)
    assert "รวมแล้ว 2 จาก 4 หน่วยเลือกตั้ง · ล่วงหน้าในเขต 1 จาก 2 ชุด" in said.text


def test_the_nations_sum_names_its_streams_too(board: Board) -> None:
    sets = sum(m["expected"]["advance_in"] for m in board.manifests)
    said = answer(board, "ทั้งประเทศ", Language.TH)
    assert f"ล่วงหน้าในเขต 1 จาก {sets} ชุด" in said.text


def first_with(board: Board, **facts: object) -> Board:
    """Return the board with other facts of its first constituency."""
    first, *others = board.manifests
    return Board(board.pointer, ({**first, **facts}, *others))


def test_the_operators_reason_for_one_constituency_is_said_with_its_figures(board: Board) -> None:
    paused = first_with(board, state="paused", reason="ไฟฟ้าดับที่ศูนย์")
    said = answer(paused, "สมมุติบุรี 1", Language.TH)
    words = "หยุดเผยแพร่เขตนี้ชั่วคราว: ไฟฟ้าดับที่ศูนย์"
    assert said.text.index(words) < said.text.index("รวมแล้ว")
    assert said.card is not None
    assert words in said.card["status"]
    assert "หยุดเผยแพร่" not in answer(paused, "สมมุติบุรี 2", Language.TH).text


def test_figures_that_stand_still_say_of_which_snapshot_they_are(board: Board) -> None:
    stop = {"code": "R607", "message": {"th": "หยุด", "en": "stopped"}}
    stopped = first_with(board, stopped=stop, snapshot=41)
    said = answer(stopped, "สมมุติบุรี 1", Language.TH)
    assert "ตัวเลขเป็นของฉบับที่ 41" in said.text
    assert said.card is not None
    assert "ตัวเลขเป็นของฉบับที่ 41" in said.card["status"]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Sommut Buri 1", "en/c/SM-1.html"),
        ("SM-1-U001", "en/u/SM-1-U001.html"),
        ("nation", "en/"),
        ("party list Sommut Buri 1", "en/c/SM-1.html"),
    ],
)
def test_an_english_answer_leads_to_the_english_page(
    board: Board, question: str, path: str
) -> None:
    said = answer(board, question, Language.EN)
    assert said.text.endswith(f"{ADDRESS}/{path}")

"""Every problem and every notice speaks for itself, in both languages."""

import pytest

from models.values.notices import NoticeKind, sentence_of_notice
from models.values.reading import Problem
from models.values.refusals import Refusal
from models.values.sentences import sentence_of_problem, wants_retake


def test_every_problem_has_a_sentence_of_its_own() -> None:
    assert len({sentence_of_problem(p).th for p in Problem}) == len(Problem)
    assert len({sentence_of_problem(p).en for p in Problem}) == len(Problem)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_fills_its_sentence(kind: NoticeKind) -> None:
    facts = {"receipt": "7QK2-9F4B", "reason": Refusal.BROKEN_PDF, "form": "ส.ส. 5/18"}
    facts["forms"] = "ส.ส. 5/18"
    sentence = sentence_of_notice(kind, facts)
    for text in (sentence.th, sentence.en):
        assert "{" not in text
        assert "7QK2-9F4B" in text or "ส.ส. 5/18" in text


def test_a_retake_names_the_problem_that_another_photo_mends() -> None:
    facts = {"receipt": "7QK2-9F4B", "problems": ["small", "blurred"]}
    assert "ไม่ชัด" in sentence_of_notice(NoticeKind.RETAKE, facts).th
    assert wants_retake(Problem.BLURRED)
    assert not wants_retake(Problem.SMALL)


def test_a_refusal_after_decoding_says_why() -> None:
    facts = {"receipt": "7QK2-9F4B", "reason": "broken_pdf"}
    assert "PDF" in sentence_of_notice(NoticeKind.REFUSED, facts).th


def test_what_is_no_form_is_said_before_all_else() -> None:
    facts = {"receipt": "7QK2-9F4B", "problems": ["dark", "blurred", "not_a_form"]}
    assert "ไม่พบแบบ" in sentence_of_notice(NoticeKind.RETAKE, facts).th


def test_glare_is_said_with_its_place() -> None:
    facts = {"receipt": "7QK2-9F4B", "problems": ["glare"], "glare_at": [0.9, 0.8]}
    sentence = sentence_of_notice(NoticeKind.RETAKE, facts)
    assert "ด้านล่างขวา" in sentence.th
    assert "at the bottom right" in sentence.en


def test_a_retake_says_which_page_it_is_about() -> None:
    facts = {"receipt": "7QK2-9F4B", "problems": ["blurred"], "form": "ส.ส. 5/18", "page": 2}
    sentence = sentence_of_notice(NoticeKind.RETAKE, facts)
    assert "7QK2-9F4B (ส.ส. 5/18 หน้า 2): ภาพไม่ชัด" in sentence.th
    assert "7QK2-9F4B (ส.ส. 5/18, page 2): The picture is blurred" in sentence.en

"""A picture in which no form was found may be other evidence of the unit."""

from bot.conversation.effects import KeepEvidence
from bot.conversation.events import EvidenceKept, Told
from models.values.evidence import EvidenceKind
from models.values.notices import NoticeKind
from tests.unit.chat.talking import ENROLLED, Talk

NO_FORM = Told(NoticeKind.RETAKE, {"receipt": "R1", "problems": ["dark", "not_a_form"]}, photo_id=8)
BLURRED = Told(NoticeKind.RETAKE, {"receipt": "R1", "problems": ["blurred"]}, photo_id=8)


def test_it_is_offered_asked_about_and_kept() -> None:
    talk = Talk(ENROLLED).hear(NO_FORM).tap("เก็บเป็นหลักฐานอื่น")
    assert talk.labels == ["กระดานขีดคะแนน", "ป้ายหน่วย", "บันทึกเหตุการณ์", "อย่างอื่น"]
    assert talk.tap("กระดานขีดคะแนน").effects == (KeepEvidence(8, EvidenceKind.TALLY_BOARD),)
    talk.hear(EvidenceKept(EvidenceKind.TALLY_BOARD))
    assert "กระดานขีดคะแนน" in talk.text
    assert "ไม่เผยแพร่" in talk.text


def test_a_bad_picture_of_a_form_is_no_evidence() -> None:
    assert "เก็บเป็นหลักฐานอื่น" not in Talk(ENROLLED).hear(BLURRED).labels

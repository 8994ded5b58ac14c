"""What is told to a unit's committee: a closed list of kinds, each with its sentence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from models.values.findings import Message
from models.values.reading import Problem
from models.values.refusals import Refusal, sentence_of_refusal
from models.values.sentences import sentence_of_problem, wants_retake


class NoticeKind(StrEnum):
    """The kind of a notice; `Notice.params` fills the braces of its sentence."""

    REFUSED = "refused"
    """The worker could not open the file; params: receipt, reason."""
    RETAKE = "retake"
    """Another photo is needed, or a page's place is not known yet (`KEPT`, `TOO_MANY`);
    params: receipt, problems, form, page."""
    PRACTICE = "practice"
    """A picture before the close of poll came through; params: receipt, problems."""
    PAGE_JOINED = "page_joined"
    """params: receipt, form, page, pages, problems; `ASKED` if a retake was asked for before."""
    WRONG_FORM = "wrong_form"
    """A form that is not expected of this unit; params: receipt, form."""
    OTHER_UNIT = "other_unit"
    """The head names another unit; params: receipt, seen, expected."""
    ALREADY_CONFIRMED = "already_confirmed"
    """A further photo of a sheet that is confirmed; params: receipt, form, page, `DIFFERS`."""
    NEEDS_HUMAN = "needs_human"
    """Reading failed for good, a person will look; params: receipt."""
    READ_BACK = "read_back"
    """The numbers of a sheet are ready to be looked at; params: form."""
    IN_REVIEW = "in_review"
    """A sheet went to the reviewers without an answer; params: form."""
    RETURNED = "returned"
    """A reviewer returned the sheet; params: form, reason."""
    CONFIRMED = "confirmed"
    """People confirmed the sheet; params: form."""
    REMINDER = "reminder"
    """Nothing of a form came, and the centre asks for it; params: forms."""


KEPT: Final = "is_kept"
"""Marks the notice about a good page whose place is not known yet, but may be found."""

TOO_MANY: Final = "is_too_many"
"""Marks the notice about a good page that came when none was missing."""

ASKED: Final = "is_asked"
"""Marks the notice about a page whose sender was asked for another photo of it before."""

DIFFERS: Final = "differs"
"""How many numbers of a photo are not the confirmed ones; None where it was not read."""

_SENTENCES: Final[Mapping[NoticeKind, Message]] = {
    NoticeKind.REFUSED: Message(
        "ภาพเลขที่ {receipt} ใช้ไม่ได้ {because_th}",
        "Picture {receipt} cannot be used. {because_en}",
    ),
    NoticeKind.RETAKE: Message(
        "ภาพเลขที่ {receipt}{which_th}: {because_th}",
        "Picture {receipt}{which_en}: {because_en}",
    ),
    NoticeKind.PRACTICE: Message(
        "ภาพซ้อมเลขที่ {receipt} มาถึงและเปิดได้ หน่วยนี้พร้อม {because_th}",
        "Practice picture {receipt} came through; the unit is ready. {because_en}",
    ),
    NoticeKind.PAGE_JOINED: Message(
        "ภาพเลขที่ {receipt} คือ {form} หน้า {page} จาก {pages}",
        "Picture {receipt} is page {page} of {pages} of {form}.",
    ),
    NoticeKind.WRONG_FORM: Message(
        "ภาพเลขที่ {receipt} เป็นแบบ {form} ซึ่งหน่วยนี้ไม่ต้องส่ง กรุณาตรวจว่าเป็นแบบของหน่วยนี้",
        "Picture {receipt} shows form {form}, which is not expected of this unit. Please check it.",
    ),
    NoticeKind.OTHER_UNIT: Message(
        "ภาพเลขที่ {receipt} เขียนว่าหน่วยที่ {seen} แต่ท่านส่งในนามหน่วยที่ {expected} กรุณาตรวจสอบ",
        "Picture {receipt} says unit {seen}, but you send for unit {expected}. Please check.",
    ),
    NoticeKind.ALREADY_CONFIRMED: Message(
        "เก็บภาพเลขที่ {receipt} แล้ว แต่ {form} ของหน่วยนี้ยืนยันไปก่อนแล้ว {because_th}",
        "Picture {receipt} is kept, but {form} of this unit was confirmed before. {because_en}",
    ),
    NoticeKind.NEEDS_HUMAN: Message(
        "ระบบอ่านภาพเลขที่ {receipt} ไม่สำเร็จ เจ้าหน้าที่จะอ่านให้ ไม่ต้องส่งใหม่",
        "The machine failed on picture {receipt}; a person will read it. No need to send it again.",
    ),
    NoticeKind.READ_BACK: Message(
        "อ่าน {form} ครบแล้ว กรุณาตรวจตัวเลขก่อนออกจากหน่วย",
        "{form} has been read. Please check the numbers before you leave.",
    ),
    NoticeKind.IN_REVIEW: Message(
        "ส่ง {form} ให้เจ้าหน้าที่ตรวจแล้ว",
        "{form} has gone to the reviewers.",
    ),
    NoticeKind.RETURNED: Message(
        "เจ้าหน้าที่ส่ง {form} กลับ: {reason}",
        "The reviewer returned {form}: {reason}",
    ),
    NoticeKind.CONFIRMED: Message(
        "เจ้าหน้าที่ยืนยัน {form} ของหน่วยนี้แล้ว ขอบคุณ",
        "{form} of this unit is confirmed. Thank you.",
    ),
    NoticeKind.REMINDER: Message(
        "ศูนย์รวมคะแนนยังไม่ได้รับภาพ {forms} ของหน่วยนี้ ลงลายมือชื่อครบแล้วกรุณาถ่ายทุกหน้าส่งมาที่นี่ "
        "ถ้ายังนับอยู่ ไม่ต้องตอบและไม่ต้องรีบ",
        "The tally centre has no picture of {forms} of this unit yet. Once it is signed, please "
        "send every page here. If you are still counting, take your time; no answer is needed.",
    ),
}


def sentence_of_notice(kind: NoticeKind, params: Mapping[str, Any]) -> Message:
    """Return the sentence of a notice with its braces filled; a missing value shows as `–`."""
    because, which = _because(kind, params), _which(params)
    known = _Filled(
        params,
        because_th=because.th,
        because_en=because.en,
        which_th=which.th,
        which_en=which.en,
    )
    sentence = _SENTENCES[kind]
    th, en = sentence.th.format_map(known), sentence.en.format_map(known)
    return Message(th.strip(), en.strip())


def _because(kind: NoticeKind, params: Mapping[str, Any]) -> Message:
    if kind is NoticeKind.REFUSED:
        return sentence_of_refusal(Refusal(params["reason"]))
    if kind is NoticeKind.RETAKE and params.get(KEPT):
        return _WAITS
    if kind is NoticeKind.RETAKE and params.get(TOO_MANY):
        return _IS_TOO_MANY
    if kind is NoticeKind.ALREADY_CONFIRMED:
        return _because_of_numbers(params.get(DIFFERS))
    return _because_of_problems(kind, params)


def _because_of_numbers(count: int | None) -> Message:
    if count is None:
        return _A_PERSON_LOOKS
    if count == 0:
        return _SAYS_THE_SAME
    return Message(_DIFFERS.th.format(count=count), _DIFFERS.en.format(count=count))


def _because_of_problems(kind: NoticeKind, params: Mapping[str, Any]) -> Message:
    problems = [Problem(p) for p in params.get("problems", ())]
    if kind is NoticeKind.PRACTICE:
        # Any picture will do for practice; only how it was taken is worth a word.
        taken = [p for p in problems if p in _OF_THE_CAMERA]
        return sentence_of_problem(taken[0]) if taken else Message("", "")
    if not problems:
        return sentence_of_problem(Problem.UNKNOWN_PAGE)
    if Problem.NOT_A_FORM in problems:
        # What is no form is often dark or blurred besides; that is not the point.
        return sentence_of_problem(Problem.NOT_A_FORM)
    worst = next((p for p in problems if wants_retake(p)), problems[0])
    return sentence_of_problem(worst, params.get("glare_at"))


def _which(params: Mapping[str, Any]) -> Message:
    """Return which page a picture shows, as far as it is known: of six one must be found again."""
    form, page = params.get("form"), params.get("page")
    if form is None or page is None:
        return Message("", "")
    return Message(f" ({form} หน้า {page})", f" ({form}, page {page})")


_WAITS: Final = Message(
    "เก็บหน้านี้ไว้แล้ว แต่ยังไม่ทราบว่าเป็นของแบบใด จะเข้าที่เองเมื่อหน้าอื่นมาครบ หากส่งครบแล้ว กรุณาถ่ายใหม่ให้เห็นทั้งหน้า",
    "This page is kept. Which form it belongs to is not clear yet: it finds its place once the "
    "other pages are here. If you have sent them all, please take it again, all of it in view.",
)
_IS_TOO_MANY: Final = Message(
    "เก็บภาพไว้แล้ว แต่หน่วยนี้ส่งครบทุกหน้าแล้ว ไม่ต้องส่งใหม่",
    "This picture is kept, but all pages of this unit are here. No need to send it again.",
)
_DIFFERS: Final = Message(
    "ตัวเลขในภาพนี้ต่างจากที่ยืนยัน {count} ช่อง เจ้าหน้าที่ศูนย์รวมคะแนนจะดูว่าต่างเพราะอะไร "
    "ระหว่างนี้ผลยังเป็นตามที่ยืนยันไว้ ไม่ต้องส่งใหม่",
    "Numbers that differ from the confirmed ones: {count}. A person at the tally centre "
    "looks at the difference; until then the confirmed numbers stand. No need to send it again.",
)
_A_PERSON_LOOKS: Final = Message(
    "เจ้าหน้าที่ศูนย์รวมคะแนนจะเทียบกับที่ยืนยัน ไม่ต้องส่งใหม่",
    "A person at the tally centre compares it with what was confirmed. No need to send it again.",
)
_SAYS_THE_SAME: Final = Message(
    "ไม่พบตัวเลขที่ต่างจากที่ยืนยัน ไม่ต้องทำอะไรต่อ",
    "No number on it differs from what was confirmed. There is nothing more to do.",
)

_OF_THE_CAMERA: Final = (Problem.DARK, Problem.BLURRED, Problem.GLARE, Problem.SMALL)


class _Filled(dict[str, Any]):
    """Values for a sentence; what is not known is a dash instead of a crash."""

    def __missing__(self, key: str) -> str:
        return "–"

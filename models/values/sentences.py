"""What to say about a photo that was read: one sentence for each problem that was measured."""

from collections.abc import Mapping
from typing import Final

from models.values.findings import Message
from models.values.reading import Problem

_SENTENCES: Final[Mapping[Problem, Message]] = {
    Problem.SMALL: Message(
        "ภาพเล็กเกินไป ตัวเลขอาจอ่านไม่ออก กรุณาส่งภาพขนาดเต็ม",
        "The picture is small and figures may be unreadable. Please send it in full size.",
    ),
    Problem.BLURRED: Message(
        "ภาพไม่ชัด กรุณาถือกล้องให้นิ่งแล้วถ่ายใหม่",
        "The picture is blurred. Please hold the camera still and take it again.",
    ),
    Problem.DARK: Message(
        "ภาพมืดเกินไป กรุณาถ่ายในที่สว่างหรือเปิดไฟ",
        "The picture is too dark. Please take it in better light.",
    ),
    Problem.GLARE: Message(
        "มีแสงสะท้อนบนกระดาษ กรุณาขยับมุมหรือปิดแฟลชแล้วถ่ายใหม่",
        "Light reflects from the paper. Please change the angle or turn the flash off.",
    ),
    Problem.CUT_TOP: Message(
        "ขอบบนของแบบหายไป กรุณาถ่ายให้เห็นครบทั้งหน้า",
        "The top of the form is cut off. Please show the whole page.",
    ),
    Problem.CUT_BOTTOM: Message(
        "ขอบล่างของแบบหายไป กรุณาถ่ายให้เห็นครบทั้งหน้า",
        "The bottom of the form is cut off. Please show the whole page.",
    ),
    Problem.CUT_LEFT: Message(
        "ขอบซ้ายของแบบหายไป กรุณาถ่ายให้เห็นครบทั้งหน้า",
        "The left side of the form is cut off. Please show the whole page.",
    ),
    Problem.CUT_RIGHT: Message(
        "ขอบขวาของแบบหายไป กรุณาถ่ายให้เห็นครบทั้งหน้า",
        "The right side of the form is cut off. Please show the whole page.",
    ),
    Problem.NOT_A_FORM: Message(
        "ไม่พบแบบรายงานผลการนับคะแนนในภาพนี้ กรุณาถ่ายแบบรายงานทั้งหน้า",
        "No count form was found in this picture. Please photograph the whole form.",
    ),
    Problem.UNKNOWN_PAGE: Message(
        "ไม่ทราบว่าเป็นหน้าใดของแบบใด กรุณาถ่ายให้เห็นหัวกระดาษและตาราง",
        "It is not clear which page of which form this is. Please show its head and its table.",
    ),
    Problem.NO_TABLE: Message(
        "ไม่พบตารางคะแนนในภาพนี้ กรุณาถ่ายให้เห็นตารางทั้งหมด",
        "The table of votes was not found. Please show all of it.",
    ),
    Problem.MISSING_ROWS: Message(
        "เห็นตารางคะแนนไม่ครบทุกแถว กรุณาถ่ายให้เห็นครบ",
        "Some rows of the table are not in the picture. Please show all of them.",
    ),
    Problem.STRUCK_OUT: Message(
        "พบรอยขีดฆ่าข้างตัวเลข เจ้าหน้าที่จะตรวจช่องนี้เป็นพิเศษ",
        "A figure is struck out; a reviewer will look at it with care.",
    ),
}

_DOWN: Final = (("ด้านบน", "at the top"), ("ช่วงกลาง", "in the middle"), ("ด้านล่าง", "at the bottom"))
_ACROSS: Final = (("ซ้าย", " left"), ("", ""), ("ขวา", " right"))

_HARMLESS: Final = frozenset({Problem.SMALL, Problem.STRUCK_OUT})
"""Said, but no reason to ask for another photo."""


def sentence_of_problem(problem: Problem, glare_at: tuple[float, float] | None = None) -> Message:
    """Return what to tell the sender about a problem of a photo.

    `glare_at` says where light reflects, in shares of the page from the top left.
    """
    if problem is Problem.GLARE and glare_at is not None:
        return _glare_at(*glare_at)
    return _SENTENCES[problem]


def _glare_at(x: float, y: float) -> Message:
    down_th, down_en = _DOWN[_third(y)]
    across_th, across_en = _ACROSS[_third(x)]
    return Message(
        f"มีแสงสะท้อนบนกระดาษ{down_th}{across_th} กรุณาขยับมุมหรือปิดแฟลชแล้วถ่ายใหม่",
        f"Light reflects from the paper {down_en}{across_en}. "
        "Please change the angle or turn the flash off.",
    )


def _third(share: float) -> int:
    return min(2, max(0, int(share * 3)))


def wants_retake(problem: Problem) -> bool:
    """Tell whether another photo would help."""
    return problem not in _HARMLESS

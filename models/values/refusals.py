"""Why a file is not taken as a photo: a closed list, each reason with its own sentence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from models.values.findings import Message


class Refusal(StrEnum):
    """A reason for not reading a file; the original bytes are kept all the same.

    The door sees the first group in the file's header; the worker finds the second on decoding.
    """

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED_PDF = "encrypted_pdf"
    NOT_YOUR_UNIT = "not_your_unit"

    TOO_MANY_PAGES = "too_many_pages"
    BROKEN_PDF = "broken_pdf"
    UNDECODABLE = "undecodable"


_SENTENCES: Final[Mapping[Refusal, Message]] = {
    Refusal.EMPTY: Message(
        "ไฟล์ว่างเปล่า กรุณาเลือกภาพแล้วส่งใหม่",
        "The file is empty. Please choose the picture and send it again.",
    ),
    Refusal.TOO_LARGE: Message(
        "ไฟล์ใหญ่เกิน 30 MB กรุณาถ่ายเป็นภาพเดี่ยวหรือลดขนาดแล้วส่งใหม่",
        "The file is larger than 30 MB. Please send a single photo or a smaller file.",
    ),
    Refusal.NOT_AN_IMAGE: Message(
        "ไฟล์นี้ไม่ใช่ภาพ รับเฉพาะ JPEG PNG WebP HEIC และ PDF ไม่ว่าไฟล์จะชื่ออะไร",
        "This file is not a picture, whatever its name. Send JPEG, PNG, WebP, HEIC or PDF.",
    ),
    Refusal.TRUNCATED: Message(
        "ภาพมาไม่ครบ การส่งอาจขาดกลางทาง กรุณาส่งภาพเดิมอีกครั้ง",
        "The picture arrived incomplete, the upload may have broken off. Please send it again.",
    ),
    Refusal.TOO_MANY_PIXELS: Message(
        "ภาพมีจำนวนพิกเซลมากเกินกว่าที่รับได้ กรุณาถ่ายด้วยกล้องโทรศัพท์ตามปกติ",
        "The picture has more pixels than we accept. Please use the phone's camera as it is.",
    ),
    Refusal.ENCRYPTED_PDF: Message(
        "PDF นี้ตั้งรหัสผ่านไว้ กรุณาส่งไฟล์ที่ไม่มีรหัสผ่านหรือส่งเป็นภาพถ่าย",
        "This PDF is locked by a password. Please send it without one, or send photos.",
    ),
    Refusal.NOT_YOUR_UNIT: Message(
        "ท่านไม่ได้ลงทะเบียนไว้กับหน่วยนี้ ภาพถูกเก็บไว้แต่ไม่นับเป็นของหน่วยนั้น",
        "You are not enrolled for this unit. The picture is kept but not counted as that unit's.",
    ),
    Refusal.TOO_MANY_PAGES: Message(
        "PDF นี้มีหน้ามากเกินไป กรุณาส่งเฉพาะหน้าของแบบรายงานผล ไม่เกิน 12 หน้า",
        "This PDF has too many pages. Please send the pages of the form only, 12 at most.",
    ),
    Refusal.BROKEN_PDF: Message(
        "เปิด PDF นี้ไม่ได้ ไฟล์เสียหาย กรุณาส่งใหม่หรือส่งเป็นภาพถ่าย",
        "This PDF is damaged and cannot be opened. Please send it again, or send photos.",
    ),
    Refusal.UNDECODABLE: Message(
        "เปิดภาพนี้ไม่ได้ ไฟล์เสียหาย กรุณาถ่ายและส่งใหม่",
        "This picture is damaged and cannot be opened. Please take and send it again.",
    ),
}


def sentence_of_refusal(reason: Refusal) -> Message:
    """Return what to tell the sender of a refused file."""
    return _SENTENCES[reason]

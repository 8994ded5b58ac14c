"""What stands in a chat's menu, by what its person may do: tiles on LINE, commands on Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.values.chat import Audience, Menu


class Sign(StrEnum):
    """The drawing on a tile."""

    CAMERA = "camera"
    PICTURES = "pictures"
    UNITS = "units"
    CHECK = "check"
    BARS = "bars"
    PEOPLE = "people"
    PLACE = "place"
    NATION = "nation"
    HELP = "help"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: both languages, since a menu is the same for everybody who has it."""

    th: str
    en: str
    sign: Sign
    says: str = ""
    """What the person writes by tapping it."""
    opens: str = ""
    """Or what it opens on the phone."""


_CAMERA: Final = Tile("ถ่ายภาพ", "Camera", Sign.CAMERA, opens="https://line.me/R/nv/camera/")
_PICTURES: Final = Tile(
    "ส่งภาพจากเครื่อง", "Send photos", Sign.PICTURES, opens="https://line.me/R/nv/cameraRoll/multi"
)
_NUMBERS: Final = Tile("ตรวจตัวเลข", "Check the numbers", Sign.CHECK, says="ตรวจตัวเลข")
_STATUS: Final = Tile("สถานะ", "Status", Sign.BARS, says="สถานะ")
_HELP: Final = Tile("ช่วยเหลือ", "Help", Sign.HELP, says="ช่วยเหลือ")
_LANGUAGE: Final = Tile("English", "ภาษาไทย", Sign.LANGUAGE, says="/language")

TILES: Final[Mapping[Menu, tuple[tuple[Tile, ...], ...]]] = {
    Menu.PUBLIC: (
        (
            Tile("คะแนนรายเขต", "Results", Sign.BARS, says="คะแนนรายเขต"),
            Tile("ทั้งประเทศ", "The country", Sign.NATION, says="ทั้งประเทศ"),
            Tile("ผู้สมัคร หาเบอร์", "Candidates", Sign.PEOPLE, says="หาเบอร์"),
        ),
        (Tile("ที่เลือกตั้ง", "Polling places", Sign.PLACE, says="หาที่เลือกตั้ง"), _HELP, _LANGUAGE),
    ),
    Menu.NEWCOMER: (
        (Tile("ลงทะเบียน", "Enrol", Sign.CHECK, says="ลงทะเบียน"), _PICTURES),
        (Tile("ถามผลคะแนน", "Results", Sign.BARS, says="คะแนนรายเขต"), _HELP, _LANGUAGE),
    ),
    Menu.COMMITTEE: ((_PICTURES, _CAMERA), (_NUMBERS, _STATUS, _HELP)),
    Menu.DESK: (
        (Tile("เลือกหน่วย", "Choose a unit", Sign.UNITS, says="เลือกหน่วย"), _PICTURES, _CAMERA),
        (_NUMBERS, _STATUS, _HELP),
    ),
}
"""Rows of tiles; what they say are words that work in every state."""

Command = tuple[str, str, str]

_EVERYBODY: Final[tuple[Command, ...]] = (
    ("menu", "เมนู", "Menu"),
    ("help", "ช่วยเหลือ", "Help"),
    ("cancel", "ยกเลิก", "Cancel"),
    ("language", "English", "ภาษาไทย"),
)
_ENROLLED: Final[tuple[Command, ...]] = (
    ("status", "สถานะของหน่วย", "Status of the unit"),
    ("numbers", "ตรวจตัวเลขที่อ่านได้", "Check the numbers"),
)
COMMANDS: Final[Mapping[Menu, tuple[Command, ...]]] = {
    Menu.PUBLIC: _EVERYBODY,
    Menu.NEWCOMER: _EVERYBODY,
    Menu.COMMITTEE: (*_ENROLLED, *_EVERYBODY),
    Menu.DESK: (("units", "เลือกหน่วย", "Choose a unit"), *_ENROLLED, *_EVERYBODY),
}
"""Telegram's commands: name, Thai, English."""


def menus_for(audience: Audience) -> tuple[Menu, ...]:
    """Return the menus that an account needs, first the one of everybody who is not enrolled."""
    return {
        Audience.EVERYBODY: (Menu.PUBLIC, Menu.COMMITTEE, Menu.DESK),
        Audience.COMMITTEES: (Menu.NEWCOMER, Menu.COMMITTEE, Menu.DESK),
        Audience.PUBLIC: (Menu.PUBLIC,),
    }[audience]

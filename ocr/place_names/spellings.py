"""How people write the name of a place on the line that asks for it."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from ocr.place_names.letters import letters_of

_KINDS: Final = {
    "area": ("เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "เทศบาล", "ตำบล", "แขวง"),
    "amphoe": ("อำเภอ", "เขต"),
    "province": ("จังหวัด",),
    "place": (),
}
"""Kinds that the form prints before a name, so that people write only the rest."""

PARTS: Final = frozenset(_KINDS)
"""Parts of the head that take the name of a place."""

_SHORT: Final = {
    "เทศบาลตำบล": "ทต.",
    "เทศบาลเมือง": "ทม.",
    "เทศบาลนคร": "ทน.",
    "ตำบล": "ต.",
    "อำเภอ": "อ.",
    "จังหวัด": "จ.",
}
_ALSO: Final = (
    ("โรงเรียน", "รร."),
    ("วิทยาลัยเทคนิค", "วท."),
    ("สำนักงานเขต", "สนข."),
    ("มหาวิทยาลัย", "ม."),
    ("กรุงเทพมหานคร", "กทม."),
    ("กรุงเทพมหานคร", "กรุงเทพฯ"),
)
_CAPITAL: Final = "เมือง"

Letters = tuple[int, ...]


@cache
def ways(part: str, name: str) -> tuple[Letters, ...]:
    """Return the letters of every way to write a name, the barest first; none has no letters."""
    found = dict.fromkeys(letters_of(text) for text in _ways(part, name))
    return tuple(letters for letters in found if letters)


def _ways(part: str, name: str) -> Iterator[str]:
    kinds = [k for k in _KINDS[part] if name.startswith(k) and name != k]
    bare = name.removeprefix(kinds[0]) if kinds else name
    yield bare
    for kind in kinds:
        # เทศบาลเมืองแพร่ is written as เมืองแพร่ as often: the form prints เทศบาล.
        yield name.removeprefix(kind)
        if kind in _SHORT:
            yield _SHORT[kind] + name.removeprefix(kind)
    yield name
    if part == "amphoe" and bare.startswith(_CAPITAL):
        yield _CAPITAL
    for long, short in _ALSO:
        if long in bare:
            yield bare.replace(long, short)

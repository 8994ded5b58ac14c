"""Counts that come by phone or SMS: every number in the order of the form, then a check total.

The check total (ผลบวกตรวจสอบ) is what a committee can work out with a pencil or a phone's
calculator: all numbers of the sheet added up, then those of the 2nd, 4th, 6th … line once more. It
finds every single misheard number, every line left out, and two neighbouring lines that changed
places; lines further apart may change unseen, the second person's call finds them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.values.fields import is_count

_THAI: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TOKEN: Final = re.compile(r"=?\s*(?:\d[\d,]*|[-–—])")


@dataclass(frozen=True, slots=True)
class Dictated:
    """What a message says: numbers by field key, and the check total that it brings."""

    values: Mapping[str, int]
    total: int | None


def check_total(values: Mapping[str, int], keys: Sequence[str]) -> int:
    """Return the sum of all lines `keys` in the order of the form, every second one twice.

    A line left blank adds nothing and keeps its place.
    """
    lines = [values.get(key, 0) for key in keys]
    return sum(lines) + sum(lines[1::2])


def message_of(values: Mapping[str, int], keys: Sequence[str]) -> str:
    """Return the message that a committee would send for these numbers."""
    numbers = " ".join(str(values[k]) if k in values else "-" for k in keys)
    return f"{numbers} ={check_total(values, keys)}"


def numbers_in(text: str, keys: Sequence[str]) -> Dictated | None:
    """Return what a message says about the fields `keys`, or None where it cannot be taken apart.

    Numbers stand in the order of the form, a dash for a line left blank, the check total last after
    an equals sign: `500 400 - 400 … =4050`.
    """
    tokens = _TOKEN.findall(text.translate(_THAI))
    rest = _TOKEN.sub("", text.translate(_THAI)).strip(" \n\t.;/")
    if rest or not tokens or not tokens[-1].startswith("="):
        return None
    said = [t.strip().replace(",", "") for t in tokens[:-1]]
    if len(said) != len(keys) or any(t.startswith("=") for t in said):
        return None
    values = {k: int(t) for k, t in zip(keys, said, strict=True) if t.isdigit()}
    if not all(is_count(v) for v in values.values()):
        return None
    total = tokens[-1].lstrip("= ").replace(",", "")
    return Dictated(values, int(total) if total.isdigit() else None)

"""Numbers, dates and times as people in Thailand read them. Input times are aware UTC."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from pages.languages import Language

BANGKOK: Final = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thailand keeps one time all year, so that no zone data base is needed."""

UNKNOWN: Final = "–"
BUDDHIST_ERA: Final = 543
_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MONTHS_TH: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(value: int | None) -> str:
    """Return a count with thousands separators; what is unknown is a dash, never 0."""
    return UNKNOWN if value is None else f"{value:,}"


def percent(share: float | None, places: int = 1) -> str:
    """Return a share of 0..1 as a percentage, e.g. `63.4%`."""
    return UNKNOWN if share is None else f"{share * 100:.{places}f}%"


def local(at: datetime) -> datetime:
    """Return an aware time as Bangkok's.

    Raises:
        ValueError: the time has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    return at.astimezone(BANGKOK)


def clock(at: datetime | None, language: Language = Language.TH) -> str:
    """Return the time of day: `20.41 น.` in Thai, `20:41` in English."""
    if at is None:
        return UNKNOWN
    here = local(at)
    return f"{here:%H.%M} น." if language is Language.TH else f"{here:%H:%M}"


def day(at: datetime | None, language: Language = Language.TH) -> str:
    """Return the date, with the Buddhist year in Thai: `8 กุมภาพันธ์ 2569`."""
    if at is None:
        return UNKNOWN
    here = local(at)
    if language is Language.TH:
        return f"{here.day} {_MONTHS_TH[here.month - 1]} {here.year + BUDDHIST_ERA}"
    return f"{here.day} {_MONTHS_EN[here.month - 1]} {here.year}"


def moment(at: datetime | None, language: Language = Language.TH) -> str:
    """Return date and time of day in one phrase."""
    if at is None:
        return UNKNOWN
    joint = " เวลา " if language is Language.TH else ", "
    return f"{day(at, language)}{joint}{clock(at, language)}"


def iso(at: datetime) -> str:
    """Return the time for machines, to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes_and_seconds(seconds: float) -> str:
    """Return a span as `2:41`; what is over is `0:00`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def plain_digits(text: str) -> str:
    """Return the text with Thai digits as Arabic ones; people may type either."""
    return text.translate(_THAI_DIGITS)

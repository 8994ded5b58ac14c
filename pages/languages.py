"""The two languages of every page; Thai comes first."""

from enum import StrEnum
from typing import Final

LANGUAGE_COOKIE: Final = "khanaen_lang"


class Language(StrEnum):
    """A language that people can choose."""

    TH = "th"
    EN = "en"

    @property
    def other(self) -> "Language":
        """The language that the switch offers."""
        return Language.EN if self is Language.TH else Language.TH


def choose(*wishes: str | None) -> Language:
    """Return the first wish that is a language we speak, else Thai."""
    for wish in wishes:
        if wish in tuple(Language):
            return Language(wish)
    return Language.TH


def one_side(words: str, language: Language) -> str:
    """Return one side of a sentence that was kept as `ไทย · English`; other words stay whole."""
    thai, _, english = words.partition(" · ")
    if not english or not english.isascii() or thai.isascii():
        return words
    return thai if language is Language.TH else english

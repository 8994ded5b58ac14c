"""Every sentence that a page shows, in Thai and English, as a typed table.

The words stand in the TOML files beside this module: one file per door, one table per phrase.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from pages.errors import PhraseMissing
from pages.languages import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in both languages; `{names}` in it are filled in by the caller."""

    th: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the sentence of one language."""
        return self.th if language is Language.TH else self.en

    def names(self, language: Language) -> frozenset[str]:
        """Return the names that the sentence wants filled in."""
        parts = Formatter().parse(self.in_language(language))
        return frozenset(name for _, name, _, _ in parts if name)


@cache
def phrases() -> Mapping[str, Phrase]:
    """Return the whole table: `file.key` → phrase.

    Raises:
        PhraseMissing: a phrase lacks a language, or its languages want different names.
    """
    table: dict[str, Phrase] = {}
    for entry in sorted(resources.files(__name__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            data = tomllib.loads(entry.read_text(encoding="utf-8"))
            stem = entry.name.removesuffix(".toml")
            table.update({f"{stem}.{key}": _phrase(stem, key, v) for key, v in data.items()})
    return table


def say(key: str, language: Language, **words: object) -> str:
    """Return a phrase in a language, with its names filled in.

    Raises:
        PhraseMissing: there is no such phrase, or a name has no word.
    """
    try:
        return phrases()[key].in_language(language).format(**words)
    except KeyError as error:
        raise PhraseMissing(f"{key} ({error})") from error


def _phrase(stem: str, key: str, data: Mapping[str, Any]) -> Phrase:
    try:
        phrase = Phrase(th=data["th"], en=data["en"])
    except KeyError as error:
        raise PhraseMissing(f"{stem}.{key} lacks {error}") from error
    if phrase.names(Language.TH) != phrase.names(Language.EN):
        raise PhraseMissing(f"{stem}.{key} wants different names in its two languages")
    return phrase

"""The circumstances of one snapshot: its number, its time, its names and its look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from models.values.ballots import Stream
from pages.environment import draw
from pages.languages import Language
from results.assets import Assets
from results.edition import Edition
from results.reach import NOWHERE, Reach
from results.register import Register
from results.sharing import card_page, card_path

_SELDOM_ASKED: Final = ("unit.html",)
"""Two hundred thousand pages, of which few are asked for twice: packed as they go out."""


@dataclass(frozen=True)
class Issue:
    """What all files of a snapshot have in common."""

    sequence: int
    at: datetime
    register: Register
    assets: Assets
    is_rebuilt: bool
    """Every page is drawn anew: the look changed, or the last snapshot was cut short."""
    reach: Reach = NOWHERE

    def print_page(
        self, edition: Edition, template: str, path: str, context: Mapping[str, Any]
    ) -> dict[str, str]:
        """Draw a page in both languages into the edition; return path → hash of its files."""
        pages: dict[str, str] = {}
        for language in Language:
            place = path_in(language, path)
            frame = self._frame(language, path, context.get("card_page", card_page(path)))
            html = draw("results", template, language, {**frame, **context}).encode()
            pages[place] = edition.copy(place, html)
            if template not in _SELDOM_ASKED:
                pages |= edition.pack(place, html)
        return pages

    def _frame(self, language: Language, path: str, card: str) -> dict[str, Any]:
        up = "../" * path_in(language, path).count("/")
        election = self.register.election
        return {
            "election": {"th": election.name_th, "en": election.name_en},
            "is_rehearsal": election.is_rehearsal,
            "snapshot": self.sequence,
            "at": self.at,
            "up": up,
            "reach": self.reach,
            "past": None,
            "card": path_in(language, card_path(card)),
            "stream_order": [stream.value for stream in Stream],
            "path": path,
            "own_path": path_in(language, path),
            "link": lambda to: up + path_in(language, to),
            "file": lambda to: up + to,
            "asset": lambda name: up + self.assets.by_name[name],
            "other_link": up + path_in(language.other, path),
        }


def path_in(language: Language, path: str) -> str:
    """Return where a page lies in a language: Thai first, English in a folder beside it."""
    return path if language is Language.TH else f"en/{path}"

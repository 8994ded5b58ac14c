"""Cards that are published beside the pages, for whoever shares a link to one of them.

They follow at the pace of the files for media, and only where figures changed: each card says of
which snapshot it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.languages import Language
from results.card import Card, card_of
from results.card_image import draw_card
from results.edition import Edition
from results.issue import path_in
from results.previous import Previous
from results.province_page import by_province, page_path
from results.sharing import card_path
from results.target import Target
from results.wide_card import nation_card, province_card

Head = Mapping[str, Any]
Made = Mapping[str, Any]
"""Place → the figures that its cards show, and path → hash of the two."""


def draw_cards(
    previous: Previous, heads: Sequence[Head], before: Made, target: Target
) -> dict[str, Any]:
    """Draw the cards of the country, its provinces and constituencies that changed."""
    entries = previous.root["constituencies"]
    hashes = {head["code"]: entries[head["code"]]["manifest"]["sha256"] for head in heads}
    places: dict[str, tuple[list[str], Sequence[Head]]] = {
        "index.html": (list(hashes.values()), heads)
    }
    for code, group in by_province(heads).items():
        places[page_path(code)] = ([hashes[head["code"]] for head in group], group)
    for head in heads:
        places[f"c/{head['code']}.html"] = ([hashes[head["code"]]], [head])
    return {
        page: _kept(before.get(page), figures) or _drawn(previous, page, figures, group, target)
        for page, (figures, group) in places.items()
    }


def files_of(cards: Made) -> dict[str, str]:
    """Return path → hash of all cards."""
    return {path: sha256 for made in cards.values() for path, sha256 in made["files"].items()}


def _kept(was: Mapping[str, Any] | None, figures: list[str]) -> Mapping[str, Any] | None:
    return was if was is not None and was["figures"] == figures else None


def _drawn(
    previous: Previous, page: str, figures: list[str], group: Sequence[Head], target: Target
) -> dict[str, Any]:
    edition = Edition()
    files = {}
    for language in Language:
        path = path_in(language, card_path(page))
        files[path] = edition.copy(path, draw_card(_card(previous, page, group, language)))
    edition.write_copies(target)
    return {"figures": figures, "files": files}


def _card(previous: Previous, page: str, group: Sequence[Head], language: Language) -> Card:
    if page.startswith("c/"):
        return card_of(previous.pointer, group[0], language)
    if page.startswith("p/"):
        return province_card(previous.pointer, group, language)
    return nation_card(previous, group, language)

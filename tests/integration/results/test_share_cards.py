"""Cards for shared links: one a page, of the snapshot that they name, new where it changed."""

import io
import json
import re

from PIL import Image

from results.addresses import PRINTED
from results.publish import Press
from results.reach import Reach
from results.target import open_target
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import KEY, Newsroom

CARDS = (
    "cards/index.png",
    "cards/p/SM.png",
    "cards/c/SM-1.png",
    "cards/c/SM-2.png",
)


def test_every_place_has_its_card_in_both_languages(night: Newsroom) -> None:
    for path in (*CARDS, *(f"en/{card}" for card in CARDS)):
        image = Image.open(io.BytesIO((night.folder / path).read_bytes()))
        assert image.size == (1200, 630)


def test_only_cards_of_changed_places_are_drawn_anew(night: Newsroom) -> None:
    before = {path: (night.folder / path).read_bytes() for path in CARDS}
    night.count(["SM-2-U001"], 60)
    night.publish(61)
    changed = {path for path in CARDS if (night.folder / path).read_bytes() != before[path]}
    assert changed == {"cards/index.png", "cards/p/SM.png", "cards/c/SM-2.png"}
    listed = json.loads((night.folder / PRINTED).read_bytes())["cards"]
    assert set(listed) == {"index.html", "p/SM.html", "c/SM-1.html", "c/SM-2.html"}


def test_a_shared_page_names_its_card(night: Newsroom) -> None:
    reach = Reach(board="https://board.example")
    target = open_target(night.folder.as_uri())
    Press(night.database, night.images, target, KEY, reach=reach).publish(later(30))
    for page, card in (
        ("index.html", "cards/index.png"),
        ("c/SM-1.html", "cards/c/SM-1.png"),
        ("u/SM-1-U001.html", "cards/c/SM-1.png"),
        ("en/p/SM.html", "en/cards/p/SM.png"),
    ):
        text = (night.folder / page).read_text()
        found = re.search(r'og:image" content="https://board.example/([^?"]+)\?(\d+)"', text)
        assert found is not None
        assert found[1] == card
        assert (night.folder / card).exists()
        assert f'og:url" content="https://board.example/{page}"' in text
        assert "ยังไม่เป็นทางการ" in text or "Unofficial" in text

import re
from pathlib import Path

import pytest

import bot
import pages
import review
from pages.errors import PhraseMissing
from pages.languages import Language
from pages.phrases import phrases, say

THAI = re.compile("[\u0e00-\u0e7f]")
USED = re.compile(r"""(?:\bt|say)\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def test_every_phrase_speaks_thai_in_thai_and_no_thai_in_english() -> None:
    mixed = [k for k, p in phrases().items() if THAI.search(p.en) and k not in SAME_WORD]
    assert mixed == []
    assert [k for k, p in phrases().items() if not THAI.search(p.th) and k not in NO_WORDS] == []


SAME_WORD = {"common.switch_language"}
NO_WORDS = {"common.switch_language"}


def test_names_are_filled_in() -> None:
    assert say("common.ballot_number", Language.TH, number=4) == "เบอร์ 4"


def test_a_missing_phrase_or_word_is_a_mistake() -> None:
    with pytest.raises(PhraseMissing):
        say("common.no_such_phrase", Language.TH)
    with pytest.raises(PhraseMissing):
        say("common.ballot_number", Language.EN)


def used_keys() -> set[str]:
    folders = [Path(p.__file__ or "").parent for p in (pages, review, bot)]
    files = [f for d in folders for s in ("*.html", "*.py") for f in d.rglob(s)]
    return {key for f in files for key in USED.findall(f.read_text(encoding="utf-8"))}


def test_every_phrase_that_a_page_uses_exists() -> None:
    assert used_keys() - set(phrases()) == set()

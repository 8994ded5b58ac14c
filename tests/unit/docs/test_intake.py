"""docs/intake.md names every refusal and every notice that the code knows, and no other."""

import re
from pathlib import Path

from intake.limits import MAX_BYTES, MAX_PDF_PAGES, MAX_PIXELS, MAX_SIDE
from models.values.notices import NoticeKind
from models.values.refusals import Refusal, sentence_of_refusal

PAGE = (Path(__file__).parents[3] / "docs" / "intake.md").read_text("utf-8")


def _named(heading: str) -> list[str]:
    part = PAGE.split(heading)[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


def test_every_refusal_is_on_the_page() -> None:
    assert sorted(_named("## Where each refusal happens")) == sorted(Refusal)


def test_every_notice_is_on_the_page() -> None:
    assert sorted(_named("## What the machine says")) == sorted(NoticeKind)


def test_the_limits_are_said_as_they_are() -> None:
    assert f"{MAX_BYTES // 1024**2} MB" in PAGE
    assert f"{MAX_BYTES // 1024**2} MB" in sentence_of_refusal(Refusal.TOO_LARGE).th
    assert f"{MAX_PIXELS // 1_000_000} megapixels" in PAGE
    assert f"{MAX_SIDE:,}" in PAGE
    assert f"more than {MAX_PDF_PAGES} pages" in PAGE
    assert f"{MAX_PDF_PAGES} หน้า" in sentence_of_refusal(Refusal.TOO_MANY_PAGES).th

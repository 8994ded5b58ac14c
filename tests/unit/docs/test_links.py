"""What the notes point at is there: files, make targets, decisions."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PATH_IN_CODE = re.compile(
    r"`((?:app|bot|docker|docs|intake|models|ocr|pages|results|review|scripts|tests)/[\w./-]+)`"
)
TARGET = re.compile(r"`make ([a-z]+)")
_MADE_BY_SET_UP = ("pages/static/vendor",)


def _ids(pages: list[Path]) -> list[str]:
    return [page.relative_to(ROOT).as_posix() for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=_ids(PAGES))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text())
    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=_ids(PAGES))
def test_every_file_a_page_names_is_there(page: Path) -> None:
    names = PATH_IN_CODE.findall(page.read_text())
    missing = [name for name in names if not (ROOT / name).exists()]
    assert not [name for name in missing if not name.startswith(_MADE_BY_SET_UP)]


@pytest.mark.parametrize("page", PAGES, ids=_ids(PAGES))
def test_every_make_target_a_page_names_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(page.read_text())) <= targets


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "adr"
    notes = {note.name for note in folder.glob("[0-9]*.md")}
    assert notes == set(LINK.findall((folder / "README.md").read_text()))


def test_the_search_would_find_a_dead_link() -> None:
    assert LINK.findall("[gone](nowhere.md) and [far](https://example.org)") == ["nowhere.md"]
    assert PATH_IN_CODE.findall("see `docs/nowhere.md`") == ["docs/nowhere.md"]

"""No page is forgotten where every page is photographed (`make screens`)."""

import re
from pathlib import Path

from app.access import access_table
from tests.screens.album import KEPT, SHOWN
from tests.screens.camera import SIZES
from tests.screens.pages import NOT_PAGES, PEOPLE, SCREENS, seen_by_all

ROOT = Path(__file__).resolve().parents[3]
_FRAME = re.compile(r'\{% extends "(?:base|public|desk)\.html" %\}')
_FRAMES = {"review/desk"}


def templates() -> set[str]:
    """Every template that draws a whole page, as `package/name`."""
    files = [*ROOT.glob("*/templates/*.html"), *ROOT.glob("*/*/templates/*.html")]
    whole = (f for f in files if _FRAME.match(f.read_text(encoding="utf-8")))
    return {f"{f.parents[1].relative_to(ROOT)}/{f.stem}" for f in whole} - _FRAMES


def test_every_template_of_a_page_is_photographed() -> None:
    assert {screen.template for screen in SCREENS} == templates()


def test_every_address_that_answers_with_a_page_is_photographed() -> None:
    answering = {row.path for row in access_table() if row.method == "GET"}
    shown = {screen.route for screen in SCREENS if screen.route}
    assert shown | set(NOT_PAGES) == answering
    assert shown & set(NOT_PAGES) == set()


def test_every_role_that_may_see_a_desk_is_photographed_there() -> None:
    may = {row.path: row.roles for row in access_table() if row.method == "GET" and row.roles}
    looked: dict[str, set[str]] = {}
    for screen in seen_by_all():
        looked.setdefault(screen.route, set()).add(screen.who)
    for path in {s.route for s in SCREENS if s.route.startswith("/review")} & set(may):
        assert {PEOPLE[role] for role in may[path]} <= looked[path], path


def test_each_picture_has_a_name_of_its_own() -> None:
    names = [screen.name for screen in seen_by_all()]
    assert len(names) == len(set(names))


def test_every_picture_of_the_notes_is_one_that_is_taken() -> None:
    taken = {f"{size}/{screen.name}" for size in SIZES for screen in seen_by_all()}
    assert set(SHOWN.values()) <= taken
    assert {file.stem for file in (ROOT / "docs" / "screens").glob("*.png")} == set(SHOWN) | KEPT

import numpy as np
import pytest

from models.values.forms import Form, form_by_code, forms
from ocr.page.head import Anchor, match_head
from ocr.page.layout import layout_of, signing_layout, text_width
from ocr.page.leaders import Leaders
from ocr.page.lines import Bend

_FLAT = Bend((0, 0), (1, 1), np.zeros(6))


def _anchor(top: float | None = None) -> Anchor:
    return Anchor(top, 0.0, 827.0, 0.0, 0.0, 1.0)


def _found(code: str, shift: float = 0.0, stretch: float = 1.0) -> Leaders:
    """Return the leaders of a form as they would be found on a page of another print."""
    boxes = layout_of(form_by_code(code), 1).boxes
    y = boxes[:, 0] * 1169.5 * stretch + shift
    return Leaders(np.column_stack([y, boxes[:, 1] * 827, boxes[:, 2] * 827]), _FLAT)


def test_tone_marks_take_no_room() -> None:
    assert text_width("ที่", 0.0165) == text_width("ท", 0.0165)


@pytest.mark.parametrize("form", [f for f in forms() if f.counts], ids=lambda f: f.id)
def test_every_count_of_every_form_has_a_leader(form: Form) -> None:
    for count in form.counts:
        names = {leader.name for leader in layout_of(form, count.page).leaders}
        assert count.name in names
        assert not count.has_words or f"{count.name}.words" in names


def test_nine_lines_to_sign() -> None:
    layout = signing_layout(form_by_code("ส.ส. 5/18"))
    assert sum(e.name.startswith("sign:") for e in layout.leaders) == 9
    assert sum(e.name.startswith("reason:") for e in layout.leaders) == 3


def test_a_page_matches_its_own_form_best() -> None:
    found = _found("ส.ส. 5/17", shift=12)
    scores = {
        code: match_head(found, layout_of(form_by_code(code), 1), _anchor()).score
        for code in ("ส.ส. 5/16", "ส.ส. 5/17", "ส.ส. 5/18")
    }
    assert max(scores, key=lambda c: scores[c]) == "ส.ส. 5/17"
    assert scores["ส.ส. 5/17"] > 0.85


def test_a_larger_print_is_followed_line_by_line() -> None:
    found = _found("ส.ส. 5/18", shift=-15, stretch=1.1)
    layout = layout_of(form_by_code("ส.ส. 5/18"), 1)
    places = match_head(found, layout, _anchor()).places
    for leader, run in zip(layout.leaders, found.runs, strict=True):
        assert abs(places[leader.name].level - run[0]) < 3


def test_a_line_whose_dots_are_hidden_is_placed_between_its_neighbours() -> None:
    found = _found("ส.ส. 5/18")
    layout = layout_of(form_by_code("ส.ส. 5/18"), 1)
    hidden = next(e.y for e in layout.leaders if e.name == "invalid")
    rest = found.runs[np.abs(found.runs[:, 0] - hidden * 1169.5) > 1]
    places = match_head(Leaders(rest, _FLAT), layout, _anchor()).places
    assert abs(places["invalid"].level - hidden * 1169.5) < 4


def test_nothing_found_matches_nothing() -> None:
    empty = Leaders(np.zeros((0, 3)), _FLAT)
    head = match_head(empty, layout_of(form_by_code("ส.ส. 5/18"), 1), _anchor())
    assert head.score == 0
    assert not head.places


def test_flecks_are_no_lines() -> None:
    flecks = Leaders(np.array([[300.0, 100, 103], [700, 400, 402]]), _FLAT)
    for layout in (
        layout_of(form_by_code("ส.ส. 5/18"), 1),
        signing_layout(form_by_code("ส.ส. 5/18")),
    ):
        assert match_head(flecks, layout, _anchor()).score == 0


def test_a_part_that_the_head_asks_for_twice_has_two_leaders() -> None:
    names = [leader.name for leader in layout_of(form_by_code("ส.ส. 5/17"), 1).leaders]
    assert len(names) == len(set(names))
    assert {"constituency", "constituency~", "province", "province~"} <= set(names)


@pytest.mark.parametrize("form", forms(), ids=lambda f: f.id)
def test_no_two_leaders_of_a_page_share_a_name(form: Form) -> None:
    for page in range(1, form.pages + 1):
        names = [leader.name for leader in layout_of(form, page).leaders]
        assert len(names) == len(set(names))

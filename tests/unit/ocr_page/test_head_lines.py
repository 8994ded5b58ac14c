"""Leaders of the head laid on the dotted runs of their line, in order."""

import numpy as np

from ocr.page.head import Place
from ocr.page.head_lines import in_order
from ocr.page.layout import ExpectedLeader, Layout
from ocr.page.leaders import Leaders, find_leaders

NOTHING = find_leaders(np.full((40, 40), 255, np.uint8))
LEVEL = 100.0


def laid(*runs: tuple[float, float], **expected: tuple[float, float]) -> dict[str, Place]:
    """Leaders expected at places, as the description has them, and where they are put."""
    leaders = tuple(ExpectedLeader(name, 0.3, a, b) for name, (a, b) in expected.items())
    layout = Layout(leaders, np.array([(0.3, a, b) for a, b in expected.values()]))
    places = {name: Place(LEVEL, a, b, a) for name, (a, b) in expected.items()}
    found = np.array([(LEVEL, a, b) for a, b in runs], np.float64)
    return in_order(layout, Leaders(found, NOTHING.bend), places)


def test_the_last_dots_of_a_line_are_found_far_from_where_they_were_expected() -> None:
    placed = laid((754.0, 781.0), set=(700.0, 740.0))
    assert placed["set"].left >= 744
    assert placed["set"].right == 781


def test_leaders_keep_their_order_on_a_line() -> None:
    placed = laid((180.0, 210.0), (270.0, 330.0), unit=(160.0, 200.0), moo=(230.0, 280.0))
    assert (placed["unit"].dots, placed["moo"].dots) == (180, 270)


def test_dots_under_a_number_are_one_leader() -> None:
    placed = laid((180.0, 190.0), (206.0, 214.0), unit=(175.0, 215.0))
    assert (placed["unit"].left, placed["unit"].right) == (175, 215)


def test_a_leader_whose_dots_are_all_hidden_stays_where_it_was_expected() -> None:
    placed = laid((400.0, 460.0), unit=(180.0, 210.0), area=(390.0, 470.0))
    assert (placed["unit"].left, placed["unit"].right) == (180, 210)
    assert placed["area"].dots == 400


def test_print_that_looks_like_dots_takes_no_leader_away() -> None:
    placed = laid((60.0, 70.0), (182.0, 212.0), unit=(178.0, 210.0))
    assert placed["unit"].dots == 182


def test_the_only_dots_of_a_line_are_its_only_leaders_however_far() -> None:
    placed = laid((746.0, 761.0), set=(640.0, 700.0))
    assert placed["set"].right == 761

"""Names of places judged by the letters that a network saw, here laid out by hand."""

import hashlib
import json
from itertools import combinations_with_replacement

import numpy as np
import pytest

from ocr.place_names.fits import STRANGE, Floats, best_letters, fits
from ocr.place_names.letters import BLANK, CLASSES, LETTERS, letters_of
from ocr.place_names.network import DESCRIPTION_FILE, MODEL_FILE
from ocr.place_names.spellings import ways
from ocr.strip_network import WEIGHTS


def seen(text: str, sure: float = 0.9, gap: int = 2) -> Floats:
    """Columns in which the letters of a text stand one after the other with paper between."""
    path = [c for letter in letters_of(text) for c in (letter, *[BLANK] * gap)]
    columns = np.full((len(path), CLASSES), (1 - sure) / (CLASSES - 1))
    columns[np.arange(len(path)), path] = sure
    return columns


def best(columns: Floats, *names: str) -> str:
    return names[int(fits(columns, [letters_of(n) for n in names]).argmax())]


def test_marks_above_and_below_are_no_letters() -> None:
    assert letters_of("น้ำชำ") == letters_of("นาชา")
    assert letters_of("ใหม่ ๑.") == letters_of("ไหม")
    assert len(set(LETTERS)) == len(LETTERS) == BLANK


def test_the_name_that_stands_there_fits_best() -> None:
    names = ("ทุ่งทอง", "ทุ่งหลวง", "วังหิน", "ทอง")
    for name in names:
        assert best(seen(name), *names) == name


def test_labels_and_words_beside_a_name_do_not_hide_it() -> None:
    assert best(seen("บาลวังหินอำ"), "วังหิน", "วังทอง", "สวนส้ม") == "วังหิน"


def test_a_letter_read_wrong_costs_less_than_another_name() -> None:
    assert best(seen("วงหน"), "วังหิน", "สวนส้ม", "บางลำดวน") == "วังหิน"


def test_long_strips_do_not_run_out_of_numbers() -> None:
    columns = seen("โดมอเนกประสงค์วิทยาลัยเทคนิคธารคำ" * 4, sure=0.3)
    found = fits(columns, [letters_of("โดมอเนกประสงค์"), letters_of("ศาลากลาง")])
    assert np.isfinite(found).all()
    assert found[0] > found[1]


def test_the_sum_over_all_alignments_is_exact() -> None:
    columns = np.random.default_rng(4).dirichlet(np.ones(CLASSES), 5)
    first, second = letters_of("กข")
    free = columns[:, BLANK] + STRANGE
    whole = sum(
        free[:a].prod()
        * columns[a:b, first].prod()
        * columns[b:c, BLANK].prod()
        * columns[c:d, second].prod()
        * free[d:].prod()
        for a, b, c, d in combinations_with_replacement(range(6), 4)
        if a < b <= c < d
    )
    assert fits(columns, [(first, second)])[0] == pytest.approx(np.log(whole))


def test_the_letters_seen_are_told_with_their_chance() -> None:
    letters, chance = best_letters(seen("วังหิน"))
    assert letters == letters_of("วังหิน")
    assert chance == pytest.approx(12 * np.log(0.9))


@pytest.mark.parametrize(
    ("part", "name", "written"),
    [
        ("area", "ตำบลวังหิน", "วังหิน"),
        ("area", "ตำบลวังหิน", "ต.วังหิน"),
        ("area", "เทศบาลเมืองธารคำ", "เมืองธารคำ"),
        ("area", "เทศบาลตำบลวังหิน", "ทต.วังหิน"),
        ("amphoe", "เมืองธารคำ", "เมือง"),
        ("amphoe", "อำเภอทุ่งทอง", "ทุ่งทอง"),
        ("province", "กรุงเทพมหานคร", "กทม."),
        ("place", "โรงเรียนวังหิน", "รร.วังหิน"),
    ],
)
def test_people_write_names_in_more_than_one_way(part: str, name: str, written: str) -> None:
    assert letters_of(written) in ways(part, name)


def test_the_weights_are_those_of_the_card_and_the_description() -> None:
    sha256 = hashlib.sha256(WEIGHTS.joinpath(MODEL_FILE).read_bytes()).hexdigest()
    assert sha256 in WEIGHTS.joinpath("PLACE_NAMES_CARD.md").read_text("utf-8")
    assert json.loads(WEIGHTS.joinpath(DESCRIPTION_FILE).read_text("utf-8"))["sha256"] == sha256

import numpy as np
import pytest

from ocr.digits.alphabet import BLANK, Script, class_of
from ocr.digits.view import HEIGHT, MAX_WIDTH
from ocr.train.batches import together
from ocr.train.marks import MARKS, Mark, with_struck_figure
from ocr.train.samples import Source, sample, written
from ocr.train.strings import CANVAS_HEIGHT, Figure, by_hand, compose, random_digits
from tests.unit.train.banks import drawn_source


@pytest.fixture(scope="module")
def source() -> Source:
    return drawn_source()


def ink_outside(figure: Figure) -> int:
    x0, y0, x1, y1 = figure.box
    rest = figure.ink.copy()
    rest[max(0, y0 - 3) : y1 + 3, max(0, x0 - 3) : x1 + 3] = 0
    return int((rest > 128).sum())


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("seed", range(6))
def test_the_box_of_a_figure_holds_all_its_ink(source: Source, script: Script, seed: int) -> None:
    rng = np.random.default_rng(seed)
    digits = random_digits(rng)
    for figure in (compose(source.banks[script], digits, rng), by_hand(digits, script, rng)):
        assert figure.digits == digits
        assert figure.ink.shape[0] == CANVAS_HEIGHT
        assert ink_outside(figure) == 0
        assert (figure.ink > 128).any()


@pytest.mark.parametrize("mark", [mark for _, mark in MARKS], ids=lambda m: m.__name__)
def test_each_mark_adds_ink_and_keeps_the_digits(source: Source, mark: Mark) -> None:
    rng = np.random.default_rng(4)
    figure = compose(source.banks[Script.ARABIC], (4, 0, 7), rng)
    before = figure.ink.copy()
    drawn = figure.ink.copy()
    for _ in range(8):
        mark(drawn, figure, rng)
    assert (drawn != before).any()
    assert np.array_equal(figure.ink, before)


def test_of_a_struck_out_figure_only_the_new_digits_count(source: Source) -> None:
    rng = np.random.default_rng(5)
    new = compose(source.banks[Script.ARABIC], (5,), rng)
    old = compose(source.banks[Script.ARABIC], (3, 8), rng)
    both = with_struck_figure(new, old, rng)
    assert both.digits == (5,)
    assert both.box[2] - both.box[0] > new.box[2] - new.box[0]


def test_the_same_seed_gives_the_same_strips(source: Source) -> None:
    one, two = (written(source, Script.THAI, np.random.default_rng(9)) for _ in range(2))
    assert one.digits == two.digits
    assert np.array_equal(one.strip, two.strip)


def test_samples_are_views_with_classes_of_one_script(source: Source) -> None:
    rng = np.random.default_rng(11)
    arabic = {class_of(d, Script.ARABIC) for d in range(10)}
    thai = {class_of(d, Script.THAI) for d in range(10)}
    for _ in range(40):
        one = sample(source, rng)
        assert one.view.shape[0] == HEIGHT
        assert one.view.shape[1] <= MAX_WIDTH
        assert set(one.classes) <= arabic or set(one.classes) <= thai
        assert BLANK not in one.classes


def test_a_batch_has_room_for_its_widest_view(source: Source) -> None:
    rng = np.random.default_rng(12)
    samples = [sample(source, rng) for _ in range(9)]
    batch = together(samples, rng)
    assert batch.views.shape[:3] == (9, 1, HEIGHT)
    assert batch.views.shape[3] >= max(s.view.shape[1] for s in samples)
    assert batch.classes.size == batch.lengths.sum()
    assert 0.5 < batch.views.max() <= 1.06

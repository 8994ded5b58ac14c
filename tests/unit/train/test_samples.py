import numpy as np
import pytest

from ocr.digits.alphabet import BLANK, STRUCK, Script, class_of
from ocr.digits.view import HEIGHT, MAX_WIDTH
from ocr.train.batches import together
from ocr.train.drawn_digits import drawn_bank
from ocr.train.glyphs import GlyphBank
from ocr.train.marks import MARKS, Mark
from ocr.train.samples import Source, sample, written
from ocr.train.strings import CANVAS_HEIGHT, Figure, compose, random_digits
from ocr.train.struck import struck, with_struck
from ocr.train.wear import worn_strip
from tests.unit.train.banks import small_source


@pytest.fixture(scope="module")
def source() -> Source:
    return small_source()


def banks_of(source: Source, script: Script) -> list[GlyphBank]:
    return [source.banks[script], *([source.drawn[script]] if source.drawn else [])]


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
    for figure in (compose(bank, digits, rng) for bank in banks_of(source, script)):
        assert figure.digits == digits
        assert figure.ink.shape[0] == CANVAS_HEIGHT
        assert ink_outside(figure) == 0
        assert (figure.ink > 128).any()


def test_every_hand_writes_every_digit_and_the_same_seed_the_same_ones() -> None:
    one, two = (drawn_bank(Script.ARABIC, 2) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.glyphs, two.glyphs, strict=True))
    assert all(len(set(places)) == 2 for hand in one.by_writer for places in hand)


def test_numbers_repeat_their_digits_oftener_than_by_chance() -> None:
    rng = np.random.default_rng(7)
    pairs = [digits for _ in range(2000) if len(digits := random_digits(rng)) == 2]
    assert sum(a == b for a, b in pairs) > 0.15 * len(pairs)


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


@pytest.mark.parametrize("seed", range(8))
def test_of_a_struck_out_figure_only_the_new_digits_count(source: Source, seed: int) -> None:
    rng = np.random.default_rng(seed)
    new = compose(source.banks[Script.ARABIC], (5,), rng)
    old = compose(source.banks[Script.ARABIC], (3, 8), rng)
    assert (struck(old, rng) > 128).sum() > (old.ink > 128).sum()
    both = with_struck(new, old, rng)
    assert both.digits == (5,)
    assert both.box[2] - both.box[0] > new.box[2] - new.box[0]


def test_struck_out_figures_have_a_class_of_their_own(source: Source) -> None:
    rng = np.random.default_rng(3)
    strips = [written(source, Script.ARABIC, rng) for _ in range(200)]
    gone = [one for one in strips if one.struck]
    assert 0 < len(gone) < 40
    assert all(one.classes[0] == STRUCK for one in gone)
    assert all(STRUCK not in one.classes for one in strips if not one.struck)


def test_loose_dots_are_cleaned_away_and_slashes_stay(source: Source) -> None:
    rng = np.random.default_rng(8)
    figure = compose(source.banks[Script.ARABIC], (0,), rng)
    _, y0, x1, y1 = figure.box
    low, tall = np.zeros_like(figure.ink), np.zeros_like(figure.ink)
    low[y1 - 3 : y1, x1 + 20 : x1 + 23] = 255
    tall[y0:y1, x1 + 20 : x1 + 23] = 255
    widths = [
        np.mean([w.shape[1] / w.shape[0] for w in (worn_strip(figure, m, rng) for _ in range(40))])
        for m in (low, tall)
    ]
    assert widths[1] > widths[0] + 0.2


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
        assert set(one.classes) <= arabic | {STRUCK} or set(one.classes) <= thai | {STRUCK}
        assert BLANK not in one.classes


def test_a_batch_has_room_for_its_widest_view(source: Source) -> None:
    rng = np.random.default_rng(12)
    samples = [sample(source, rng) for _ in range(9)]
    batch = together(samples, rng)
    assert batch.views.shape[:3] == (9, 1, HEIGHT)
    assert batch.views.shape[3] >= max(s.view.shape[1] for s in samples)
    assert batch.classes.size == batch.lengths.sum()
    assert 0.5 < batch.views.max() <= 1.06

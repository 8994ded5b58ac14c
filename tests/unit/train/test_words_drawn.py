import numpy as np
import pytest

from ocr.train.words_text import random_count, random_phrase
from ocr.train.words_wear import WordSource
from ocr.words.tokens import CLASSES, WORDS
from ocr.words.view import HEIGHT, MAX_WIDTH


def test_strips_are_the_same_for_the_same_seed_and_differ_otherwise() -> None:
    def drawn(seed: int) -> list[bytes]:
        source, rng = WordSource(), np.random.default_rng(seed)
        return [source.sample(rng).ink.tobytes() for _ in range(5)]

    assert drawn(4) == drawn(4)
    assert drawn(4) != drawn(5)


def test_strips_have_the_height_and_words_that_the_network_takes() -> None:
    source, rng = WordSource(), np.random.default_rng(1)
    for _ in range(20):
        one = source.sample(rng)
        assert one.ink.shape[0] == HEIGHT
        assert 8 <= one.ink.shape[1] <= MAX_WIDTH
        assert all(0 <= token < CLASSES - 1 for token in one.tokens)


def test_every_word_is_written_sooner_or_later() -> None:
    rng = np.random.default_rng(2)
    seen = {token for _ in range(800) for token in random_phrase(rng).tokens}
    assert seen == set(range(len(WORDS)))


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_counts_of_every_length_are_drawn(digits: int) -> None:
    rng = np.random.default_rng(3)
    lengths = [len(str(random_count(rng))) for _ in range(300)]
    assert lengths.count(digits) > 50

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.words.chances import NOTHING, best_words, chances_of, columns_of
from ocr.words.tokens import CLASSES

SEEN = (1, 12, NOTHING)


def collapsed(path: tuple[int, ...]) -> tuple[int, ...]:
    """Return the words that a path of classes spells: repeats merged, then blanks dropped."""
    kept = [c for i, c in enumerate(path) if i == 0 or path[i - 1] != c]
    return tuple(c for c in kept if c != NOTHING)


def brute(columns: np.ndarray) -> dict[tuple[int, ...], float]:
    out: dict[tuple[int, ...], float] = {}
    for path in product(SEEN, repeat=len(columns)):
        chance = float(np.prod([columns[t, c] for t, c in enumerate(path)]))
        out[collapsed(path)] = out.get(collapsed(path), 0.0) + chance
    return out


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_chances_equal_the_sum_over_all_alignments(seed: int, length: int) -> None:
    columns = np.zeros((length, NOTHING + 1))
    columns[:, list(SEEN)] = np.random.default_rng(seed).dirichlet(np.full(3, 0.6), length)
    wanted = brute(columns)
    asked = [(), (1,), (12,), (1, 12), (12, 12), (1, 1, 12), (12, 1, 12, 1)]
    found = chances_of(columns[None], [0] * len(asked), asked)
    assert found == pytest.approx([wanted.get(words, 0.0) for words in asked], rel=1e-9)


def test_words_that_follow_a_number_count_as_nothing() -> None:
    scores = np.full((CLASSES, 3), -20, np.float32)
    scores[[7, 16, 19], [0, 1, 2]] = 20
    columns = columns_of([scores], temperature=1.0)
    assert best_words(columns[0]) == (7,)
    assert chances_of(columns, [0], [(7,)])[0] == pytest.approx(1.0, abs=1e-6)


def test_the_same_word_twice_needs_a_gap() -> None:
    columns = np.zeros((2, NOTHING + 1))
    columns[:, 12] = 1.0
    assert best_words(columns) == (12,)
    assert chances_of(columns[None], [0, 0], [(12, 12), (12,)]) == pytest.approx([0.0, 1.0])


def test_a_higher_temperature_is_less_sure() -> None:
    scores = np.zeros((CLASSES, 4), np.float32)
    scores[3] = 5
    sharp, soft = (chances_of(columns_of([scores], t), [0], [(3,)])[0] for t in (1.0, 3.0))
    assert 0 < soft < sharp < 1


def test_strips_of_different_length_are_asked_together() -> None:
    rng = np.random.default_rng(3)
    strips = [rng.normal(0, 2, (CLASSES, length)).astype(np.float32) for length in (3, 6, 4)]
    asked = [(1, 12), (), (5,), (3, 13)]
    places = [0, 1, 2, 2]
    alone = [
        chances_of(columns_of([strips[i]], 1.0), [0], [a])[0]
        for i, a in zip(places, asked, strict=True)
    ]
    found = chances_of(columns_of(strips, 1.0), places, asked)
    assert found == pytest.approx(alone, rel=1e-12)

import hashlib
import json
import re
from importlib.resources import files

import numpy as np
import pytest

from models.values.reading import CellScan, Ink
from ocr.hand import Writer
from ocr.words.cells import heard
from ocr.words.network import DESCRIPTION_FILE, MODEL_FILE
from ocr.words.reader import read_words
from ocr.words.view import HEIGHT, trimmed

WEIGHTS = files("ocr").joinpath("weights")
MOST_BYTES = 2_000_000


def strip_of(value: int, seed: int = 5) -> np.ndarray:
    """Return the trimmed ink of a count in words, as it stands above its line."""
    ink = Writer(seed).words(value).alpha(20)[-34:]
    strip = np.zeros((HEIGHT, ink.shape[1] + 20), np.uint8)
    strip[40 - ink.shape[0] : 40, 10 : 10 + ink.shape[1]] = ink
    part = trimmed(strip)
    assert part is not None
    return part


def test_the_weights_are_small_and_those_of_their_card() -> None:
    model = WEIGHTS.joinpath(MODEL_FILE).read_bytes()
    assert len(model) <= MOST_BYTES
    found = hashlib.sha256(model).hexdigest()
    assert json.loads(WEIGHTS.joinpath(DESCRIPTION_FILE).read_text("utf-8"))["sha256"] == found
    card = WEIGHTS.joinpath("WORDS_CARD.md").read_text("utf-8")
    assert re.findall(r"`([0-9a-f]{64})`", card) == [found]


def test_words_prefer_what_was_written() -> None:
    values = [0, 1, 2, 3, 5, 6, 8, 15, 21, 36, 58, 65, 104, 249, 308, 672]
    asked = [[v, v + 1, 10 * v + 4, v // 10] for v in values]
    read = read_words([strip_of(v) for v in values], asked)
    best = [r.candidates[0][0] if r.candidates else None for r in read]
    assert sum(b == v for b, v in zip(best, values, strict=True)) >= 13


def test_words_that_were_not_asked_for_are_proposed() -> None:
    (read,) = read_words([strip_of(36)], [[7]])
    assert read.candidates[0][0] == 36


@pytest.mark.parametrize("nothing", [None, np.zeros((HEIGHT, 60), np.uint8)])
def test_an_empty_strip_is_no_witness(nothing: np.ndarray | None) -> None:
    (read,) = read_words([nothing], [[4, 7]])
    assert read.candidates == ()


def test_probabilities_stay_below_one_together() -> None:
    for read in read_words([strip_of(v) for v in (4, 44, 444)], [[4, 44, 404, 444]] * 3):
        assert 0 < sum(p for _, p in read.candidates) <= 1 + 1e-9


def test_only_cells_with_digits_are_heard() -> None:
    box = (0, 0, 9, 9)
    cells = [
        CellScan("row:1", Ink.DIGITS, ((21, 0.8), (27, 0.1)), box),
        CellScan("row:2", Ink.BLANK, (), box),
        CellScan("row:3", Ink.DIGITS, ((3, 0.9),), box),
    ]
    first, blank, missing = heard(cells, {"row:1": strip_of(21), "row:2": strip_of(4)})
    assert first.words[0][0] == 21
    assert blank.words == missing.words == ()
    assert heard([], {}) == ()

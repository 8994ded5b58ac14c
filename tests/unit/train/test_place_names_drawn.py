import numpy as np

from ocr.place_names.letters import BLANK, LETTERS, letters_of
from ocr.train.place_names_text import Names
from ocr.train.place_names_wear import PlaceSource
from ocr.words.view import HEIGHT, MAX_WIDTH


def test_strips_are_the_same_for_the_same_seed_and_differ_otherwise() -> None:
    def drawn(seed: int) -> list[bytes]:
        source, rng = PlaceSource(), np.random.default_rng(seed)
        return [source.sample(rng).ink.tobytes() for _ in range(3)]

    assert drawn(4) == drawn(4)
    assert drawn(4) != drawn(5)


def test_strips_have_the_height_and_letters_that_the_network_takes() -> None:
    source, rng = PlaceSource(Names(("วังหิน", "ทุ่งทอง"))), np.random.default_rng(1)
    for _ in range(10):
        one = source.sample(rng)
        assert one.ink.shape[0] == HEIGHT
        assert 8 <= one.ink.shape[1] <= MAX_WIDTH
        assert one.tokens
        assert all(0 <= token < BLANK for token in one.tokens)


def test_known_names_and_invented_ones_are_written() -> None:
    rng = np.random.default_rng(2)
    known = letters_of("วังหิน")
    drawn = [Names(("วังหิน",)).phrase(rng).tokens for _ in range(60)]
    assert any(set(known) <= set(tokens) for tokens in drawn)
    assert len(set(drawn)) > 20


def test_every_letter_that_names_use_often_is_written() -> None:
    rng = np.random.default_rng(3)
    seen = {t for _ in range(800) for t in Names().phrase(rng).tokens}
    assert seen >= {LETTERS.index(c) for c in "กขคงจชดตถทนบปผพมยรลวสหอาเแโไะ"}

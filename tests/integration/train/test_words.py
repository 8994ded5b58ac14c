"""Training the reader of words for two batches of strips drawn by our own strokes."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is installed by `make train` only")
pytest.importorskip("onnx", reason="onnx is installed by `make train` only")

from ocr.train.words import main
from ocr.train.words_card import CARD_FILE
from ocr.words.network import load_network
from ocr.words.view import HEIGHT


def test_two_batches_give_weights_that_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.words_batches.FRESH", 64)
    arguments = ["--out", str(tmp_path), "--fonts", "--steps", "2", "--fresh", "6"]
    assert main(arguments) == 0
    network = load_network(tmp_path)
    (scores,) = network.scores([np.zeros((HEIGHT, 90), np.uint8)])
    assert scores.shape == (20, 24)
    assert network.temperature >= 1.5
    assert (tmp_path / CARD_FILE).is_file()

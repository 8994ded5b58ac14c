"""Training the reader of place names for two batches of strips drawn by our own strokes."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is installed by `make train` only")
pytest.importorskip("onnx", reason="onnx is installed by `make train` only")

from ocr.place_names.letters import CLASSES
from ocr.place_names.network import load_network
from ocr.train.place_names import main
from ocr.train.place_names_card import CARD_FILE, TEMPERATURE
from ocr.words.view import HEIGHT


def test_two_batches_give_weights_that_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.words_batches.FRESH", 48)
    arguments = ["--out", str(tmp_path), "--fonts", "--steps", "2", "--fresh", "6"]
    assert main(arguments) == 0
    network = load_network(tmp_path)
    (scores,) = network.scores([np.zeros((HEIGHT, 90), np.uint8)])
    assert scores.shape == (CLASSES, 48)
    assert network.temperature == TEMPERATURE
    assert (tmp_path / CARD_FILE).is_file()

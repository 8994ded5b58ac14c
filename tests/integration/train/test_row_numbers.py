"""Training the reader of printed row numbers for two batches of drawn numbers."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is installed by `make train` only")
pytest.importorskip("onnx", reason="onnx is installed by `make train` only")

from ocr.row_numbers.network import load_network
from ocr.row_numbers.view import HEIGHT
from ocr.train.row_numbers import main
from ocr.train.row_numbers_card import CARD_FILE


def test_two_batches_give_weights_that_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.row_numbers_net.FRESH", 256)
    assert main(["--out", str(tmp_path), "--steps", "2", "--fresh", "8"]) == 0
    chances = load_network(tmp_path).chances([np.zeros((HEIGHT, 30), np.uint8)])
    assert chances.shape == (1, 100)
    assert chances.sum() == pytest.approx(1)
    assert (tmp_path / CARD_FILE).is_file()

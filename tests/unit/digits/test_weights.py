import hashlib
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from ocr.digits.alphabet import CLASSES
from ocr.digits.network import (
    DESCRIPTION_FILE,
    MODEL_FILE,
    SECOND,
    load_network,
    shipped_network,
)
from ocr.errors import WeightsError

WEIGHTS = files("ocr").joinpath("weights")


def test_the_weights_are_those_of_the_card_and_the_description() -> None:
    model = WEIGHTS.joinpath(MODEL_FILE).read_bytes()
    sha256 = hashlib.sha256(model).hexdigest()
    assert sha256 in WEIGHTS.joinpath("MODEL_CARD.md").read_text("utf-8")
    assert json.loads(WEIGHTS.joinpath(DESCRIPTION_FILE).read_text("utf-8"))["sha256"] == sha256
    assert len(model) <= 5_000_000


def test_the_network_runs_on_one_thread() -> None:
    options = shipped_network().network.session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)


def test_the_second_network_reads_every_other_look_and_is_on_the_card() -> None:
    network = shipped_network()
    assert network.second is not None
    view = (np.eye(32, 48) * 255).astype(np.uint8)
    alone = network.network.scores([view])[0]
    first, second = network.scores([view, view], 2)
    assert first.shape == second.shape == (CLASSES, 12)
    assert np.array_equal(first, alone)
    assert not np.allclose(second, alone)
    sha256 = hashlib.sha256(WEIGHTS.joinpath(f"{SECOND}.onnx").read_bytes()).hexdigest()
    assert sha256[:16] in WEIGHTS.joinpath("MODEL_CARD.md").read_text("utf-8")


def test_one_network_alone_reads_every_look(tmp_path: Path) -> None:
    for name in (MODEL_FILE, DESCRIPTION_FILE):
        (tmp_path / name).write_bytes(WEIGHTS.joinpath(name).read_bytes())
    first, second = load_network(tmp_path).scores([np.zeros((32, 48), np.uint8)] * 2, 2)
    assert np.array_equal(first, second)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"other")
    (tmp_path / DESCRIPTION_FILE).write_text('{"sha256": "0", "temperature": {}}')
    with pytest.raises(WeightsError, match="not those"):
        load_network(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=MODEL_FILE):
        load_network(tmp_path)

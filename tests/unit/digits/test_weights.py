import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

from ocr.digits.network import DESCRIPTION_FILE, MODEL_FILE, load_network, shipped_network
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


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes(b"other")
    (tmp_path / DESCRIPTION_FILE).write_text('{"sha256": "0", "temperature": {}}')
    with pytest.raises(WeightsError, match="not those"):
        load_network(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=MODEL_FILE):
        load_network(tmp_path)

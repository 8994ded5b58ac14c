"""A training of a few seconds on digits drawn by our own strokes."""

from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

pytest.importorskip("torch", reason="torch is installed by `make train` only")
pytest.importorskip("onnx", reason="onnx is installed by `make train` only")

import torch

from ocr.digits.network import MODEL_FILE, load_network
from ocr.train.batches import batches
from ocr.train.export import MAX_BYTES, onnx_bytes, write_model
from ocr.train.loop import Plan, Reporter, train
from ocr.train.samples import Source
from ocr.train.small import small_model
from tests.unit.train.banks import small_source


@pytest.fixture(scope="module")
def source() -> Source:
    return small_source()


def test_training_learns_repeats_itself_and_exports(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.batches.POOL", 128)
    losses: list[float] = []
    plan = Plan(steps=9, seed=3, report_every=3)
    nets = [
        train(plan, batches(source, 32, plan.seed), lambda _, loss, __: losses.append(loss))
        for _ in range(2)
    ]
    assert losses[2] < losses[0]
    assert losses[:3] == losses[3:]
    first, second = (onnx_bytes(net) for net in nets)
    assert first == second
    assert len(first) < MAX_BYTES
    sha256 = write_model(first, tmp_path / MODEL_FILE)
    said = f'{{"sha256": "{sha256}", "temperature": {{"arabic": 1, "thai": 1}}}}'
    (tmp_path / "digits.json").write_text(said)
    (scores,) = load_network(tmp_path).scores([np.zeros((32, 40), np.uint8)])
    assert scores.shape == (21, 12)


def test_long_trainings_leave_their_weights_so_far(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.batches.POOL", 16)
    file = tmp_path / "out" / "digits.part"
    net = train(Plan(steps=1), batches(source, 8, 1), Reporter(file))
    Reporter(file)(2000, 0.5, net)
    left = torch.load(file)
    assert all(torch.equal(left[name], value) for name, value in net.state_dict().items())


def test_samples_made_in_a_second_process_are_the_same(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.batches.POOL", 16)
    here, beside = (islice(batches(source, 8, 4, beside=b), 8) for b in (False, True))
    for one, two in zip(here, beside, strict=True):
        assert np.array_equal(one.views, two.views)
        assert np.array_equal(one.classes, two.classes)


def test_the_small_net_sees_what_the_large_one_saw(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.train.batches.POOL", 64)
    net = train(Plan(steps=2), batches(source, 16, 1), lambda *_: None)
    model = onnx_bytes(net)
    small = small_model(model, (b.views for b in islice(batches(source, 16, 2), 3)))
    views = next(batches(source, 16, 3)).views
    first, second = (_scores(m, views) for m in (model, small))
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.98
    assert len(small) < 0.4 * len(model)


def _scores(model: bytes, views: np.ndarray) -> np.ndarray:
    (scores,) = onnxruntime.InferenceSession(model).run(None, {"views": views})
    return np.asarray(scores)

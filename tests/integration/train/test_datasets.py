import hashlib
from pathlib import Path

import numpy as np
import pytest

from ocr.train.datasets import TRAINING_SETS, DataSet, checked_path, load_digits
from ocr.train.errors import DataSetError


def small_set(folder: Path) -> DataSet:

    path = folder / "small.npz"
    images = np.full((4, 28, 28), 255, np.uint8)
    np.savez(
        path,
        images=images,
        labels=np.array([0, 1, 12, 3], np.uint8),
        writer=np.array(["a", "b", "a", "c"]),
        split=np.array(["train", "train", "heldout", "test"]),
    )
    return DataSet(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), "invented", "none")


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match=TRAINING_SETS[0].file):
        checked_path(tmp_path, TRAINING_SETS[0])


def test_a_changed_set_is_refused(tmp_path: Path) -> None:
    known = small_set(tmp_path)
    path = tmp_path / known.file
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(DataSetError, match="sha256"):
        load_digits(tmp_path, known, "train")


def test_splits_share_no_digit(tmp_path: Path) -> None:
    known = small_set(tmp_path)
    train, held_out = (load_digits(tmp_path, known, s) for s in ("train", "held out"))
    assert (train.labels.tolist(), held_out.labels.tolist()) == ([0, 1], [12, 3])
    assert train.writers.tolist() == [0, 1]


def test_sets_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "digits").mkdir()
    known = small_set(tmp_path / "digits")
    assert checked_path(tmp_path, known) == tmp_path / "digits" / known.file

"""The digit sets that training may use, each known by its hash."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.train.errors import DataSetError


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of single digits with its hash, origin and licence."""

    file: str
    sha256: str
    origin: str
    licence: str


TRAINING_SETS: Final = (
    DataSet(
        file="arabic_mnist.npz",
        sha256="9e692f0eba96221874e00d9ad207fe373412ee0f12ed5eba751b67754d455686",
        origin="MNIST (NIST hand-printed digits), writers of the two splits disjoint",
        licence="MIT packaging of public NIST data",
    ),
    DataSet(
        file="thai_kittinan_clean.npz",
        sha256="a2959ab102359695b48b1678ed657e9f2d373506a4888a59b0f13fc352d4311a",
        origin="kittinan/thai-handwriting-number, hand-cleaned copy, split by session",
        licence="MIT",
    ),
)


@dataclass(frozen=True, slots=True)
class DigitImages:
    """Single digits: dark ink on light paper (n, rows, columns), labels 0-9 or 10-19 for Thai."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    writers: NDArray[np.int64]


def checked_path(folder: Path, known: DataSet) -> Path:
    """Return the path of a set in `folder` or in its subfolder `digits`.

    Raises:
        DataSetError: the file is missing or is not the file that the hash names.
    """
    places = (folder / known.file, folder / "digits" / known.file)
    path = next((p for p in places if p.is_file()), None)
    if path is None:
        raise DataSetError(f"{known.file} is not in the data folder")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != known.sha256:
        raise DataSetError(f"{known.file} has sha256 {found}, wanted {known.sha256}")
    return path


def load_digits(folder: Path, known: DataSet, split: str) -> DigitImages:
    """Return the digits of one split ("train", or any other for the digits held out).

    Raises:
        DataSetError: see `checked_path`.
    """
    with np.load(checked_path(folder, known)) as data:
        chosen = (data["split"] == "train") == (split == "train")
        _, writers = np.unique(data["writer"][chosen], return_inverse=True)
        return DigitImages(
            images=data["images"][chosen],
            labels=data["labels"][chosen].astype(np.int64),
            writers=writers.astype(np.int64),
        )

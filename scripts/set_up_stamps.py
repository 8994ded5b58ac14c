"""Stamps remember what a step was done with, so that an unchanged step costs nothing."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *, also: str = "") -> str:
    """Digest the contents of some files together with a word of context."""
    digest = hashlib.sha256(also.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Tell whether the step was already done with exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == value


def put_stamp(stamp: Path, value: str) -> None:
    """Remember that the step is done; called last, so that a broken step is taken again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)

"""Samples made in a second process while the last ones are learned."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import count
from typing import Any, TypeVar

import cv2

Made = TypeVar("Made")


def made(make: Callable[[int], Made], *, beside: bool) -> Iterator[Made]:
    """Yield `make(0)`, `make(1)`, ... without end; with `beside` a second process is one ahead."""
    return _beside(make) if beside else (make(number) for number in count())


def _beside(make: Callable[[int], Made]) -> Iterator[Made]:
    with ProcessPoolExecutor(1, initializer=_keep, initargs=(make,)) as maker:
        coming: Future[Made] = maker.submit(_kept, 0)
        for number in count(1):
            ready, coming = coming, maker.submit(_kept, number)
            yield ready.result()


_makers: list[Callable[[int], Any]] = []
"""In the second process: what makes the samples, so that the digits are sent there only once."""


def _keep(make: Callable[[int], Any]) -> None:
    cv2.setNumThreads(1)
    _makers.append(make)


def _kept(number: int) -> Any:  # noqa: ANN401 - whatever the maker makes
    return _makers[0](number)

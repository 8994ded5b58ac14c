"""Where the processor's time of a page goes, step by step."""

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final, ParamSpec, TypeVar

from ocr.scan import scan_page

P = ParamSpec("P")
T = TypeVar("T")

STEPS: Final = {
    "decode": "ocr.look.decode",
    "find the page and its table": "ocr.look.find_page",
    "quality": "ocr.look.judge",
    "which sides are cut off": "ocr.look.sides_cut",
    "read printed row numbers": "ocr.page.rows.printed_numbers",
    "cut and clean the cells": "ocr.scan._spots",
    "numbers of the head": "ocr.scan._header",
    "read digits": "ocr.scan.read_strips",
    "cut and clean the words": "ocr.scan.page_words",
    "read words": "ocr.scan.heard",
    "signatures and reason lines": "ocr.scan.signed_of",
    "name the form": "ocr.scan._code",
    "public image": "ocr.scan.public_page",
}
"""What a step is called here, and by which name its caller calls it.

A step within a step (the printed numbers of the rows) counts for itself alone.
"""

REST: Final = "all else"


def measure(pages: Sequence[bytes]) -> dict[str, float]:
    """Return the mean process CPU in ms that each step of a page took; `all else` is the rest.

    Raises:
        AttributeError: the reader has no such step (any more).
    """
    scan_page(pages[0])
    clock = _Clock()
    with _timed(clock):
        start = time.process_time()
        for data in pages:
            scan_page(data)
        whole = (time.process_time() - start) * 1000
    rest = whole - sum(clock.spent.values())
    return {step: ms / len(pages) for step, ms in (clock.spent | {REST: rest}).items()}


class _Clock:
    """The CPU of each step in ms, without the steps within it."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STEPS, 0.0)
        self._inner = [0.0]

    @contextmanager
    def running(self, step: str) -> Iterator[None]:
        """Count for a step while the block runs."""
        self._inner.append(0.0)
        start = time.process_time()
        try:
            yield
        finally:
            whole = (time.process_time() - start) * 1000
            self.spent[step] += whole - self._inner.pop()
            self._inner[-1] += whole


@contextmanager
def _timed(clock: _Clock) -> Iterator[None]:
    """Count the time of every step while the block runs."""
    with ExitStack() as stack:
        for step, place in STEPS.items():
            path, name = place.rsplit(".", 1)
            module = importlib.import_module(path)
            plain = getattr(module, name)
            stack.callback(setattr, module, name, plain)
            setattr(module, name, _counting(plain, step, clock))
        yield


def _counting(function: Callable[P, T], step: str, clock: _Clock) -> Callable[P, T]:
    def counted(*args: P.args, **named: P.kwargs) -> T:
        with clock.running(step):
            return function(*args, **named)

    return counted

"""Where the processor's time of a page goes, step by step."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

import ocr.scan as line

P = ParamSpec("P")
T = TypeVar("T")

STEPS: Final = {
    "decode": "decode",
    "find the page and its table": "find_page",
    "public image": "public_page",
    "cut and clean the cells": "_spots",
    "quality": "judge",
    "numbers of the head": "_header",
    "read digits": "read_strips",
    "cut and clean the words": "page_words",
    "read words": "heard",
    "signatures and reason lines": "signed_of",
    "name the form": "_code",
}
"""What a step is called here, and by which name `ocr.scan` calls it."""


def measure(pages: Sequence[bytes]) -> dict[str, float]:
    """Return the mean process CPU in ms that each step of a page took; `all else` is the rest."""
    line.scan_page(pages[0])
    spent = dict.fromkeys(STEPS, 0.0)
    with _timed(spent):
        start = time.process_time()
        for data in pages:
            line.scan_page(data)
        whole = (time.process_time() - start) * 1000
    rest = whole - sum(spent.values())
    return {step: ms / max(1, len(pages)) for step, ms in (spent | {"all else": rest}).items()}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Count the time of every step while the block runs."""
    plain = {name: getattr(line, name) for name in STEPS.values() if hasattr(line, name)}
    for step, name in STEPS.items():
        if name in plain:
            setattr(line, name, _counting(plain[name], step, spent))
    try:
        yield
    finally:
        for name, function in plain.items():
            setattr(line, name, function)


def _counting(function: Callable[P, T], step: str, spent: dict[str, float]) -> Callable[P, T]:
    def counted(*args: P.args, **named: P.kwargs) -> T:
        start = time.process_time()
        try:
            return function(*args, **named)
        finally:
            spent[step] += (time.process_time() - start) * 1000

    return counted

"""One night from its first photo to the reckoning."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.faults.killer import Killer
from app.faults.ledger import Ledger
from app.faults.night import Night
from app.faults.people import Committees, Reviewer, Truth, shuffled
from app.faults.reader import Reader
from app.faults.reckoning import is_printed, is_quiet, reckon
from app.opening import Ground, open_ground
from app.rehearse.night import choose_papers
from app.rehearse.papers import Paper
from app.rehearse.senders import WebSender

_SETTLE_S: Final = 300
_LOOK_S: Final = 0.5
_DECIDERS: Final = ("reviewer", "supervisor")


@dataclass(frozen=True, slots=True)
class Wish:
    """What night is wanted."""

    folder: Path
    kills: int
    units: int
    seed: int
    sending_s: float = 60
    """So long committees go on after the last kill: what begins later would prove nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was promised, and what there is at the end."""

    ledger: Ledger
    counted: Mapping[str, int]
    truth: Truth
    """What stands on the papers that were sent."""
    seconds: float


def play(wish: Wish, told: Callable[[], None]) -> Outcome:
    """Play a night with so many kills; `told` hears of each.

    Raises:
        NotReady: the demo did not open its doors, at first or after everything was killed.
    """
    begun = time.monotonic()
    chance = random.Random(wish.seed)  # noqa: S311 - repeatable
    ledger = Ledger()
    night = Night.start(wish.folder, procs=1)
    ground = open_ground(night.settings)
    try:
        with ground.database.reading() as session:
            papers = shuffled(choose_papers(session, wish.units, wish.seed), chance)
        truth: Truth = {(p.unit_id, p.ballot): p.filling.counts for p in papers}
        with _people(night, ground, ledger, papers, truth) as end_sending:
            killer = Killer(night, ledger, chance, told)
            killer.run(wish.kills, threading.Event())
            end_sending(wish.sending_s)
            _settle(night, ledger)
        _await_print(night, ledger)
        counted = reckon(ledger, night.record, night.public, truth)
    finally:
        ground.close()
        night.end()
    return Outcome(ledger, counted, truth, time.monotonic() - begun)


@contextmanager
def _people(
    night: Night, ground: Ground, ledger: Ledger, papers: list[Paper], truth: Truth
) -> Iterator[Callable[[float], None]]:
    """Let committees, reviewers and a reader of the board do their part.

    Gives what ends the sending after so many seconds.
    """
    over, is_enough = threading.Event(), threading.Event()
    said = night.sign_ins()
    sender = WebSender(ground, night.settings.base_url)
    committees = Committees(sender, ledger, over, is_enough)
    reader = Reader(night.public, ledger, over)
    works: list[Callable[[], None]] = [reader.run]
    for person in said["people"]:
        if person["role"] in _DECIDERS:
            name, password = person["username"], said["password"]
            works.append(Reviewer(ground, ledger, over, name, password, truth).run)
    sending = threading.Thread(target=committees.run, args=(papers,), daemon=True)
    threads = [sending, *(threading.Thread(target=work, daemon=True) for work in works)]
    for thread in threads:
        thread.start()

    def end_sending(seconds: float) -> None:
        sending.join(seconds)
        is_enough.set()
        sending.join(_SETTLE_S)

    try:
        yield end_sending
    finally:
        is_enough.set()
        over.set()
        for thread in threads:
            thread.join(60)
        sender.close()


def _settle(night: Night, ledger: Ledger) -> None:
    """Wait until what was promised has come to an end, then until it is out."""
    _wait_for(lambda: is_quiet(night.record, ledger))
    _wait_for(lambda: is_printed(night.record, night.public))


def _await_print(night: Night, ledger: Ledger) -> None:
    """Wait until the pages have followed the figures, and complain where they do not."""
    if not _wait_for(lambda: is_printed(night.record, night.public)):
        ledger.complain(f"pages did not follow the figures within {_SETTLE_S} s")


def _wait_for(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _SETTLE_S
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_S)
    return True

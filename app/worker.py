"""A worker process: reads photos and sheets one at a time, niced and within a memory limit.

Started by `khanaen worker` as `python -m app.worker`; it imports no chat SDK and no web code.
"""

import logging
import os
import resource
import signal
from collections.abc import Callable
from types import FrameType
from typing import Final

from app.jobs.runner import Runner
from app.opening import Ground, open_ground
from app.pipeline import read_photo, read_sheet
from app.processes import die_with_parent
from app.settings import load_settings
from app.sweep import sweep
from intake.page_readings import MAX_ATTEMPTS
from models.errors import StaleEdit

_log = logging.getLogger(__name__)

_NICENESS: Final = 10
"""The web process answers first."""


def main() -> None:
    """Work until SIGTERM or SIGINT; the job in progress is finished first."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    settings = load_settings()
    die_with_parent()
    os.nice(_NICENESS)
    _limit_memory(settings.worker_memory_mb)
    ground = open_ground(settings)
    runner = Runner(ground.database, lambda: sweep(ground))

    def leave(_signal: int, _frame: FrameType | None) -> None:
        runner.leave()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    runner.run(_persist(ground, read_photo), _persist(ground, read_sheet))
    ground.close()


def _persist(ground: Ground, step: Callable[[Ground, int], None]) -> Callable[[int], None]:
    """Return a job that tries a step again when it fails; the record counts the attempts.

    A photo's step stops by itself once its attempts are used up.
    """

    def job(number: int) -> None:
        for _ in range(MAX_ATTEMPTS + 1):
            try:
                step(ground, number)
            except StaleEdit:
                return
            except Exception:  # noqa: BLE001 - whatever one photo does, the worker goes on
                _log.exception("%s %s failed", step.__name__, number)
            else:
                return

    return job


def _limit_memory(megabytes: int) -> None:
    """Bound what a hostile picture can take; decoding happens in this process."""
    if megabytes:
        limit = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()

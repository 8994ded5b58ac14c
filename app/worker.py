"""A worker process: takes photos and sheets one at a time, niced; a caged child does the reading.

Started by `khanaen worker` as `python -m app.worker`; it imports no chat SDK, no web code and
nothing that decodes a picture.
"""

import os
import signal
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Final

from app.cage.outside import Cage
from app.jobs.queue import LOOK, READ_PHOTO, READ_SHEET
from app.jobs.runner import Runner
from app.logs import start_logging
from app.opening import open_ground
from app.persisting import Step, persisting
from app.pipeline import look_photo, read_photo, read_sheet
from app.processes import die_with_parent
from app.settings import Settings, bare_environment, load_settings
from app.sweep import sweep

_HANG_S: Final = 60.0
"""A caged reader that says nothing for so long, or four times the limit of CPU time, has hung."""

_NICENESS: Final = 10
"""The web process answers first."""


Around = Callable[[str, Step], Step]


def cage_of(settings: Settings) -> Cage:
    """Start a caged reader as the settings bound it; it is the caller's to close."""
    limit_s = settings.read_limit_s
    hang_s = max(_HANG_S, 4 * limit_s)
    bare = bare_environment()
    cage = Cage(settings.worker_memory_mb, limit_s, bare, hang_s, settings.log_format)
    cage.start()
    return cage


def main(around: Around = lambda _name, step: step) -> None:
    """Work until SIGTERM or SIGINT; the job in progress is finished first.

    `around` may put something around each job, by its name: a measurement does.
    """
    settings = load_settings()
    start_logging("worker", settings.log_format)
    die_with_parent()
    os.nice(_NICENESS)
    cage = cage_of(settings)
    ground = open_ground(settings)
    runner = Runner(ground.database, lambda: sweep(ground))

    def leave(_signal: int, _frame: FrameType | None) -> None:
        runner.leave()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    steps = {
        LOOK: partial(look_photo, ground, cage.glance),
        READ_PHOTO: partial(read_photo, ground, cage.watch),
        READ_SHEET: partial(read_sheet, ground),
    }
    runner.run(*(around(n, persisting(n, step, runner.wait)) for n, step in steps.items()))
    cage.close()
    ground.close()


if __name__ == "__main__":
    main()

"""The publisher process: looks every few seconds whether something has to become public.

`python -m app.publisher` publishes figures, `python -m app.publisher pages` draws what follows
them: two processes, so that no page delays a figure. Only the first needs the signing key.
"""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import psutil

from app.logs import start_logging
from app.opening import Ground, open_ground
from app.processes import die_with_parent
from app.settings import Settings, load_settings
from models.errors import LeaseLost
from results.mirror import Mirror
from results.printer import Printer
from results.publish import Press
from results.reach import Reach
from results.signing import SigningKey
from results.target import open_target

_log = logging.getLogger(__name__)

PAGES: Final = "pages"
RECOUNT_EVERY: Final = timedelta(minutes=1)


def main() -> None:
    """Publish until SIGTERM or SIGINT."""
    settings = load_settings()
    start_logging("printer" if sys.argv[1:] == [PAGES] else "publisher", settings.log_format)
    die_with_parent()
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leaving.set())
    signal.signal(signal.SIGINT, lambda *_: leaving.set())
    ground = open_ground(settings)
    work = _printing(ground) if sys.argv[1:] == [PAGES] else _publishing(ground)
    while True:
        do_once(work)
        if leaving.wait(ground.settings.publish_every_s):
            break
    ground.close()


def _publishing(ground: Ground) -> Callable[[datetime], object]:
    return open_press(ground, SigningKey.read(ground.settings.signing_key_file)).publish_figures


def _printing(ground: Ground) -> Callable[[datetime], object]:
    target = open_target(ground.settings.publish_url)
    printer = Printer(ground.database, target, reach_of(ground.settings))
    if not ground.settings.mirror_url:
        return Printing(printer)
    return Printing(printer, Mirror(target, open_target(ground.settings.mirror_url)).follow)


def reach_of(settings: Settings) -> Reach:
    """Return the addresses that published pages name."""
    base = settings.base_url.rstrip("/")
    return Reach(
        board=(settings.board_url or base).rstrip("/"),
        objections=settings.objection_url or f"{base}/object",
    )


class Printing:
    """What the printer does: pages whenever they lag, the full recount now and then."""

    def __init__(self, printer: Printer, copy: Callable[[], object] = lambda: None) -> None:
        """Take the printer, and what brings a shared drive up to date."""
        self._printer = printer
        self._copy = copy
        self._counted_at = datetime.min.replace(tzinfo=UTC)

    def __call__(self, at: datetime) -> None:
        """Print, and sum the country anew where the last time is long enough ago."""
        self._printer.print_pages(at)
        self._copied()
        if at - self._counted_at >= RECOUNT_EVERY:
            self._counted_at = at
            if differing := self._printer.recount(at):
                _log.error("running totals of %s constituencies differ from a recount", differing)

    def _copied(self) -> None:
        """Bring the shared drive up to date; trouble with it holds nothing else up."""
        try:
            self._copy()
        except Exception:  # noqa: BLE001 - a drive of another house may fail in any way
            _log.exception("the shared drive could not be written")


def open_press(ground: Ground, key: SigningKey) -> Press:
    """Return the publisher of an installation."""
    target = open_target(ground.settings.publish_url)
    reach = reach_of(ground.settings)
    return Press(ground.database, ground.store, target, key, reach=reach, is_gone=is_gone)


def do_once(work: Callable[[datetime], object]) -> None:
    """Do what is due; trouble waits for the next look."""
    try:
        work(datetime.now(UTC))
    except LeaseLost as other:
        _log.warning("not publishing: %s", other)
    except Exception:  # noqa: BLE001 - the public keeps the last snapshot until this works again
        _log.exception("publishing failed")


def publish_once(ground: Ground, key: SigningKey) -> None:
    """Publish figures and pages one after the other."""
    do_once(open_press(ground, key).publish)


def is_gone(holder: str) -> bool:
    """Tell whether a publisher of this machine is dead; of another one nothing is known."""
    host, pid, _ = holder.split(" ")
    return host == socket.gethostname() and not psutil.pid_exists(int(pid))


if __name__ == "__main__":
    main()

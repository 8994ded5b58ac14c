"""The publisher process: looks every few seconds whether something has to become public."""

import logging
import signal
import threading
from datetime import UTC, datetime

from app.opening import Ground, open_ground
from app.processes import die_with_parent
from app.settings import load_settings
from results.publish import publish
from results.signing import SigningKey

_log = logging.getLogger(__name__)


def main() -> None:
    """Publish until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    die_with_parent()
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leaving.set())
    signal.signal(signal.SIGINT, lambda *_: leaving.set())
    settings = load_settings()
    ground = open_ground(settings)
    key = SigningKey.read(settings.signing_key_file)
    while True:
        publish_once(ground, key)
        if leaving.wait(settings.publish_every_s):
            break
    ground.close()


def publish_once(ground: Ground, key: SigningKey) -> None:
    """Release what is due and publish what changed; trouble waits for the next look."""
    try:
        publish(ground.database, ground.store, ground.settings.publish_url, key, datetime.now(UTC))
    except Exception:  # noqa: BLE001 - the public keeps the last snapshot until this works again
        _log.exception("publishing failed")


if __name__ == "__main__":
    main()

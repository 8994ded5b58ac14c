"""The chat process: works on what LINE and Telegram delivered, and sends what is to be said."""

import logging
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from app.logs import start_logging
from app.opening import Ground, open_ground
from app.processes import die_with_parent
from app.settings import load_settings
from bot.chat.house import ChatHouse
from bot.chat.keeper import Keeper
from bot.opening import addresses_of, open_accounts
from models.database import Database
from models.store import leases
from results.questions import Reader
from results.target import open_target

_log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 0.1
_ASK_EVERY_S: Final = 1.0
_RENEW_EVERY_S: Final = 3.0
_LASTING: Final = timedelta(seconds=15)
_LEASE: Final = "chat"


def main() -> None:
    """Keep chats going until SIGTERM or SIGINT; what was begun is finished first."""
    settings = load_settings()
    start_logging("chat", settings.log_format)
    die_with_parent()
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leaving.set())
    signal.signal(signal.SIGINT, lambda *_: leaving.set())
    ground = open_ground(settings)
    tenure = Tenure(ground.database)
    while not tenure.keep():
        # Another process keeps the chats: the order within each is one process's to keep.
        if leaving.wait(_ASK_EVERY_S):
            break
    if not leaving.is_set():
        _keep_chats(ground, tenure, leaving)
    tenure.end()
    ground.close()


def _keep_chats(ground: Ground, tenure: "Tenure", leaving: threading.Event) -> None:
    house = chat_house(ground)
    keeper = Keeper(house)
    while tenure.keep() and not leaving.wait(_LOOK_EVERY_S):
        look_once(keeper)
    keeper.leave()
    for account in house.accounts.values():
        account.close()


class Tenure:
    """This process's right to keep the chats, renewed now and then; lost, it has to leave."""

    def __init__(self, database: Database) -> None:
        """Take the record."""
        self._database, self._holder = database, uuid4().hex
        self._renew_s, self._is_held = 0.0, False

    def keep(self) -> bool:
        """Take or renew the lease where that is due; tell whether it is ours."""
        if time.monotonic() >= self._renew_s:
            self._renew_s = time.monotonic() + _RENEW_EVERY_S
            with self._database.writing() as session:
                at = datetime.now(UTC)
                self._is_held = leases.hold(session, _LEASE, self._holder, at, _LASTING)
        return self._is_held

    def end(self) -> None:
        """Give the lease back."""
        with self._database.writing() as session:
            leases.let_go(session, _LEASE, self._holder)


def chat_house(ground: Ground) -> ChatHouse:
    """Return what chats stand on, with the accounts that there are tokens for."""
    return ChatHouse(
        database=ground.database,
        door=ground.door,
        queue=ground.queue,
        secret=ground.settings.secret_key.get_secret_value().encode(),
        board_url=ground.settings.base_url,
        snapshots=Reader(open_target(ground.settings.publish_url)),
        accounts=open_accounts(ground.settings),
        addresses=addresses_of(ground.settings),
        now=lambda: datetime.now(UTC),
        quota_reserve=ground.settings.line_quota_reserve,
    )


def look_once(keeper: Keeper) -> None:
    """Begin what is due; trouble with the record waits for the next look."""
    try:
        keeper.look()
    except Exception:  # noqa: BLE001 - chats go on when the record answers again
        _log.exception("looking for chats failed")


if __name__ == "__main__":
    main()

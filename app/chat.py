"""The chat process: works on what LINE and Telegram delivered, and sends what is to be said."""

import logging
import signal
import threading
from datetime import UTC, datetime
from typing import Final

from app.opening import Ground, open_ground
from app.processes import die_with_parent
from app.settings import load_settings
from bot.chat.house import ChatHouse
from bot.chat.keeper import Keeper
from bot.opening import open_accounts
from results.questions import Reader
from results.target import open_target

_log = logging.getLogger(__name__)

_LOOK_EVERY_S: Final = 0.1


def main() -> None:
    """Keep chats going until SIGTERM or SIGINT; what was begun is finished first."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    die_with_parent()
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: leaving.set())
    signal.signal(signal.SIGINT, lambda *_: leaving.set())
    ground = open_ground(load_settings())
    house = chat_house(ground)
    keeper = Keeper(house)
    while not leaving.wait(_LOOK_EVERY_S):
        look_once(keeper)
    keeper.leave()
    for account in house.accounts.values():
        account.close()
    ground.close()


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

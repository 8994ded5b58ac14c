"""Updates fetched instead of delivered: for a newcomer without a public address."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import httpx

from bot.group_commit import GroupCommit
from bot.telegram.routes import event_of
from models.values.chat import Bot

_log = logging.getLogger(__name__)

_WAIT_S: Final = 25
_REST_S: Final = 5.0


class Poller:
    """Asks Telegram for updates again and again; each is kept before the next are asked for."""

    def __init__(
        self, api: str, keeper: GroupCommit, now: Callable[[], datetime], bot: Bot = Bot.MAIN
    ) -> None:
        """Take the bot's address (token included), where events are kept, and the clock."""
        self._bot = bot
        self._api, self._keeper, self._now = api, keeper, now
        self._offset = 0
        self._client = httpx.Client(timeout=_WAIT_S + 10, trust_env=False)

    def run(self, leaving: threading.Event) -> None:
        """Fetch until asked to leave; trouble is waited out."""
        while not leaving.is_set():
            try:
                self.fetch(_WAIT_S)
            except (httpx.HTTPError, ValueError) as error:
                # Never the error itself: its address holds the token.
                _log.warning("Telegram was not reached: %s", type(error).__name__)
                leaving.wait(_REST_S)
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def stop_webhook(self) -> None:
        """Take the webhook away: Telegram hands updates out by one way only."""
        self._call("deleteWebhook", {})

    def fetch(self, wait_s: int) -> int:
        """Keep the updates that wait; return how many there were."""
        asked = {"offset": self._offset, "timeout": wait_s}
        found = self._call("getUpdates", asked).get("result")
        updates = [u for u in found if isinstance(u, dict)] if isinstance(found, list) else []
        if updates:
            self._keeper.keep([event_of(update, self._bot) for update in updates], self._now())
            self._offset = max(int(u.get("update_id", 0)) for u in updates) + 1
        return len(updates)

    def _call(self, method: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._client.post(f"{self._api}/{method}", json=dict(fields))
        answer.raise_for_status()
        found = answer.json()
        return found if isinstance(found, dict) else {}

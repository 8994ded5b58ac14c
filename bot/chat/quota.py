"""The month's quota of pushes: the last of them are kept for what has to be done at a unit."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bot.accounts import Account
from bot.conversation.replies import Push
from bot.errors import PlatformError

_log = logging.getLogger(__name__)

_ASK_EVERY: Final = timedelta(minutes=5)


@dataclass(slots=True)
class _Known:
    left: int | None
    asked_at: datetime
    is_warned: bool = False


class Reserve:
    """Knows how many pushes are left; asked of the platform now and then, counted in between."""

    def __init__(self, kept: int) -> None:
        """Take how many pushes are kept for what is needed."""
        self._kept = kept
        self._known: dict[Account, _Known] = {}
        self._lock = Lock()

    def allows(self, account: Account, push: Push, at: datetime) -> bool:
        """Tell whether a push is worth one of those that are left, and count it if so."""
        if account.pushes_freely:
            return True
        if push is Push.NEVER:
            return False
        with self._lock:
            known = self._look(account, at)
            if known.left is None:
                return True
            is_low = known.left <= self._kept
            if is_low and not known.is_warned:
                known.is_warned = True
                _log.warning("%s: %s pushes left this month", account.platform, known.left)
            if is_low and push is not Push.NEEDED:
                return False
            known.left -= 1
            return True

    def _look(self, account: Account, at: datetime) -> _Known:
        known = self._known.get(account)
        if known is not None and at - known.asked_at < _ASK_EVERY:
            return known
        left, was_warned = known.left if known else None, known is not None and known.is_warned
        try:
            quota = account.quota()
            limit = quota.limit if quota else None
            left = None if quota is None or limit is None else limit - quota.used
        except PlatformError as error:
            _log.warning("%s: the quota is not known: %s", account.platform, error)
        self._known[account] = _Known(left, at, was_warned)
        return self._known[account]

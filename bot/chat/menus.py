"""Each chat has the menu of what its person may do: put there after enrolment, taken on leaving."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.accounts import Account
from bot.chat.house import ChatHouse
from bot.errors import PlatformError, TryLater
from models.store import conversations
from models.values.chat import AccountId, Bot, Menu

_log = logging.getLogger(__name__)

_ASK_EVERY: Final = timedelta(minutes=5)
_AT_ONCE: Final = 50


class Usher:
    """Looks which chats have another menu than they should, and changes it."""

    def __init__(self, house: ChatHouse) -> None:
        """Take what it works with."""
        self._house = house
        self._names: dict[AccountId, tuple[datetime, Mapping[Menu, str]]] = {}

    def tend(self) -> int:
        """Change the menus that are not as they should be; return how many."""
        return sum(
            self._tend(account_id, account)
            for account_id, account in self._house.accounts.items()
            if account_id.bot is Bot.MAIN
        )

    def _tend(self, account_id: AccountId, account: Account) -> int:
        changed = 0
        try:
            names = self._names_of(account_id, account)
            with self._house.database.reading() as session:
                due = conversations.wrong_menus(session, account_id, names, _AT_ONCE)
            for chat_id, chat, wanted in due:
                self._show(account, chat.key, wanted)
                with self._house.database.writing() as session:
                    conversations.note_menu(session, chat_id, wanted)
                changed += 1
        except TryLater as later:
            _log.warning("%s: menus have to wait: %s", account_id.path, later)
            self._names.pop(account_id, None)
        return changed

    def _show(self, account: Account, chat_key: str, name: str) -> None:
        try:
            account.show_menu(chat_key, name)
        except TryLater:
            raise
        except PlatformError as refused:
            # Not tried again for this menu: the words work without it.
            _log.warning("a menu was refused: %s", refused)

    def _names_of(self, account_id: AccountId, account: Account) -> Mapping[Menu, str]:
        at = self._house.now()
        known = self._names.get(account_id)
        if known is None or at - known[0] >= _ASK_EVERY:
            known = (at, account.menus())
            self._names[account_id] = known
        return known[1]

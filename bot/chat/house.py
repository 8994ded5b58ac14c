"""What the chat process stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.accounts import Account
from bot.acts import SheetQueue
from bot.chat.public import Snapshots
from intake.receive import Door
from models.database import Database
from models.values.chat import AccountId, Audience, Bot


@dataclass(frozen=True, slots=True)
class ChatHouse:
    """The record, the way in for photos, and the accounts; the clock is the caller's."""

    database: Database
    door: Door
    queue: SheetQueue
    secret: bytes
    board_url: str
    snapshots: Snapshots
    accounts: Mapping[AccountId, Account]
    now: Callable[[], datetime]
    quota_reserve: int = 0
    """Pushes of a month that are kept for what has to be done at a unit."""
    addresses: Mapping[AccountId, str] = field(default_factory=dict)
    """Where people open a chat with each account, as far as it is known."""

    def audience(self, account: AccountId) -> Audience:
        """Return whom an account speaks with."""
        if account.bot is Bot.PUBLIC:
            return Audience.PUBLIC
        has_other = AccountId(account.platform, Bot.PUBLIC) in self.accounts
        return Audience.COMMITTEES if has_other else Audience.EVERYBODY

    def other_address(self, account: AccountId) -> str:
        """Return where the account of the others is; a page of ours where it is not known."""
        if account.bot is Bot.PUBLIC:
            page = f"{self.board_url.rstrip('/')}/send"
            return self.addresses.get(AccountId(account.platform), "") or page
        other = AccountId(account.platform, Bot.PUBLIC)
        return self.addresses.get(other, "") or self.board_url

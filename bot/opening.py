"""The accounts that an installation has tokens for: one for everybody, or one for each audience."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from bot.accounts import Account
from bot.line.account import LineAccount, LineSettings
from bot.telegram.account import TelegramAccount, TelegramSettings
from models.values.chat import AccountId, Bot, Platform


class ChatSettings(Protocol):
    """The settings of all accounts, as `app.settings` has them."""

    @property
    def telegram_token(self) -> SecretStr:
        """Token of the bot."""

    @property
    def telegram_secret(self) -> SecretStr:
        """Secret of its door."""

    @property
    def telegram_bot_name(self) -> str:
        """Its user name."""

    @property
    def public_telegram_token(self) -> SecretStr:
        """Token of the public's own bot."""

    @property
    def public_telegram_secret(self) -> SecretStr:
        """Secret of its door."""

    @property
    def public_telegram_bot_name(self) -> str:
        """Its user name."""

    @property
    def telegram_api_base(self) -> str:
        """Address of the Bot API."""

    @property
    def telegram_file_base(self) -> str:
        """Address of its files."""

    @property
    def line_channel_token(self) -> SecretStr:
        """Channel access token."""

    @property
    def line_channel_secret(self) -> SecretStr:
        """Channel secret."""

    @property
    def line_account_id(self) -> str:
        """Basic ID of the account."""

    @property
    def public_line_channel_token(self) -> SecretStr:
        """Channel access token of the public's own account."""

    @property
    def public_line_channel_secret(self) -> SecretStr:
        """Its channel secret."""

    @property
    def public_line_account_id(self) -> str:
        """Its basic ID."""

    @property
    def line_api_base(self) -> str:
        """Address of the Messaging API."""

    @property
    def line_data_api_base(self) -> str:
        """Address of its contents."""


@dataclass(frozen=True, slots=True)
class AccountKeys:
    """Token, secret of the door, and public name of one account."""

    token: str
    secret: str
    name: str


def keys_of(settings: ChatSettings) -> dict[AccountId, AccountKeys]:
    """Return the keys of the accounts in use."""
    s = settings
    told = {
        AccountId(Platform.TELEGRAM): (s.telegram_token, s.telegram_secret, s.telegram_bot_name),
        AccountId(Platform.TELEGRAM, Bot.PUBLIC): (
            s.public_telegram_token,
            s.public_telegram_secret,
            s.public_telegram_bot_name,
        ),
        AccountId(Platform.LINE): (s.line_channel_token, s.line_channel_secret, s.line_account_id),
        AccountId(Platform.LINE, Bot.PUBLIC): (
            s.public_line_channel_token,
            s.public_line_channel_secret,
            s.public_line_account_id,
        ),
    }
    return {
        account: AccountKeys(token.get_secret_value(), secret.get_secret_value(), name)
        for account, (token, secret, name) in told.items()
        if token.get_secret_value()
    }


def has_accounts(settings: ChatSettings) -> bool:
    """Tell whether any platform is in use."""
    return bool(keys_of(settings))


def open_accounts(settings: ChatSettings) -> dict[AccountId, Account]:
    """Return the accounts in use; nothing is asked of the platforms yet."""
    return {
        account: _open(settings, account, keys.token) for account, keys in keys_of(settings).items()
    }


def addresses_of(settings: ChatSettings) -> dict[AccountId, str]:
    """Return where people open a chat with each account that has a name."""
    return {
        account: _address(account.platform, keys.name)
        for account, keys in keys_of(settings).items()
        if keys.name
    }


def _open(settings: ChatSettings, account: AccountId, token: str) -> Account:
    if account.platform is Platform.TELEGRAM:
        bases = (settings.telegram_api_base, settings.telegram_file_base)
        return TelegramAccount(TelegramSettings(token, *bases))
    bases = (settings.line_api_base, settings.line_data_api_base)
    return LineAccount(LineSettings(token, *bases))


def _address(platform: Platform, name: str) -> str:
    if platform is Platform.TELEGRAM:
        return f"https://t.me/{name.removeprefix('@')}"
    return f"https://line.me/R/ti/p/@{name.removeprefix('@')}"

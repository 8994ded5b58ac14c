"""Opening the accounts that an installation has tokens for."""

from typing import Protocol

from pydantic import SecretStr

from bot.accounts import Account
from bot.line.account import LineAccount, LineSettings
from bot.telegram.account import TelegramAccount, TelegramSettings
from models.values.chat import Platform


class ChatSettings(Protocol):
    """The settings of both platforms, as `app.settings` has them."""

    @property
    def telegram_token(self) -> SecretStr:
        """Token of the bot."""

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
    def line_api_base(self) -> str:
        """Address of the Messaging API."""

    @property
    def line_data_api_base(self) -> str:
        """Address of its contents."""


def has_accounts(settings: ChatSettings) -> bool:
    """Tell whether any platform is in use."""
    tokens = (settings.telegram_token, settings.line_channel_token)
    return any(token.get_secret_value() for token in tokens)


def open_accounts(settings: ChatSettings) -> dict[Platform, Account]:
    """Return the accounts in use; nothing is asked of the platforms yet."""
    accounts: dict[Platform, Account] = {}
    telegram = settings.telegram_token.get_secret_value()
    if telegram:
        accounts[Platform.TELEGRAM] = TelegramAccount(
            TelegramSettings(telegram, settings.telegram_api_base, settings.telegram_file_base)
        )
    line = settings.line_channel_token.get_secret_value()
    if line:
        accounts[Platform.LINE] = LineAccount(
            LineSettings(line, settings.line_api_base, settings.line_data_api_base)
        )
    return accounts

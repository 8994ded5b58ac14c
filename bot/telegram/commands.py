"""Commands of a Telegram chat, by what its person may do."""

import hashlib
from collections.abc import Mapping
from typing import Final

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.menus import COMMANDS
from models.values.chat import Menu


def _name(menu: Menu) -> str:
    return f"{menu.value}:{hashlib.sha256(repr(COMMANDS[menu]).encode()).hexdigest()[:12]}"


MENU_NAMES: Final[Mapping[Menu, str]] = {menu: _name(menu) for menu in Menu}
_LANGUAGES: Final = ((None, 1), ("en", 2))


async def put_commands(bot: Bot, chat: int, name: str) -> None:
    """Set the commands of one chat in both languages; with no name it has those of everybody."""
    scope = BotCommandScopeChat(chat)
    menu = next((menu for menu, known in MENU_NAMES.items() if known == name), None)
    for language, column in _LANGUAGES:
        if menu is None:
            await bot.delete_my_commands(scope, language_code=language)
            continue
        commands = [BotCommand(row[0], row[column]) for row in COMMANDS[menu]]
        await bot.set_my_commands(commands, scope, language_code=language)

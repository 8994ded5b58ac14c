"""`khanaen bots`: set both platforms up, and look whether they are."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.consoles import Keys, Look
    from models.values.chat import Audience, Bot

bots = typer.Typer(help="บัญชี LINE และ Telegram · the accounts on both platforms")


def register(cli: typer.Typer) -> None:
    """Add the commands to the command line."""
    cli.add_typer(bots, name="bots")


@bots.command()
def setup() -> None:
    """บอกที่อยู่และคำสั่งแก่แพลตฟอร์ม · Tell the platforms our address and our commands."""
    from bot.consoles import set_up

    _show([look for keys in _all_keys() for look in set_up(keys)])


@bots.command()
def doctor() -> None:
    """ตรวจโทเคน ที่อยู่ โควตา นาฬิกา · Look at tokens, addresses, quota and clock."""
    from bot.consoles import examine

    _show([look for keys in _all_keys() for look in examine(keys)])


def _all_keys() -> "list[Keys]":
    """Return the keys of the main accounts, and of the public's own where there are any."""
    from app.settings import load_settings
    from bot.consoles import Keys
    from bot.opening import AccountKeys, keys_of
    from models.values.chat import AccountId, Bot, Platform

    settings = load_settings()
    known = keys_of(settings)
    if not known:
        typer.echo(
            "ต้องตั้ง KHANAEN_TELEGRAM_TOKEN หรือ KHANAEN_LINE_CHANNEL_TOKEN · set one of them first",
            err=True,
        )
        raise typer.Exit(2)
    none = AccountKeys("", "", "")
    return [
        Keys(
            telegram_token=known.get(AccountId(Platform.TELEGRAM, bot), none).token,
            telegram_secret=known.get(AccountId(Platform.TELEGRAM, bot), none).secret,
            telegram_api_base=settings.telegram_api_base,
            line_token=known.get(AccountId(Platform.LINE, bot), none).token,
            line_secret=known.get(AccountId(Platform.LINE, bot), none).secret,
            line_api_base=settings.line_api_base,
            base_url=settings.base_url.rstrip("/"),
            bot=bot,
            line_data_api_base=settings.line_data_api_base,
            audience=_audience(bot, has_public=AccountId(Platform.LINE, Bot.PUBLIC) in known),
        )
        for bot in Bot
        if any(account.bot is bot for account in known)
    ]


def _audience(bot: "Bot", *, has_public: bool) -> "Audience":
    """Return whom a LINE account speaks with: its menus depend on it."""
    from models.values.chat import Audience, Bot

    if bot is Bot.PUBLIC:
        return Audience.PUBLIC
    return Audience.COMMITTEES if has_public else Audience.EVERYBODY


def _show(looks: "list[Look]") -> None:
    for look in looks:
        typer.echo(f"{'✓' if look.is_well else '✗'} {look.what}: {look.found}")
    if not all(look.is_well for look in looks):
        raise typer.Exit(1)

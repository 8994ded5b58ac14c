"""`khanaen bots`: set both platforms up, and look whether they are."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.consoles import Keys, Look

bots = typer.Typer(help="บัญชี LINE และ Telegram · the accounts on both platforms")


def register(cli: typer.Typer) -> None:
    """Add the commands to the command line."""
    cli.add_typer(bots, name="bots")


@bots.command()
def setup() -> None:
    """บอกที่อยู่และคำสั่งแก่แพลตฟอร์ม · Tell the platforms our address and our commands."""
    from bot.consoles import set_up

    _show(set_up(_keys()))


@bots.command()
def doctor() -> None:
    """ตรวจโทเคน ที่อยู่ โควตา นาฬิกา · Look at tokens, addresses, quota and clock."""
    from bot.consoles import examine

    _show(examine(_keys()))


def _keys() -> "Keys":
    from app.settings import load_settings
    from bot.consoles import Keys
    from bot.opening import has_accounts

    settings = load_settings()
    if not has_accounts(settings):
        typer.echo(
            "ต้องตั้ง KHANAEN_TELEGRAM_TOKEN หรือ KHANAEN_LINE_CHANNEL_TOKEN · set one of them first",
            err=True,
        )
        raise typer.Exit(2)
    return Keys(
        telegram_token=settings.telegram_token.get_secret_value(),
        telegram_secret=settings.telegram_secret.get_secret_value(),
        telegram_api_base=settings.telegram_api_base,
        line_token=settings.line_channel_token.get_secret_value(),
        line_secret=settings.line_channel_secret.get_secret_value(),
        line_api_base=settings.line_api_base,
        base_url=settings.base_url.rstrip("/"),
    )


def _show(looks: "list[Look]") -> None:
    for look in looks:
        typer.echo(f"{'✓' if look.is_well else '✗'} {look.what}: {look.found}")
    if not all(look.is_well for look in looks):
        raise typer.Exit(1)

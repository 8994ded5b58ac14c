"""`khanaen chat`: the process behind the doors for LINE and Telegram."""

import sys

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(chat)


def chat() -> None:
    """คุยกับ LINE และ Telegram · Keep chats going; the process is started again when it dies."""
    from app.processes import ProcessGroup
    from app.settings import load_settings
    from bot.opening import has_accounts

    settings = load_settings()
    if not has_accounts(settings):
        typer.echo(
            "ต้องตั้ง KHANAEN_TELEGRAM_TOKEN หรือ KHANAEN_LINE_CHANNEL_TOKEN · set one of them first",
            err=True,
        )
        raise typer.Exit(2)
    group = ProcessGroup(settings.as_environment())
    group.leave_on_signals()
    group.add("chat", [sys.executable, "-m", "app.chat"])
    group.watch()

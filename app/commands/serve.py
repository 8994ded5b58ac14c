"""`khanaen serve`: the web process."""

import threading
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.opening import Ground


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(serve)


def serve(
    telegram_polling: Annotated[
        bool,
        typer.Option(
            "--telegram-polling", help="ดึงข้อความเอง ไม่ต้องมีที่อยู่สาธารณะ · fetch updates, no webhook"
        ),
    ] = False,
) -> None:
    """เปิดหน้าเว็บ · Serve the web pages; workers and publisher are processes of their own."""
    import uvicorn

    from app.logs import start_logging
    from app.opening import open_ground
    from app.processes import die_with_parent
    from app.settings import load_settings
    from app.web import create_app

    die_with_parent()
    settings = load_settings()
    start_logging("web", settings.log_format)
    if not settings.secret_key.get_secret_value():
        typer.echo("ต้องตั้ง KHANAEN_SECRET_KEY · KHANAEN_SECRET_KEY is not set", err=True)
        raise typer.Exit(2)
    ground = open_ground(settings)
    leaving = threading.Event()
    if telegram_polling:
        _poll(ground, leaving)
    uvicorn.run(
        create_app(ground),
        host=settings.host,
        port=settings.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    leaving.set()
    ground.close()


def _poll(ground: "Ground", leaving: threading.Event) -> None:
    """Fetch Telegram's updates in a thread of its own."""
    from datetime import UTC, datetime

    from bot.group_commit import GroupCommit
    from bot.opening import keys_of
    from bot.telegram.polling import Poller
    from models.values.chat import Platform

    bots = {a: k for a, k in keys_of(ground.settings).items() if a.platform is Platform.TELEGRAM}
    if not bots:
        typer.echo("ต้องตั้ง KHANAEN_TELEGRAM_TOKEN · set KHANAEN_TELEGRAM_TOKEN first", err=True)
        raise typer.Exit(2)
    keeper = GroupCommit(ground.database)

    def run(poller: Poller) -> None:
        poller.stop_webhook()
        poller.run(leaving)

    for account, keys in bots.items():
        address = f"{ground.settings.telegram_api_base}{keys.token}"
        poller = Poller(address, keeper, lambda: datetime.now(UTC), account.bot)
        threading.Thread(target=run, args=(poller,), daemon=True).start()

"""`khanaen serve`: the web process."""

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(serve)


def serve() -> None:
    """เปิดหน้าเว็บ · Serve the web pages; workers and publisher are processes of their own."""
    import uvicorn

    from app.opening import open_ground
    from app.processes import die_with_parent
    from app.settings import load_settings
    from app.web import create_app

    die_with_parent()
    settings = load_settings()
    if not settings.secret_key.get_secret_value():
        typer.echo("ต้องตั้ง KHANAEN_SECRET_KEY · KHANAEN_SECRET_KEY is not set", err=True)
        raise typer.Exit(2)
    ground = open_ground(settings)
    uvicorn.run(
        create_app(ground),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    ground.close()

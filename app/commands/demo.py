"""`khanaen demo`: the invented election, and everything in one process group."""

import sys
import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from app.demo.sign_ins import DemoSheet
    from app.processes import ProcessGroup
    from app.settings import Settings

_READY_S: Final = 60
_REVIEWING: Final = ("reviewer", "supervisor", "clerk", "operator")
_SHOWN: Final = 2


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(demo)


def demo(
    host: Annotated[str | None, typer.Option(help="ที่อยู่ · address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="พอร์ต · port")] = None,
    procs: Annotated[int | None, typer.Option(min=1, help="โปรเซสอ่านภาพ · workers")] = None,
    let_others_in: Annotated[
        bool, typer.Option("--let-others-in", help="ให้เครื่องอื่นเข้าได้ · not loopback only")
    ] = False,
) -> None:
    """เปิดการเลือกตั้งสาธิตทั้งระบบ · Start the demo election: web, workers and publisher."""
    from app.demo.setting_up import demo_settings, is_loopback
    from app.settings import load_settings

    given = load_settings()
    host, port = host or given.host, port or given.port
    if not is_loopback(host) and not let_others_in:
        _refuse(
            f"{host} เปิดให้เครื่องอื่นเข้าถึงได้ ทั้งที่รหัสผ่านสาธิตเป็นที่รู้กัน ใช้ --let-others-in หากตั้งใจ\n"
            f"{host} can be reached by others, with sign-ins that everybody knows; "
            "say --let-others-in if you mean it."
        )
    if not _is_free(host, port):
        _refuse(f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ · port {port} is taken; choose another with --port")
    settings = demo_settings(given, host, port)
    sheet = _set_up(settings)
    group = _start(settings, procs or settings.worker_procs)
    try:
        if _wait_until_ready(settings, group):
            _show(settings, sheet)
        group.watch()
    finally:
        group.end()


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _is_free(host: str, port: int) -> bool:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _set_up(settings: "Settings") -> "DemoSheet":
    from rich.progress import Progress

    from app.demo.setting_up import set_up
    from app.election.errors import OtherElection

    with Progress(transient=True) as bar:
        task = bar.add_task("เตรียมการเลือกตั้งสาธิต · setting up", total=None)

        def show(table: str, done: int, total: int) -> None:
            bar.update(task, description=table, completed=done, total=total)

        try:
            return set_up(settings, show)
        except OtherElection as other:
            bar.stop()
            _refuse(f"ฐานข้อมูลนี้มีการเลือกตั้งอื่นอยู่ · the database holds another election: {other}")
            raise


def _start(settings: "Settings", procs: int) -> "ProcessGroup":
    from app.processes import ProcessGroup
    from bot.opening import has_accounts

    group = ProcessGroup(settings.as_environment())
    group.leave_on_signals()
    group.add("web", [sys.executable, "-m", "app.cli", "serve"])
    for number in range(procs):
        group.add(f"worker {number}", [sys.executable, "-m", "app.worker"])
    group.add("publisher", [sys.executable, "-m", "app.publisher"])
    group.add("printer", [sys.executable, "-m", "app.publisher", "pages"])
    if has_accounts(settings):
        group.add("chat", [sys.executable, "-m", "app.chat"])
    return group


def _wait_until_ready(settings: "Settings", group: "ProcessGroup") -> bool:
    import httpx
    from rich.console import Console

    deadline = time.monotonic() + _READY_S
    with Console().status("กำลังเปิดระบบ · starting"), httpx.Client(trust_env=False) as client:
        while not group.is_leaving and time.monotonic() < deadline:
            group.revive()
            try:
                if client.get(f"{settings.base_url}/readyz", timeout=2).status_code == 200:  # noqa: PLR2004 - HTTP's "all is well"
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
    if not group.is_leaving:
        typer.echo("ระบบยังไม่พร้อม ดู /readyz · not ready yet, see /readyz", err=True)
    return False


def _show(settings: "Settings", sheet: "DemoSheet") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="คะแนน · Khanaen: การเลือกตั้งสาธิต · demo election", show_header=False)
    for name, path in (
        ("ผลคะแนน · the board", "/"),
        ("ส่งภาพ · send photos", "/send"),
        ("ตรวจคะแนน · review", "/review"),
        ("หน้าสาธิต (ซ้อม) · demo page, rehearsal", "/demo"),
    ):
        table.add_row(name, f"{settings.base_url}{path}")
    table.add_section()
    for role in _REVIEWING:
        for person in [p for p in sheet.people if p.role == role][:_SHOWN]:
            table.add_row(f"{role} · {person.place}", f"{person.username} / {sheet.password}")
    table.add_section()
    for code in sheet.codes[:_SHOWN]:
        table.add_row(f"รหัสลงทะเบียน · code: {code.place}", code.code)
    console = Console()
    console.print(table)
    command = f".venv/bin/khanaen rehearse --to {settings.base_url}"
    console.print(f"ซ้อมส่งภาพ · rehearse: [bold]{command}[/]   ปิด · stop: Ctrl-C", highlight=False)

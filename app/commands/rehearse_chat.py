"""`khanaen rehearse-chat`: a night by LINE and Telegram, against stand-ins of the platforms."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.rehearse.chat.reckoning import Reckoning


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command("rehearse-chat")(rehearse_chat)


def rehearse_chat(
    units: Annotated[
        int, typer.Option(min=1, help="จำนวนหน่วย · units, half on each platform")
    ] = 12,
    blurred: Annotated[
        float, typer.Option(help="ส่วนที่ส่งภาพเบลอ · share with a blurred page")
    ] = 0.25,
    doubled: Annotated[float, typer.Option(help="ส่วนที่ส่งซ้ำ · share that come twice")] = 0.25,
    shuffled: Annotated[float, typer.Option(help="ส่วนที่สลับหน้า · share out of order")] = 0.5,
    seed: Annotated[int, typer.Option(help="ค่าเริ่มต้น · same seed, same photos")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="โปรเซสอ่านภาพ · workers")] = 2,
    patience: Annotated[float, typer.Option(help="วินาทีที่รอ · seconds to wait")] = 1800.0,
) -> None:
    """ซ้อมทั้งคืนทางแชต · Committees on both platforms send six pages each, some badly; reckon up.

    Everything is real but the platforms and the people. Exit 0: every sheet is in the queue.
    """
    import tempfile

    from app.rehearse.chat.committee import Habits
    from app.rehearse.chat.hall import Wish
    from app.rehearse.chat.night import play
    from app.showing import showing
    from app.trial import free_port

    habits = Habits(blurred, doubled, shuffled)
    with tempfile.TemporaryDirectory(prefix="khanaen-rehearsal-") as folder, showing() as tell:
        wish = Wish(Path(folder), units, seed, workers, free_port(), habits, patience)
        reckoning = play(wish, tell)
    typer.echo(_sum(reckoning))
    raise typer.Exit(0 if reckoning.is_whole else 1)


def _sum(r: "Reckoning") -> str:
    troubles = "".join(f"✗ {trouble}\n" for trouble in r.troubles)
    return (
        f"{troubles}{r.queued}/{r.expected} แผ่นอยู่ในคิว · sheets in the queue, {r.right} with the "
        f"paper's numbers; {r.photos_sent} pages sent, {r.messages} messages heard "
        f"({r.pushes} LINE pushes); {r.seconds:.0f} s"
    )

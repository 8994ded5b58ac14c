"""`khanaen rehearse`: the demo election's forms, drawn and sent as people do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.opening import Ground
    from app.rehearse.night import Wish

_SENTENCES = {
    "NotARehearsal": "ฐานข้อมูลนี้ไม่ใช่การซ้อม จึงไม่ส่งตัวเลขสมมติ · this is no rehearsal election",
    "NothingToSend": "ทุกหน่วยส่งแล้ว · every unit has sent already",
    "DoorClosed": "เข้าหน้าเว็บไม่ได้ เปิด khanaen demo ก่อน หรือใช้ --to direct · "
    "the web pages do not answer; start khanaen demo, or use --to direct",
}


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(rehearse)


def rehearse(
    units: Annotated[int, typer.Option(min=1, help="จำนวนหน่วย · units that send")] = 4,
    condition: Annotated[str, typer.Option(help="สภาพภาพ · photo condition")] = "desk",
    seed: Annotated[int, typer.Option(help="ค่าเริ่มต้น · same seed, same photos")] = 1,
    to: Annotated[
        str | None,
        typer.Option(help="ที่อยู่เว็บ หรือ direct · address of the web pages, or direct"),
    ] = None,
    country: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="ทั้งประเทศ · a whole country, from its reference data"
        ),
    ] = None,
    share: Annotated[
        float,
        typer.Option(
            min=0.00001, max=1, help="ส่วนของเขต · share of constituencies; photos: of units"
        ),
    ] = 1.0,
    begun: Annotated[
        float, typer.Option(min=0, max=0.99, help="ส่วนที่ออกแล้ว · share that is out in large steps")
    ] = 0.0,
    mode: Annotated[
        str, typer.Option(help="readings: behind the reader; photos: real doors and reader")
    ] = "readings",
    seconds: Annotated[
        int, typer.Option(min=1, help="photos: how long they come in, a night speeded up")
    ] = 120,
    folder: Annotated[
        Path | None, typer.Option(help="โฟลเดอร์ว่างที่เก็บไว้ · empty folder to keep the night in")
    ] = None,
    *,
    answer: Annotated[
        bool, typer.Option(help="ให้กรรมการตอบผลการอ่าน · committees answer the read-back")
    ] = True,
) -> None:
    """ซ้อมส่งภาพของหน่วยสาธิต · Draw the demo units' forms and send them; then review them.

    With --country a whole country's night is played in a folder of its own, measured and checked.
    """
    if country is not None:
        from app.nation.playing import play_country

        raise typer.Exit(play_country(country, folder, share, begun, mode, seconds))
    from app.opening import open_ground
    from app.rehearse.errors import RehearsalError
    from app.rehearse.night import Wish
    from app.settings import load_settings
    from ocr.draw import PRESETS

    if condition not in PRESETS:
        _refuse(f"{condition}: {', '.join(PRESETS)}")
    settings = load_settings()
    ground = open_ground(settings)
    try:
        _play(ground, Wish(units, condition, seed, to or settings.base_url, answer))
    except RehearsalError as trouble:
        _refuse(f"{_SENTENCES[type(trouble).__name__]} ({trouble})")
    finally:
        ground.close()


def _play(ground: "Ground", wish: "Wish") -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from app.rehearse.answers import answer_all
    from app.rehearse.night import choose_papers, play
    from app.rehearse.progress import Come, progress_folder
    from app.rehearse.senders import sender_to

    sender = sender_to(ground, wish.to)
    with ground.database.reading() as session:
        papers = choose_papers(session, wish.units, wish.seed)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("ส่งภาพ · sending")

        def tell(come: Come) -> None:
            come.write(progress_folder(ground))
            bar.update(task, completed=come.sent, total=come.total, description=come.unit)

        play(papers, wish.condition, sender, tell)
        if wish.answers:
            bar.update(task, description="ตรวจผลการอ่าน · answering")
            answer_all(ground, papers, sender)


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)

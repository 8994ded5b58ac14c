"""`khanaen rehearse`: the demo election's forms, drawn and sent as people do."""

from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(rehearse)


def rehearse(
    units: Annotated[int, typer.Option(min=1, help="จำนวนหน่วย · units that send")] = 4,
    condition: Annotated[str, typer.Option(help="สภาพภาพ · photo condition")] = "desk",
    seed: Annotated[int, typer.Option(help="ค่าเริ่มต้น · same seed, same photos")] = 1,
    to: Annotated[
        str, typer.Option(help="ที่อยู่เว็บ หรือ direct · address of the web pages, or direct")
    ] = "direct",
) -> None:
    """ซ้อมส่งภาพของหน่วยสาธิต · Draw the demo units' forms and send them; then review them."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from app.opening import open_ground
    from app.rehearse.errors import RehearsalError
    from app.rehearse.night import Progress as Come
    from app.rehearse.night import choose_papers, play, progress_folder
    from app.rehearse.senders import sender_to
    from app.settings import load_settings
    from ocr.draw import PRESETS

    if condition not in PRESETS:
        _refuse(f"{condition}: {', '.join(PRESETS)}")
    ground = open_ground(load_settings())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    try:
        with Progress(*columns) as bar:
            with ground.database.reading() as session:
                papers = choose_papers(session, units, seed)
            task = bar.add_task("ส่งภาพ · sending")

            def tell(come: Come) -> None:
                come.write(progress_folder(ground))
                bar.update(task, completed=come.sent, total=come.total, description=come.unit)

            play(papers, condition, sender_to(ground, to), tell)
    except RehearsalError as trouble:
        _refuse(_SENTENCES.get(type(trouble).__name__, str(trouble)))
    finally:
        ground.close()


_SENTENCES = {
    "NotARehearsal": "ฐานข้อมูลนี้ไม่ใช่การซ้อม จึงไม่ส่งตัวเลขสมมติ · this is no rehearsal election",
    "NothingToSend": "ทุกหน่วยส่งแล้ว · every unit has sent already",
}


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)

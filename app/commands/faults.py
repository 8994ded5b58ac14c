"""`khanaen faults`: nights in which processes are killed at random, and the reckoning."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.faults.play import Outcome

_KILLS_A_NIGHT = 50


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(faults)


def faults(
    kills: Annotated[int, typer.Option(min=1, help="จำนวนครั้งที่ฆ่าโปรเซส · kill -9, in all")] = 200,
    units: Annotated[int, typer.Option(min=1, help="หน่วยต่อคืน · units that send in a night")] = 40,
    seed: Annotated[int, typer.Option(help="ค่าเริ่มต้น · same seed, same order of kills")] = 1,
    folder: Annotated[
        Path | None, typer.Option(help="โฟลเดอร์ที่เก็บไว้ดู · keep the nights here")
    ] = None,
    *,
    publisher: Annotated[
        bool, typer.Option("--publisher", help="ฆ่าแต่ผู้เผยแพร่ · kill the publisher only, fast")
    ] = False,
) -> None:
    """ทดสอบความทนทาน · Kill web, workers and publisher at random, then count what is lost.

    Exit 0: nothing was lost or doubled. 1: something was.
    """
    import tempfile

    if publisher:
        with tempfile.TemporaryDirectory(prefix="khanaen-faults-") as scratch:
            raise typer.Exit(_kill_publishers(folder or Path(scratch), kills, seed))
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    from app.faults.play import Wish, play

    outcomes = []
    with (
        tempfile.TemporaryDirectory(prefix="khanaen-faults-") as scratch,
        Progress(*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn()) as bar,
    ):
        task = bar.add_task("kill -9", total=kills)
        for night, begun in enumerate(range(0, kills, _KILLS_A_NIGHT)):
            place = (folder or Path(scratch)) / f"night-{night}"
            wish = Wish(place, min(_KILLS_A_NIGHT, kills - begun), units, seed + night)
            outcomes.append(play(wish, lambda: bar.advance(task)))
            bar.console.print(_line(night, outcomes[-1]))
    broken = [trouble for outcome in outcomes for trouble in outcome.ledger.troubles]
    for trouble in broken:
        typer.echo(f"✗ {trouble}")
    typer.echo(_sum(outcomes))
    raise typer.Exit(1 if broken else 0)


def _kill_publishers(folder: Path, kills: int, seed: int) -> int:
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    from app.nation.killing import kill_publishers

    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("kill -9 publisher", total=kills)
        outcome = kill_publishers(folder, kills, seed, lambda: bar.advance(task))
    for trouble in outcome.troubles:
        typer.echo(f"✗ {trouble}")
    typer.echo(
        f"{outcome.kills} publishers killed, {outcome.busy} of them inside a snapshot; "
        f"{outcome.polls} looks at the pointer, {outcome.snapshots} snapshots; "
        f"{outcome.leftovers} files of snapshots cut short, which nothing names; "
        f"{len(outcome.troubles)} troubles"
    )
    return 1 if outcome.troubles else 0


def _line(night: int, outcome: "Outcome") -> str:
    ledger = outcome.ledger
    killed = ", ".join(f"{kind} {count}" for kind, count in sorted(ledger.kills.items()))
    return (
        f"night {night}: {outcome.seconds:.0f} s; killed {killed}; "
        f"{len(ledger.receipts)} photos and {sum(ledger.decisions.values())} decisions promised, "
        f"{outcome.counted['photo']} and {outcome.counted['decision']} there; "
        f"{outcome.counted['release']} units complete, {outcome.counted['snapshot']} snapshots "
        f"seen in {ledger.polls} looks; {ledger.copies} copies opened; "
        f"{len(ledger.troubles)} troubles"
    )


def _sum(outcomes: "list[Outcome]") -> str:
    kills = sum(sum(o.ledger.kills.values()) for o in outcomes)
    photos = sum(len(o.ledger.receipts) for o in outcomes)
    decisions = sum(sum(o.ledger.decisions.values()) for o in outcomes)
    troubles = sum(len(o.ledger.troubles) for o in outcomes)
    return (
        f"{kills} kills, {photos} photos and {decisions} decisions promised, "
        f"{troubles} promises broken"
    )

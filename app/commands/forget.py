"""`khanaen forget`: a person's data goes, what the person did stays (PDPA)."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from models.store.forgetting import Trace
    from models.tables.people import Person


def register(cli: typer.Typer) -> None:
    """Add the command to the command line."""
    cli.command()(forget)


def forget(
    person: Annotated[
        str, typer.Argument(help="ชื่อผู้ใช้ ชื่อ หรือรหัสสุ่ม · user name, name, or random key")
    ],
    *,
    by: Annotated[str, typer.Option(help="ชื่อผู้ใช้ของผู้สั่ง · operator's user name")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="ลบจริง ย้อนกลับไม่ได้ · do it; it cannot be undone")
    ] = False,
) -> None:
    """ลบข้อมูลส่วนบุคคลของคนหนึ่ง · Forget a person; without --yes only list what would go.

    The name, ways in, chats and typed words go. Decisions, photos and the audit log stay under a
    random key that leads to nobody.
    """
    from datetime import UTC, datetime

    from app.opening import open_ground
    from app.scrubbing import scrub
    from app.settings import load_settings
    from models.store import forgetting

    ground = open_ground(load_settings())
    try:
        with ground.database.reading() as session:
            found = _only(forgetting.people_called(session, person))
            person_id, key = found.id, found.key
            _print(forgetting.traces(session, found), key)
        if not yes:
            typer.echo("ยังไม่ได้ลบ ใส่ --yes --by ผู้สั่ง · Nothing was done: add --yes --by OPERATOR")
            return
        with ground.database.writing() as session:
            actor = _operator(session, by)
            forgetting.forget(
                session, session.get_one(type(found), person_id), actor, datetime.now(UTC)
            )
        if not scrub(ground.database):
            typer.echo("ยังมีผู้อ่านฐานข้อมูลอยู่ · Somebody reads the record: run it again", err=True)
            raise typer.Exit(1)
    finally:
        ground.close()
    typer.echo(f"ลบแล้ว บันทึกไว้ใน audit log · Done and noted in the audit log: {key}")
    typer.echo(
        "สำรองข้อมูลใหม่ แล้วลบชุดเก่า · Take a new `khanaen backup` now and delete older copies; "
        "one that is restored meanwhile forgets this person again."
    )


def _only(people: "Sequence[Person]") -> "Person":
    if not people:
        _refuse("ไม่พบ · Nobody is called so.")
    if len(people) > 1:
        for found in people:
            typer.echo(f"{found.key}  {found.role.value}  {found.created_at:%Y-%m-%d}")
        _refuse("มีหลายคน ระบุรหัสสุ่ม · More than one: give the random key.")
    return people[0]


def _operator(session: "Session", username: str) -> str:
    from models.store.people import person_named
    from models.tables.people import Role

    found = person_named(session, username) if username else None
    if found is None or found.role is not Role.OPERATOR:
        _refuse("ต้องเป็นผู้ดูแลระบบระดับประเทศ · --by must name an operator.")
    return found.key


def _print(traces: "Sequence[Trace]", key: str) -> None:
    typer.echo(f"person {key}: name, user name, password")
    for trace in traces:
        if trace.count:
            verb = "ลบทั้งแถว · removed" if trace.is_removed else "ลบข้อความ · words removed"
            typer.echo(f"  {trace.what:16} {trace.count:6,}  {verb}")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)

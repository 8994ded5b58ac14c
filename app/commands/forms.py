"""`khanaen forms`: list the described count forms and check their descriptions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.values.forms import Form


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Count forms described in models/forms.", no_args_is_help=True)
    group.command("check")(check)
    group.command("list")(list_forms)
    cli.add_typer(group, name="forms")


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="แบบใหม่ที่ยังไม่อยู่ใน models/forms · descriptions of your own, checked too"),
    ] = None,
) -> None:
    """บอกว่าคำอธิบายแบบผิดตรงไหน · Say what is wrong with the descriptions; exit 1 if anything."""
    from models.values.form_lint import lint_all
    from models.values.forms import forms

    described = [*forms(), *(_described(path) for path in files or ())]
    sentences = lint_all(described)
    for sentence in sentences:
        typer.echo(sentence, err=True)
    if sentences:
        raise typer.Exit(1)
    typer.echo(f"{len(described)} forms are described without a mistake.")


def _described(path: Path) -> "Form":
    """Return the form that a file describes, or say what cannot be read and exit 1."""
    from tomllib import TOMLDecodeError

    from models.values.form_files import read_form

    try:
        return read_form(path.stem, path.read_text("utf-8"))
    except OSError as error:
        typer.echo(f"{path}: เปิดไฟล์ไม่ได้ · cannot be opened: {error.strerror}", err=True)
    except TOMLDecodeError as error:
        typer.echo(f"{path}: ไม่ใช่ TOML ที่ถูกต้อง · is not valid TOML: {error}", err=True)
    except KeyError as error:
        typer.echo(f"{path}: ขาด {error.args[0]} · lacks the key {error.args[0]}", err=True)
    except (TypeError, ValueError) as error:
        typer.echo(f"{path}: มีค่าที่ใช้ไม่ได้ · holds what does not fit: {error}", err=True)
    raise typer.Exit(1)


def list_forms() -> None:
    """List code, variant, ballot, stream and pages of every form."""
    from models.values.forms import forms

    for form in forms():
        name = f"{form.code} {form.variant}".strip()
        typer.echo(f"{name:26} {form.ballot:13} {form.stream:17} {form.pages} pages  {form.id}")

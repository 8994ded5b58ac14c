"""`khanaen forms`: list the described count forms and check their descriptions."""

import typer


def register(cli: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Count forms described in models/forms.", no_args_is_help=True)
    group.command("check")(check)
    group.command("list")(list_forms)
    cli.add_typer(group, name="forms")


def check() -> None:
    """Say what is wrong with the descriptions; exit 1 where something is."""
    from models.values.form_lint import lint_all
    from models.values.forms import forms

    described = forms()
    sentences = lint_all(described)
    for sentence in sentences:
        typer.echo(sentence, err=True)
    if sentences:
        raise typer.Exit(1)
    typer.echo(f"{len(described)} forms are described without a mistake.")


def list_forms() -> None:
    """List code, variant, ballot, stream and pages of every form."""
    from models.values.forms import forms

    for form in forms():
        name = f"{form.code} {form.variant}".strip()
        typer.echo(f"{name:26} {form.ballot:13} {form.stream:17} {form.pages} pages  {form.id}")

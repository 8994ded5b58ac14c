"""The command `khanaen`: every module of app.commands adds its own."""

import importlib
import pkgutil

import typer

from app import commands


def build() -> typer.Typer:
    """Return the command line with every command registered."""
    cli = typer.Typer(
        help="คะแนน · Khanaen: from the photo of a count form to a number that leads back to it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
    )
    for found in sorted(m.name for m in pkgutil.iter_modules(commands.__path__)):
        importlib.import_module(f"{commands.__name__}.{found}").register(cli)
    return cli


def main() -> None:
    """Run the command line."""
    build()()


if __name__ == "__main__":
    main()

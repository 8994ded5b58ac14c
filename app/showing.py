"""How far a long command is, as a bar in the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

Tell = Callable[[str, int, int], None]
"""What is being done, how many are done, of how many."""


@contextmanager
def showing(console: Console | None = None) -> Iterator[Tell]:
    """Show a bar while the command runs; give what tells it how far it is."""
    columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield tell

"""A section of docs/benchmarks.md, written by a command between two comment lines of its own."""

from pathlib import Path


def put_section(page: Path, text: str) -> None:
    """Replace the section of the page between the text's first and last line, or add it."""
    old = page.read_text("utf-8") if page.is_file() else "# Benchmarks\n"
    start, *_, end = text.rstrip("\n").split("\n")
    if start in old and end in old:
        before, rest = old.split(start, 1)
        text = before + text.rstrip("\n") + rest.split(end, 1)[1]
    else:
        text = old.rstrip("\n") + "\n\n" + text
    page.write_text(text, "utf-8")

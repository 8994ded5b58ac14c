"""Tables in Markdown."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def chapter(title: str, why: str, body: str) -> str:
    """Return a section with a sentence before its table."""
    return f"### {title}\n\n{why}\n\n{body}"

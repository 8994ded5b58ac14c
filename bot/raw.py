"""Raw JSON read leniently: what is not there, or is something else, is empty."""

from typing import Any


def table(found: object) -> dict[str, Any]:
    """Return a JSON object as it is, and anything else as an empty one."""
    return found if isinstance(found, dict) else {}


def rows(found: object) -> list[dict[str, Any]]:
    """Return the objects of a JSON list."""
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text(found: object) -> str:
    """Return a string or number as text, and anything else as nothing."""
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def whole(found: object) -> int | None:
    """Return a whole number, or None."""
    return found if isinstance(found, int) and not isinstance(found, bool) else None

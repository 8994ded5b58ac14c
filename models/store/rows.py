"""Rows that are in the database already."""

from models.errors import NotFound


def saved(row_id: int | None) -> int:
    """Return the id of a row that has been flushed.

    Raises:
        NotFound: the row is not in the database yet.
    """
    if row_id is None:
        raise NotFound("a row without an id")
    return row_id

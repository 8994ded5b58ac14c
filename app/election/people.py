"""People of a folder on their way into the tables; a password is kept as an argon2 hash only."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from app.election.cells import Value
from app.election.folder import Folder
from app.election.shapes import CENTRES, CONSTITUENCIES, PEOPLE, PROVINCES, UNITS, Shape
from pages.passwords import hash_password


def person_rows(folder: Folder, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield one row for each person, in the order of first mention."""
    seen: set[Value] = set()
    for row in folder.rows(PEOPLE):
        if row["username"] in seen:
            continue
        seen.add(row["username"])
        password = row["password"]
        yield {
            "key": secrets.token_hex(16),
            "role": row["role"],
            "name": row["name"],
            "username": row["username"],
            "password_hash": hash_password(str(password)) if password else None,
            "is_active": True,
            "locale": "th",
            "created_at": at,
        }


def area_rows(
    folder: Folder, ids: Callable[[Shape, Value], int | None]
) -> Iterator[dict[str, Any]]:
    """Yield one row for each area that a person works in."""
    people: dict[Value, int] = {}
    for row in folder.rows(PEOPLE):
        yield {
            "person_id": people.setdefault(row["username"], len(people) + 1),
            "unit_id": ids(UNITS, row["unit"]),
            "centre_id": ids(CENTRES, row["centre"]),
            "constituency_id": ids(CONSTITUENCIES, row["constituency"]),
            "province_id": ids(PROVINCES, row["province"]),
        }

"""Who may do what, and where: the table of every route, and its page of the notes."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute

from models.tables.people import Role

START: Final = "<!-- made by `khanaen access`; do not edit below -->\n"
ANYONE: Final = "anyone"
_COLUMNS: Final = (
    "committee",
    "desk",
    "reviewer",
    "supervisor",
    "clerk",
    "province",
    "operator",
    "auditor",
)
_ELSEWHERE: Final = {
    "none": "–",
    "unit": "not found",
    "constituency": "not found, nor at one centre",
    "form": "refused",
    "account": "not found",
}


@dataclass(frozen=True, slots=True)
class Access:
    """One route: its method and path, the roles that it is open to, and what bounds it."""

    at: str
    who: str
    roles: frozenset[Role]
    """Empty where nobody is asked who they are."""
    reach: str
    does: str

    @property
    def method(self) -> str:
        """The method, e.g. GET."""
        return self.at.split(" ", 1)[0]

    @property
    def path(self) -> str:
        """The path as the application writes it."""
        return self.at.split(" ", 1)[1]


@cache
def access_table() -> tuple[Access, ...]:
    """Return the table, in the order of its file."""
    data = tomllib.loads((resources.files("app") / "access.toml").read_text("utf-8"))
    groups = {name: frozenset(Role(r) for r in roles) for name, roles in data["groups"].items()}
    groups[ANYONE] = frozenset()
    return tuple(
        Access(row["at"], row["who"], groups[row["who"]], row["reach"], row["does"])
        for row in data["route"]
    )


def routes_of(app: FastAPI) -> Iterator[str]:
    """Yield method and path of everything that an application answers, mounted folders apart."""
    return _walk(app.routes)


def access_section() -> str:
    """Return the table as Markdown."""
    head = ("route", "what it does", *_COLUMNS, "from elsewhere")
    lines = [head, tuple("---" for _ in head), *(_line(row) for row in access_table())]
    return START + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _line(row: Access) -> tuple[str, ...]:
    may = {role.value for role in row.roles}
    marks = ("all" if row.who == ANYONE else "yes" if r in may else "·" for r in _COLUMNS)
    return (f"`{row.at}`", row.does, *marks, _ELSEWHERE[row.reach])


def _walk(routes: Iterable[Any]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIRoute):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield f"{method} {route.path}"
        elif getattr(route, "original_router", None) is not None:
            yield from _walk(route.original_router.routes)

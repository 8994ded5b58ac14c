"""Look and script of the public pages, as content-hashed files that travel with a snapshot."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from pages.environment import STATIC
from results.addresses import digest
from results.reach import NOWHERE, Reach

_OWN: Final = resources.files("results") / "static"
_URL: Final = re.compile(r"url\((vendor/[\w.-]+)\)")
_ABOUT_LOOK: Final = (".css", ".html", ".js", ".py", ".svg", ".toml")


@dataclass(frozen=True)
class Assets:
    """Files under `assets/`, and how templates find them by their plain names."""

    files: dict[str, bytes]
    by_name: dict[str, str]
    look: str
    """Changes with templates, phrases and code, so that every page is drawn anew."""


@cache
def public_assets(reach: Reach = NOWHERE) -> Assets:
    """Return everything that the public pages load; nothing comes from elsewhere.

    Where pages name another address, they have another look.
    """
    files: dict[str, bytes] = {}
    by_name: dict[str, str] = {}
    for name, data in _plain_files():
        path = _hashed(name, data)
        files[path], by_name[name] = data, path
    return Assets(files, by_name, _look(files, reach))


def _plain_files() -> list[tuple[str, bytes]]:
    base = (STATIC / "base.css").read_text(encoding="utf-8")
    fonts = {url: STATIC.joinpath(*url.split("/")).read_bytes() for url in _URL.findall(base)}
    styled = _URL.sub(lambda m: f"url({_hashed(m[1], fonts[m[1]]).split('/')[1]})", base)
    own = [(e.name, e.read_bytes()) for e in _OWN.iterdir() if e.is_file()]
    mark = ("mark.svg", (STATIC / "mark.svg").read_bytes())
    return [("base.css", styled.encode()), *fonts.items(), mark, *sorted(own)]


def _hashed(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    return f"assets/{stem}.{digest(data)[:12]}.{ending}"


def _look(files: dict[str, bytes], reach: Reach) -> str:
    parts = [*sorted(files), reach.board, reach.objections]
    for package in ("results", "pages"):
        parts += sorted(_hashes(resources.files(package)))
    return digest("\n".join(parts).encode())[:16]


def _hashes(folder: Traversable) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in {"vendor", "__pycache__"}:
            found += _hashes(entry)
        elif entry.name.endswith(_ABOUT_LOOK):
            found.append(f"{entry.name} {digest(entry.read_bytes())}")
    return found

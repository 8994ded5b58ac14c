"""The map of constituencies as equal tiles in the shape of the country, grouped by province."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count
from typing import Any, Final

from results.constituency_page import page_path
from results.manifest import over_streams
from results.tallies import leading_party

_SPARE_WIDTH: Final = 20
"""Tiles in a row for constituencies that the drawn layout does not know."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """One constituency: where it lies, who leads, and whether that can still change."""

    x: int
    y: int
    path: str
    colour: str | None
    """Colour of the leading party, None where nobody leads."""
    is_open: bool
    """Whether what is out can still change the leader."""
    manifest: Mapping[str, Any]
    leader: Mapping[str, Any] | None
    lead: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """All tiles, and the lines that part provinces and hatch what is open."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    borders: str
    """SVG path between tiles of different provinces."""
    hatching: str
    """SVG path over the tiles whose leader can still change."""


def tile_map(heads: Sequence[Mapping[str, Any]]) -> TileMap:
    """Lay the constituencies out; those that the layout does not know stand below it."""
    places = _places(heads)
    tiles = tuple(_tile(head, places[head["code"]]) for head in heads)
    owners = {(t.x, t.y): t.manifest["province"]["code"] for t in tiles}
    return TileMap(
        width=1 + max((t.x for t in tiles), default=0),
        height=1 + max((t.y for t in tiles), default=0),
        tiles=tiles,
        borders=_borders(owners),
        hatching=" ".join(_hatch(t) for t in tiles if t.is_open and t.colour),
    )


def _tile(head: Mapping[str, Any], place: Place) -> Tile:
    standing = head["standing"]
    leader = leading_party(head)
    has_votes = bool(over_streams(head, "constituency"))
    return Tile(
        x=place[0],
        y=place[1],
        path=page_path(head["code"]),
        colour=leader["colour"] if leader else None,
        is_open=has_votes and standing["can_change"],
        manifest=head,
        leader=leader,
        lead=standing["lead"],
    )


def _places(heads: Sequence[Mapping[str, Any]]) -> dict[str, Place]:
    drawn = _drawn_layout()
    known = {h["code"]: drawn[h["code"]] for h in heads if h["code"] in drawn}
    first = 1 + max((y for _, y in known.values()), default=-1) + bool(known)
    spare = count()
    for head in heads:
        if head["code"] not in known:
            row, column = divmod(next(spare), _SPARE_WIDTH)
            known[head["code"]] = (column, first + row)
    return known


@cache
def _drawn_layout() -> dict[str, Place]:
    """Return constituency → tile, from `results/tiles.csv` (docs/adr/0019)."""
    text = resources.files("results").joinpath("tiles.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["constituency"]: (int(row["x"]), int(row["y"])) for row in rows}


def _borders(owners: Mapping[Place, str]) -> str:
    lines = []
    for (x, y), owner in owners.items():
        right, below = owners.get((x + 1, y)), owners.get((x, y + 1))
        if right is not None and right != owner:
            lines.append(f"M{x + 1} {y}v1")
        if below is not None and below != owner:
            lines.append(f"M{x} {y + 1}h1")
    return "".join(lines)


def _hatch(tile: Tile) -> str:
    x, y = tile.x, tile.y
    return f"M{x}.1 {y}.6l.5-.5M{x}.1 {y + 1}l.9-.9M{x}.5 {y + 1}l.5-.5"
